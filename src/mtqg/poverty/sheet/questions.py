"""The list of questions that the register has a column for: Form A's conditions, B1's items, B2's indicators.

It is a list of codes, not of law: which questions a sheet asks, with which options and points, a table says. The spare
codes are for questions that the gazette's table has and this list does not name.
"""

from __future__ import annotations

from mtqg.poverty.indicators import INDICATORS

CONDITIONS = {f"condition_{number}": f"Phiếu A, điều kiện {number}" for number in range(1, 11)}
SPARE = {f"spare_{number}": f"Câu hỏi khác {number}" for number in range(1, 9)}
B1_ITEMS = {
    "members": "Số nhân khẩu của hộ",
    "dependents": "Số người phụ thuộc",
    "diploma": "Bằng cấp cao nhất của thành viên",
    "nonfarm_work": "Việc làm phi nông nghiệp",
    "pension": "Lương hưu, trợ cấp hằng tháng",
    "wall": "Vật liệu tường",
    "pillar": "Vật liệu cột",
    "roof": "Vật liệu mái",
    "floor_area": "Diện tích nhà ở bình quân đầu người",
    "electricity_source": "Nguồn điện",
    "electricity": "Tiêu thụ điện một tháng",
    "water": "Nguồn nước sinh hoạt",
    "toilet": "Nhà tiêu đang dùng",
    "assets": "Tài sản chủ yếu",
    "facilities": "Tiện nghi trong nhà",
    "land": "Đất sản xuất",
    "livestock": "Vật nuôi",
    "aquaculture": "Nuôi trồng thủy sản",
    "boats": "Tàu, thuyền",
    **SPARE,
}
QUESTIONS: dict[str, dict[str, str]] = {"A": CONDITIONS, "B1": B1_ITEMS, "B2": INDICATORS}


def form_of(item: str) -> str | None:
    """The form that a question belongs to."""
    return next((form for form, items in QUESTIONS.items() if item in items), None)
