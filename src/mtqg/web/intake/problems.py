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
TOO_MANY_HALVES = code(
    "I-144",
    vi="Bạn đang có {given} lần gửi dở, nhiều nhất là {limit}.",
    en="You have {given} uploads that broke off; {limit} are kept at most.",
    remedy_vi="Chọn lại tệp của một lần gửi dở để gửi nốt, hoặc bấm “Bỏ” ở lần không cần nữa.",
    remedy_en="Choose the files of one of them again to finish it, or drop those that are not needed.",
)
NOT_AS_SENT = code(
    "I-145",
    vi="Tệp nhận được không giống tệp trên máy của bạn (dấu kiểm khác nhau).",
    en="What arrived is not what you have (the digests differ).",
    remedy_vi="Tệp có thể đã bị sửa trong khi gửi: đóng tệp trong Excel rồi tải lên lại.",
    remedy_en="The file may have been changed while it was sent: close it in Excel and upload it again.",
)
NOT_A_PIECE = code(
    "I-146",
    vi="Không đọc được phần vừa gửi ({given}).",
    en="The piece that was sent cannot be read ({given}).",
    remedy_vi="Tải lại trang rồi chọn lại các tệp: phần đã nhận không phải gửi lại.",
    remedy_en="Load the page again and choose the files again: what has arrived is not sent twice.",
)
