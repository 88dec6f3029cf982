"""Vietnamese names of the measures that published tables print."""

from __future__ import annotations

# measure -> Vietnamese label
LABELS = {
    "households": "Số hộ",
    "poor_households": "Hộ nghèo",
    "near_poor_households": "Hộ cận nghèo",
    "poor_and_near_poor_households": "Hộ nghèo và cận nghèo",
    "poor_household_rate": "Tỷ lệ hộ nghèo",
    "near_poor_household_rate": "Tỷ lệ hộ cận nghèo",
    "poor_and_near_poor_household_rate": "Tỷ lệ hộ nghèo và cận nghèo",
    "minority_households": "Số hộ dân tộc thiểu số",
    "minority_poor_households": "Hộ nghèo dân tộc thiểu số",
    "minority_near_poor_households": "Hộ cận nghèo dân tộc thiểu số",
    "minority_poor_household_rate": "Tỷ lệ hộ nghèo dân tộc thiểu số",
    "minority_near_poor_household_rate": "Tỷ lệ hộ cận nghèo dân tộc thiểu số",
    "minority_area_poor_household_rate": "Tỷ lệ hộ nghèo vùng dân tộc thiểu số, miền núi",
    "poverty_rate": "Tỷ lệ nghèo (không nói rõ loại)",
    "survey_poor_rate": "Tỷ lệ nghèo theo điều tra mẫu",
    "persons": "Số người",
    "communes": "Số xã",
    "communes_ntm": "Xã đạt chuẩn nông thôn mới",
    "communes_advanced": "Xã nông thôn mới nâng cao",
    "communes_model": "Xã nông thôn mới kiểu mẫu",
    "districts_ntm": "Huyện đạt chuẩn nông thôn mới",
    "districts_advanced": "Huyện nông thôn mới nâng cao",
    "villages_ntm": "Thôn, bản đạt chuẩn nông thôn mới",
    "villages_mountain_ntm": "Thôn, bản miền núi đạt chuẩn nông thôn mới",
    "villages_model": "Thôn, bản nông thôn mới kiểu mẫu",
    "ocop_3plus": "Sản phẩm OCOP từ 3 sao",
    "ocop_3": "Sản phẩm OCOP 3 sao",
    "ocop_4": "Sản phẩm OCOP 4 sao",
    "ocop_5": "Sản phẩm OCOP 5 sao",
    "ocop_potential_5": "Sản phẩm OCOP tiềm năng 5 sao",
    "ocop_entities": "Chủ thể OCOP",
    "list_communes": "Xã thuộc danh sách khu vực",
    "special_villages": "Thôn đặc biệt khó khăn",
    "plan": "Kế hoạch vốn",
    "plan_min": "Vốn tối thiểu",
    "medium_term_plan": "Kế hoạch trung hạn",
    "allocated": "Vốn đã phân bổ",
    "assigned": "Vốn đã giao",
    "disbursed": "Vốn đã giải ngân",
    "mobilised": "Vốn đã huy động",
    "unallocated": "Vốn chưa phân bổ",
    "allocated_supplement": "Vốn phân bổ bổ sung",
    "handed_over": "Vốn nhận bàn giao",
    "audit_adjustment": "Kiến nghị xử lý sau kiểm toán",
    "audit: allocated above the re-checked plan": "Phân bổ vượt so với số rà soát lại",
    "central_budget_2021_2025": "Ngân sách trung ương 2021-2025",
    "avg_criteria_per_commune": "Bình quân tiêu chí mỗi xã",
    "criteria_met": "Tiêu chí đạt",
    "communes_ntm_recognised_after_merger": "Xã được công nhận lại sau sáp nhập",
    "communes_with_ocop": "Xã có sản phẩm OCOP",
    "provinces_completed": "Tỉnh hoàn thành nhiệm vụ nông thôn mới",
    "towns_civilised": "Thị trấn đạt chuẩn đô thị văn minh",
    "villages_smart": "Thôn thông minh",
    "villages_special_ntm": "Thôn đặc biệt khó khăn đạt chuẩn nông thôn mới",
    "special_villages_ntm": "Thôn của xã đặc biệt khó khăn đạt chuẩn nông thôn mới",
    "ocop_5_new": "Sản phẩm OCOP 5 sao công nhận mới",
    "ocop_expired": "Sản phẩm OCOP hết hạn giấy chứng nhận",
    "ocop_revoked": "Sản phẩm OCOP bị thu hồi",
    "ocop_exported": "Sản phẩm OCOP xuất khẩu",
    "ocop_re_recognised": "Sản phẩm OCOP công nhận lại",
    "ocop_registered_2024": "Sản phẩm đăng ký đánh giá năm 2024",
    "poverty_multidim_2024": "Tỷ lệ nghèo đa chiều năm 2024 (không nói rõ loại)",
    "locality_communes": "Đơn vị hành chính cấp xã",
    "wards": "Số phường",
    "towns": "Số thị trấn",
    "special_zones": "Số đặc khu",
}

# Endings and beginnings that make another measure of one: how they are said.
_SHARE, _ADDED, _TARGET, _BASE = "_share", "_added", "target_", "base:"


def label(measure: str) -> str:
    """Vietnamese name of a measure; the printed word where the vocabulary does not know it."""
    if measure in LABELS:
        return LABELS[measure]
    if measure.startswith(_BASE):
        return f"Mẫu số của “{label(measure.removeprefix(_BASE))}”"
    if measure.startswith(_TARGET):
        return f"Mục tiêu {_inside(measure.removeprefix(_TARGET))}"
    if measure.endswith(_SHARE):
        return f"Tỷ lệ {_inside(measure.removesuffix(_SHARE))}"
    if measure.endswith(_ADDED):
        return f"{label(measure.removesuffix(_ADDED))} tăng thêm"
    return measure


def _inside(measure: str) -> str:
    """The name inside a sentence: its first letter small."""
    name = label(measure)
    return name[0].lower() + name[1:] if name != measure else name
