"""Coded errors of what a workbook says of itself, of templates and of whole folders."""

from __future__ import annotations

from mtqg.core.errors import code

NO_PASSPORT = code(
    "I-110",
    vi="Tệp không tự cho biết {lacking_vi}: không có trang ẩn “mtqg” của mẫu, hoặc trang đó để trống.",
    en="The file does not say {lacking_en}: the template's hidden sheet “mtqg” is missing or empty.",
    remedy_vi="Dùng mẫu do mtqg template lập ra, hoặc nhập riêng tệp này và ghi rõ {options}.",
    remedy_en="Use a template made by mtqg template, or import this file apart and give {options}.",
)
UNKNOWN_FORM = code(
    "I-111",
    vi="Tệp ghi là biểu “{given}”, bản phần mềm này không có biểu đó.",
    en="The file says it is the form “{given}”, which this version does not know.",
    remedy_vi="Lấy lại mẫu của một trong các biểu: {known}.",
    remedy_en="Fetch the template of one of the forms: {known}.",
)
OTHER_INSTANCE = code(
    "I-112",
    vi="Mẫu do kho số liệu khác lập ra ({given}), kho này là {wanted}.",
    en="The template was made by another instance ({given}); this one is {wanted}.",
    remedy_vi="Hỏi người gửi có gửi nhầm nơi nhận không; nếu đúng nơi, lấy mẫu do kho này lập rồi chép số liệu sang.",
    remedy_en="Ask whether it was sent to the wrong office; if not, copy the data into a template of this instance.",
)
OLD_TEMPLATE = code(
    "I-113",
    vi="Mẫu của tệp là phiên bản {given}, mẫu hiện hành là {wanted}; theo mẫu hiện hành, tiêu đề của tệp chưa đúng.",
    en="The file's template is version {given}, the present one {wanted}, and by it the file's header is not right.",
    remedy_vi="Lấy mẫu mới: mtqg template {form} …, chép số liệu sang rồi nộp lại.",
    remedy_en="Fetch the new template: mtqg template {form} …, copy the data into it and hand it in again.",
)
NOT_WITHIN = code(
    "I-114",
    vi="Tệp là mẫu của {name} ({given}), không thuộc {home} là nơi đang nhập.",
    en="The file is a template of {name} ({given}), which is not within {home}, the importing locality.",
    remedy_vi="Kiểm tra tệp có gửi nhầm nơi không; nếu không, nhập với --locality của đơn vị cấp trên của {given}.",
    remedy_en="See whether the file went to the wrong office; if not, import with a --locality that contains {given}.",
)
UNKNOWN_PLACE = code(
    "I-115",
    vi="Tệp ghi đơn vị mang mã “{given}”, không có đơn vị đó vào ngày {day_vi}.",
    en="The file names the unit “{given}”; there is no such unit on {day_en}.",
    remedy_vi="Lấy lại mẫu lập cho đơn vị đúng và kỳ đúng.",
    remedy_en="Fetch the template of the right unit and period.",
)
TORN_PASSPORT = code(
    "I-116",
    vi="Trang ẩn “mtqg” của tệp ghi hai giá trị khác nhau cho “{word}”: {given}.",
    en="The file's hidden sheet “mtqg” gives two values for “{word}”: {given}.",
    remedy_vi="Trang này không được sửa tay: lấy lại mẫu, chép số liệu sang rồi nộp lại.",
    remedy_en="That sheet must not be edited: fetch the template again, copy the data into it and hand it in.",
)
FAILED = code(
    "I-117",
    vi="Phần mềm gặp lỗi ngoài dự kiến khi xử lý tệp ({given}); không có dòng nào của tệp được nhập.",
    en="The software met an unexpected fault with this file ({given}); none of its rows was taken.",
    remedy_vi="Nhập riêng tệp này để xem lỗi; các tệp khác không bị ảnh hưởng. Báo cho người phụ trách phần mềm.",
    remedy_en="Import this file apart to see the fault; other files are not touched. Tell who keeps the software.",
)
NO_REPLY = code(
    "I-118",
    vi="Không ghi được tệp trả lời ({given}).",
    en="The reply file could not be written ({given}).",
    remedy_vi="Xem danh sách lỗi trong biên nhận; kiểm tra ổ đĩa rồi chạy lại nếu cần tệp trả lời.",
    remedy_en="See the errors in the receipt; look at the disk and run again if the reply is needed.",
)
OUT_INSIDE = code(
    "I-119",
    vi="Thư mục ghi biên nhận và tệp trả lời “{given}” nằm trong thư mục đang nhập.",
    en="The folder of receipts and replies “{given}” lies within the folder that is imported.",
    remedy_vi="Chọn thư mục khác, nếu không lần sau các tệp trả lời sẽ bị đọc như tệp của xã.",
    remedy_en="Choose another folder, or the replies will be read next time as files of communes.",
    wrong_use=True,
)
TEMPLATE_PERIOD = code(
    "I-120",
    vi="Biểu “{form}” lập theo kỳ nhưng chưa ghi kỳ nào.",
    en="The form “{form}” is for a period, and none was given.",
    remedy_vi="Thêm --period, ví dụ --period 2023.",
    remedy_en="Give --period, for example --period 2023.",
    wrong_use=True,
)
NO_COMMUNES = code(
    "I-121",
    vi="{given} không có xã nào vào ngày {day_vi} để lập mẫu riêng cho từng xã.",
    en="{given} has no commune on {day_en} to make a template for each.",
    remedy_vi="Kiểm tra lại mã đơn vị và kỳ, hoặc bỏ --each.",
    remedy_en="Look at the code and the period again, or leave --each out.",
    wrong_use=True,
)
