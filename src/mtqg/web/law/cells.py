"""Cells of the law desk's tables in the words of those who read them: heads, and why a cell cannot be read."""

from __future__ import annotations

from mtqg.core.errors import language

# Column of the table -> its head in a workbook; the column's own name is understood as well.
SCORE_HEADS = {
    "version": "Phiên bản",
    "standard": "Chuẩn",
    "form": "Mẫu phiếu",
    "area": "Khu vực",
    "region": "Vùng",
    "item": "Mã câu hỏi",
    "item_label": "Câu hỏi",
    "choice": "Kiểu chọn",
    "option": "Mã lựa chọn",
    "option_label": "Lựa chọn",
    "points": "Điểm",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
    "document": "Số, ký hiệu văn bản",
    "place": "Điều khoản",
    "standing": "Tình trạng",
    "source": "Đã đọc ở đâu",
}
# What the strict readers say of a cell, for somebody who reads no English.
_REASONS = {
    "must not be empty": "không được để trống",
    "not a day YYYY-MM-DD": "phải là ngày, dạng 2027-01-31",
    "one of ": "chỉ được là: ",
    "a whole number of points": "phải là số nguyên",
    "a whole number such as 1500000": "phải là số nguyên, ví dụ 1500000",
    "a code of small letters, digits and _": "mã chỉ gồm chữ thường không dấu, chữ số và dấu _",
    "before valid_from": "trước ngày bắt đầu",
}


def in_words(reason: object) -> str:
    """Why a cell cannot be read, in the language in force."""
    said = str(reason)
    if language() == "en":
        return said
    for english, vi in _REASONS.items():
        said = said.replace(english, vi)
    return said
