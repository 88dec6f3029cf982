"""What a choice for a commune that has not sent its form cannot be."""

from __future__ import annotations

from mtqg.core.errors import code

CHOSEN_MEANWHILE = code(
    "U-020",
    vi="{given}: {person} vừa chọn cách khác sau khi bạn mở trang.",
    en="{given}: {person} has chosen otherwise since you opened the page.",
    remedy_vi="Mở lại trang, xem lựa chọn mới rồi mới chọn tiếp. Chưa ghi gì.",
    remedy_en="Open the page again, look at what stands and choose from there. Nothing was written.",
)
NO_AMOUNT = code(
    "U-021",
    vi="{given}: chọn số ước nhưng chưa ghi số nào.",
    en="{given}: an estimate was chosen without any number.",
    remedy_vi="Ghi ít nhất một số, hoặc chọn cách khác.",
    remedy_en="Give at least one number, or choose otherwise.",
)
NOT_A_COUNT = code(
    "U-022",
    vi="{place}: “{given}” không phải số nguyên từ 0 trở lên.",
    en="{place}: “{given}” is no whole number from 0 on.",
    remedy_vi="Ghi bằng chữ số, ví dụ 1204 hoặc 1.204.",
    remedy_en="Write it in digits, such as 1204.",
)
NO_METHOD = code(
    "U-023",
    vi="{given}: số ước phải ghi cách ước.",
    en="{given}: an estimate needs its method.",
    remedy_vi="Ghi ngắn gọn: dựa vào đâu, ai cho số.",
    remedy_en="Say shortly what it rests on and who gave it.",
)
NOTHING_BEFORE = code(
    "U-024",
    vi="{given}: kỳ {period} không có số đủ để lấy thay.",
    en="{given}: the period {period} holds no full figure to take.",
    remedy_vi="Ghi số ước, hoặc chọn không tính.",
    remedy_en="Give an estimate, or leave it out.",
)
