"""Codes of this area: S-0xx a cell or file that cannot be read, S-1xx what a named test found."""

from __future__ import annotations

from mtqg.core.errors import code

UNKNOWN_TABLE = code(
    "S-001",
    vi="Dòng tiêu đề không thuộc bảng số liệu công bố nào: {given}.",
    en="The header belongs to no table of published numbers: {given}.",
    remedy_vi="Dùng dòng tiêu đề của một trong các bảng: {known}.",
    remedy_en="Use the header of one of the tables: {known}.",
)
BAD_NUMBER = code(
    "S-002",
    vi="Số “{given}” ở cột {column} không đọc được.",
    en="The number “{given}” in column {column} cannot be read.",
    remedy_vi="Ghi lại đúng như bản in, ví dụ 1234,5 hoặc 12,5 %; bỏ trống nếu không có số.",
    remedy_en="Write it again as printed, for example 1234.5 or 12.5 %; leave it empty where there is none.",
)
UNSURE_NUMBER = code(
    "S-003",
    vi="Số “{given}” ở cột {column} có thể là {as_decimal} hoặc {as_thousands}: chưa rõ dấu nào là dấu thập phân.",
    en="The number “{given}” in column {column} may be {as_decimal} or {as_thousands}: the decimal mark is unclear.",
    remedy_vi="Thêm --decimal comma hay --decimal point, hoặc viết các số trong tệp theo một cách.",
    remedy_en="Add --decimal comma or --decimal point, or write the numbers of the file in one way.",
)
BAD_TIME = code(
    "S-004",
    vi="Thời điểm “{given}” ở cột {column} không đọc được.",
    en="The time “{given}” in column {column} cannot be read.",
    remedy_vi="Ghi năm (2023), khoảng năm (2021-2025), tháng (2023-09) hoặc ngày (2024-10-16).",
    remedy_en="Write a year (2023), years (2021-2025), a month (2023-09) or a day (2024-10-16).",
)
NO_NAME = code(
    "S-005",
    vi="Thiếu giá trị ở cột {column}.",
    en="Column {column} has no value.",
    remedy_vi="Ghi đúng như bản in.",
    remedy_en="Write it as printed.",
)
BAD_ROW = code(
    "S-006",
    vi="Dòng có {given} ô, tiêu đề có {wanted} cột.",
    en="The row has {given} cells, the header {wanted} columns.",
    remedy_vi="Thêm hoặc bỏ ô; ô có dấu phẩy phải đặt trong ngoặc kép.",
    remedy_en="Add or remove cells; a cell with a comma stands in quotation marks.",
)
BAD_FILE = code(
    "S-007",
    vi="Không đọc được tệp: {reason}.",
    en="The file cannot be read: {reason}.",
    remedy_vi="Lưu tệp dạng csv, mã UTF-8, có dòng tiêu đề rồi chạy lại.",
    remedy_en="Save the file as csv in UTF-8 with a header and run again.",
)
NO_FILE = code(
    "S-009",
    vi="Không có tệp {given}.",
    en="There is no file {given}.",
    remedy_vi="Kiểm tra lại tên và thư mục của tệp.",
    remedy_en="Check the name and folder of the file.",
    wrong_use=True,
)
EMPTY_FILE = code(
    "S-008",
    vi="Tệp không có dòng số liệu nào.",
    en="The file has no row.",
    remedy_vi="Kiểm tra lại tệp đã chọn.",
    remedy_en="Check which file was chosen.",
)


def _finding(name: str, vi: str, en: str) -> None:
    code(name, vi=vi, en=en, remedy_vi="Đối chiếu với văn bản gốc.", remedy_en="Compare with the original text.")


# A finding keeps its code for ever; the sentence with both numbers is the finding's own explanation.
FINDINGS = {
    "sum_of_parts": "S-101",
    "rate_is_amount_over_base": "S-102",
    "other_base": "S-103",
    "change_is_difference": "S-104",
    "share_at_most_100": "S-105",
    "same_printed_twice": "S-106",
    "part_larger_than_whole": "S-107",
    "count_is_whole_number": "S-108",
    "mean_of_rates": "S-109",
    "day_exists": "S-110",
}

_finding("S-101", "Tổng in ra khác tổng các phần.", "A printed total is not the sum of its parts.")
_finding("S-102", "Tỷ lệ in ra khác số lượng chia mẫu số.", "A printed rate is not its amount over its base.")
_finding("S-103", "Tỷ lệ in ra tính trên một mẫu số khác.", "A printed rate stands on another base.")
_finding("S-104", "Mức tăng giảm in ra khác hiệu hai số.", "A printed change is not the difference.")
_finding("S-105", "Tỷ trọng vượt 100 %.", "A share is over 100 %.")
_finding("S-106", "Một số liệu in hai lần không khớp, hoặc một số dùng cho hai việc.", "A number is printed twice.")
_finding("S-107", "Phần lớn hơn (hoặc trùng hệt) toàn bộ.", "A part is larger than, or equal to, its whole.")
_finding("S-108", "Số đếm không phải số nguyên.", "A count is not a whole number.")
_finding("S-109", "Tỷ lệ của đơn vị gộp là trung bình cộng các tỷ lệ.", "A merged rate is a plain mean of rates.")
_finding("S-110", "Ngày in ra không có trong lịch.", "A printed day does not exist.")
