"""Coded errors for what old spreadsheets do to text and numbers. Most are questions: one answer settles a file."""

from __future__ import annotations

from mtqg.core.errors import code

SHORT_YEAR = code(
    "I-039",
    vi="Năm trong “{given}” chỉ có hai chữ số.",
    en="The year of “{given}” has two digits only.",
    remedy_vi="Ghi đủ bốn chữ số của năm, ví dụ 16/10/2024; nếu mọi năm viết tắt đều cùng thế kỷ, trả lời: "
    "--answer years=2000 ({given} là {reading}) hoặc --answer years=1900.",
    remedy_en="Write the year with four digits, for example 16/10/2024; if all short years are of one century, answer: "
    "--answer years=2000 ({given} is {reading}) or --answer years=1900.",
)
ASK_ENCODING = code(
    "I-052",
    vi="Chữ viết theo bảng mã {encoding_name}, không phải Unicode: “{given}” đọc là “{reading}”.",
    en="The text is in {encoding_name}, not in Unicode: “{given}” reads “{reading}”.",
    remedy_vi="Nếu đọc như vậy là đúng, trả lời: --answer encoding={encoding}; nếu chữ đang đúng như đã ghi: "
    "--answer encoding=unicode.",
    remedy_en="If that reading is right, answer: --answer encoding={encoding}; if the text is right as it stands: "
    "--answer encoding=unicode.",
)
MIXED_ENCODING = code(
    "I-053",
    vi="“{given}” có thể là chữ Unicode, cũng có thể là chữ {encoding_name} (đọc là “{reading}”): "
    "cột này có cả hai loại.",
    en="“{given}” may be Unicode or {encoding_name} (then “{reading}”): the column holds both.",
    remedy_vi="Gõ lại ô này bằng Unicode; tốt nhất là chuyển cả cột về một bảng mã rồi nộp lại.",
    remedy_en="Type the cell again in Unicode; best turn the whole column into one encoding and hand it in again.",
)
ASK_IDENTITY = code(
    "I-054",
    vi="Số định danh chỉ có {length} chữ số: Excel có thể đã bỏ số 0 ở đầu (số đúng phải có {full} chữ số).",
    en="The identity number has {length} digits: a spreadsheet may have dropped the leading zero "
    "(it should have {full}).",
    remedy_vi="Nếu đúng là mất số 0, trả lời: --answer identity=pad (thêm số 0 vào đầu cho đủ {full} chữ số, mọi ô "
    "cùng kiểu); nếu không, ghi lại số theo giấy tờ với ô định dạng Văn bản.",
    remedy_en="If the zero was lost, answer: --answer identity=pad (zeros are put in front up to {full} digits, in all "
    "such cells); otherwise write the number from the document, in a cell formatted as text.",
)
BAD_IDENTITY = code(
    "I-055",
    vi="Ô không phải số định danh: cần 12 chữ số (CCCD) hoặc 9 chữ số (CMND); ở đây có {found_vi}.",
    en="This is no identity number: it has 12 digits (CCCD) or 9 (CMND); here are {found_en}.",
    remedy_vi="Ghi lại đủ chữ số theo giấy tờ; để trống nếu chưa có.",
    remedy_en="Write all digits from the document; leave the cell empty if there is none.",
)
LOST_DIGITS = code(
    "I-056",
    vi="Số định danh bị Excel viết theo dạng rút gọn (như 3,82E+10) nên đã mất chữ số.",
    en="A spreadsheet shortened the identity number (as in 3.82E+10), and digits are lost.",
    remedy_vi="Định dạng cột thành Văn bản và ghi lại số theo giấy tờ; không tự đoán phần đã mất.",
    remedy_en="Format the column as text and write the number from the document; do not guess what was lost.",
)
PERCENT = code(
    "I-057",
    vi="Ô định dạng phần trăm: trên màn hình là {on_screen}, giá trị trong tệp là {value}; "
    "cột này không tính theo phần trăm.",
    en="The cell has a format of percent: the screen shows {on_screen}, the file holds {value}; "
    "the column takes no percent.",
    remedy_vi="Đổi định dạng ô thành Số (Number) rồi ghi lại giá trị đúng.",
    remedy_en="Format the cell as a number and write the right value again.",
)

# --- the command ---------------------------------------------------------------------------------------------------
BAD_MAPPING = code(
    "I-092",
    vi="Câu trả lời “column:{given}={target}” không dùng được: biểu không có cột “{target}”.",
    en="The answer “column:{given}={target}” cannot be used: the form has no column “{target}”.",
    remedy_vi="Ghi một trong các cột của biểu: {known}; hoặc column:{given}=ignore để bỏ qua cột.",
    remedy_en="Name one of the form's columns: {known}; or column:{given}=ignore to leave the column out.",
    wrong_use=True,
)
