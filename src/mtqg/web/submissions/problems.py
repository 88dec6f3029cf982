"""What the pages of submissions refuse."""

from __future__ import annotations

from mtqg.core.errors import code

LOCKED = code(
    "U-010",
    vi="Số liệu đang khóa: báo cáo {given} {state_vi} (ngày {day_vi}, {person}).",
    en="The data are locked: the submission {given} is {state_en} (on {day_en}, by {person}).",
    remedy_vi="{way_vi}",
    remedy_en="{way_en}",
)
NOT_ALL = code(
    "U-011",
    vi="Còn {given} báo cáo chưa được phê duyệt: {which}.",
    en="{given} submissions are not approved yet: {which}.",
    remedy_vi="Phê duyệt xong rồi chốt, hoặc chọn “số sơ bộ” để chốt khi còn thiếu.",
    remedy_en="Approve them first, or close as “preliminary” while they are missing.",
)
NOTHING_OWED = code(
    "U-012",
    vi="Không có xã nào trong {given} để giao báo cáo.",
    en="There is no commune in {given} that could owe the submission.",
    remedy_vi="Chọn một tỉnh hoặc một xã đang có.",
    remedy_en="Choose a province or a commune of today.",
)
ALREADY_THERE = code(
    "U-013",
    vi="Ở {given} đã có dòng đang nhập của cùng hộ, cùng kỳ.",
    en="There are lines being keyed of the same household and period at {given} already.",
    remedy_vi="Gửi hoặc bỏ các dòng ở đơn vị mới trước, hoặc kết thúc các dòng của đơn vị cũ.",
    remedy_en="Send or drop those of the new unit first, or end those of the old one.",
)
CHANGED = code(
    "U-014",
    vi="Việc này vừa thay đổi: {given}.",
    en="This has just changed: {given}.",
    remedy_vi="Mở lại danh sách, xem việc như nó đang có rồi mới quyết định.",
    remedy_en="Open the list again and look at it as it stands before you decide.",
)
