"""What the pages of intake refuse."""

from __future__ import annotations

from mtqg.core.errors import code

NO_FILES = code(
    "I-140",
    vi="Chưa chọn tệp nào.",
    en="No file was chosen.",
    remedy_vi="Bấm “Chọn tệp”, chọn một hoặc nhiều tệp .xlsx, .xls, .csv.",
    remedy_en="Choose one or several files: .xlsx, .xls, .csv.",
)
TOO_LARGE = code(
    "I-141",
    vi="Các tệp nặng {given} MB, quá {limit} MB một lần.",
    en="The files are {given} MB, more than {limit} MB at once.",
    remedy_vi="Chia ra gửi nhiều lần, hoặc xóa ảnh và trang thừa trong tệp.",
    remedy_en="Send them in parts, or delete pictures and spare sheets in the file.",
)
GONE = code(
    "I-142",
    vi="Lần tải lên này không còn.",
    en="This upload is no longer there.",
    remedy_vi="Tải tệp lên lại: tệp chưa ghi chỉ được giữ một ngày.",
    remedy_en="Upload the files again: what is not recorded is kept for a day.",
)
NO_REASON = code(
    "I-143",
    vi="Chưa ghi lý do.",
    en="No reason was given.",
    remedy_vi="Ghi một câu: vì sao hoàn tác.",
    remedy_en="Say in a sentence why it is undone.",
)
