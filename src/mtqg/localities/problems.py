"""Coded errors of localities: days, codes, names, carrying, and tables that contradict themselves."""

from __future__ import annotations

from mtqg.core.errors import code

BEFORE_KNOWN = code(
    "L-001",
    vi="Chưa có dữ liệu đơn vị hành chính cho ngày {given}; dữ liệu bắt đầu từ {since}.",
    en="No localities are known for the day {given}; the data begin on {since}.",
    remedy_vi="Chọn một ngày từ {since} trở đi.",
    remedy_en="Choose a day from {since} on.",
)
UNKNOWN_CODE = code(
    "L-002",
    vi="Mã {given} không phải là đơn vị hành chính nào vào ngày {day}.{hint}",
    en="The code {given} is no locality on {day}.{hint}",
    remedy_vi="Kiểm tra mã và ngày; tìm theo tên bằng: mtqg localities resolve TÊN --on {day}.",
    remedy_en="Check the code and the day; search by name with: mtqg localities resolve NAME --on {day}.",
)
UNKNOWN_LIST = code(
    "L-003",
    vi="Không có danh sách tên “{given}”.",
    en="There is no list named “{given}”.",
    remedy_vi="Các danh sách hiện có: {known}.",
    remedy_en="The lists are: {known}.",
    wrong_use=True,
)
NOT_FOUND = code(
    "L-010",
    vi="Không có đơn vị hành chính nào tên “{given}” vào ngày {day}.",
    en="No locality is named “{given}” on {day}.",
    remedy_vi="Kiểm tra cách viết; nếu là tên trong một văn bản, thêm vào bảng tên khác đã được xác nhận.",
    remedy_en="Check the spelling; a name that a document uses belongs in the confirmed table of aliases.",
)
NAME_TO_BE_ASKED = code(
    "L-011",
    vi="Tên “{given}” không đúng từng dấu với một đơn vị duy nhất vào ngày {day}. Có thể là: {candidates}.",
    en="The name “{given}” is not, accent by accent, that of one locality on {day}. It may be: {candidates}.",
    remedy_vi="Ghi mã, hoặc ghi tên đúng dấu kèm cấp huyện hoặc tỉnh; không tự chọn theo tên gần giống.",
    remedy_en="Give the code, or the name with its accents and its parent; a likeness is never chosen silently.",
)
NOT_ADDITIVE_RATE = code(
    "L-020",
    vi="Cột {given} là tỷ lệ: tỷ lệ không chia, không cộng khi địa giới thay đổi.",
    en="The column {given} is a rate: rates are neither divided nor added when boundaries change.",
    remedy_vi="Chuyển tử số và mẫu số rồi chia lại trên địa giới mới.",
    remedy_en="Carry its part and its whole, and divide again on the new boundaries.",
)
NOT_ADDITIVE_TITLE = code(
    "L-021",
    vi="Cột {given} là danh hiệu: danh hiệu không chuyển sang đơn vị mới theo tỷ trọng.",
    en="The column {given} is a title: a title never passes to another locality by weight.",
    remedy_vi="Báo cáo trên địa giới cũ; trên địa giới mới phải công nhận lại.",
    remedy_en="Report it on the old boundaries; on the new ones it must be recognised again.",
)
UNKNOWN_WEIGHT = code(
    "L-022",
    vi="Loại tỷ trọng “{kind}” của cột {given} không có.",
    en="There is no kind of weight “{kind}” (column {given}).",
    remedy_vi="Dùng một trong: {known}.",
    remedy_en="Use one of: {known}.",
    wrong_use=True,
)
NO_WEIGHT = code(
    "L-023",
    vi="Cột {given} chưa có loại tỷ trọng.",
    en="The column {given} has no kind of weight.",
    remedy_vi="Thêm --weight {given}=LOẠI, với LOẠI là một trong: {known}.",
    remedy_en="Add --weight {given}=KIND, where KIND is one of: {known}.",
    wrong_use=True,
)
NO_COLUMN = code(
    "L-024",
    vi="Bảng không có cột {given}.",
    en="The table has no column {given}.",
    remedy_vi="Các cột trong bảng: {known}. Bảng phải có cột code.",
    remedy_en="The table's columns are: {known}. It must have a column code.",
)
NOT_WHOLE = code(
    "L-025",
    vi="Giá trị “{given}” không phải số nguyên.",
    en="The value “{given}” is not a whole number.",
    remedy_vi="Ghi số nguyên không có dấu ngăn cách, ví dụ 1234; không có số liệu thì bỏ dòng, không ghi trống.",
    remedy_en="Write a whole number without separators, such as 1234; leave the row out where there is no number.",
)
BAD_TABLE = code(
    "L-026",
    vi="Không đọc được bảng {given}: {reason}.",
    en="The table {given} cannot be read: {reason}.",
    remedy_vi="Lưu tệp dạng csv, mã UTF-8, dòng đầu là tên cột.",
    remedy_en="Save the file as csv in UTF-8, with the names of the columns on its first line.",
)

# A table that contradicts itself is refused whole.
PARENT_MISSING = code(
    "L-101",
    vi="Đơn vị cấp trên {parent} của {given} không tồn tại suốt thời gian {spell}.",
    en="The parent {parent} of {given} does not exist throughout {spell}.",
    remedy_vi="Sửa mã cấp trên hoặc thời hạn của dòng.",
    remedy_en="Correct the parent's code or the days of the row.",
)
OVERLAP = code(
    "L-102",
    vi="Mã {given} có hai giai đoạn chồng nhau: {one} và {two}.",
    en="The code {given} has two overlapping spells: {one} and {two}.",
    remedy_vi="Sửa ngày để mỗi ngày mỗi mã chỉ có một dòng.",
    remedy_en="Correct the days so that a code has one row on any day.",
)
BAD_SPELL = code(
    "L-103",
    vi="Giai đoạn {spell} của {given} không hợp lệ.",
    en="The spell {spell} of {given} is not valid.",
    remedy_vi="Ngày kết thúc phải sau ngày bắt đầu.",
    remedy_en="The last day must come after the first.",
)
FLOW_MIDSPELL = code(
    "L-104",
    vi="Biến động {event} ngày {day} không trùng ranh giới giai đoạn của {given}.",
    en="The flow of {event} on {day} does not meet an end of a spell of {given}.",
    remedy_vi="Cắt giai đoạn của đơn vị tại ngày đó, hoặc sửa ngày của biến động.",
    remedy_en="Cut the locality's spell on that day, or correct the day of the flow.",
)
FLOW_EVENT = code(
    "L-105",
    vi="Dòng biến động nêu sự kiện {given} không có trong bảng sự kiện.",
    en="The flow names the event {given}, which the table of events lacks.",
    remedy_vi="Thêm sự kiện hoặc sửa tên.",
    remedy_en="Add the event or correct its name.",
)
FLOW_SHARES = code(
    "L-106",
    vi="Tỷ trọng {kind} chuyển đi từ {given} là {total} phần triệu.",
    en="The shares ({kind}) that leave {given} are {total} millionths.",
    remedy_vi="Mỗi tỷ trọng từ 0 đến 1 000 000 và tổng không quá 1 000 000.",
    remedy_en="Each share lies between 0 and 1,000,000 and their sum does not exceed 1,000,000.",
)
FLOW_WHOLE = code(
    "L-107",
    vi="{given} chuyển “toàn bộ” nhưng lại có {count} nơi đến.",
    en="{given} goes “whole” to one place but has {count} destinations.",
    remedy_vi="Ghi “part” cho các phần, hoặc bỏ nơi đến thừa.",
    remedy_en="Write “part” for its parts, or remove the surplus destination.",
)
END_WITHOUT_FLOW = code(
    "L-108",
    vi="{given} {verb} ngày {day} mà không có biến động nào nêu lý do.",
    en="{given} {verb} on {day}, and no flow says why.",
    remedy_vi="Thêm dòng biến động cho ngày đó.",
    remedy_en="Add a flow on that day.",
)
DOCUMENT_MISSING = code(
    "L-109",
    vi="Văn bản “{given}” không có trong bảng văn bản.",
    en="The document “{given}” is not in the table of documents.",
    remedy_vi="Thêm văn bản vào bảng, hoặc sửa số hiệu.",
    remedy_en="Add the document to the table, or correct its number.",
)
MEMBER_UNKNOWN = code(
    "L-110",
    vi="Danh sách hoặc mã {given} không tồn tại vào ngày {day}.",
    en="The list or the code {given} does not exist on {day}.",
    remedy_vi="Sửa mã hoặc ngày bắt đầu của dòng.",
    remedy_en="Correct the code or the first day of the row.",
)
VILLAGE_CODE = code(
    "L-111",
    vi="Mã thôn {given} trùng với mã đơn vị hành chính nhà nước.",
    en="The village code {given} is also a national code.",
    remedy_vi="Đặt mã thôn khác, ví dụ mã xã kèm số thứ tự: 14869-01.",
    remedy_en="Give the village another code, such as the commune's code and a number: 14869-01.",
)
LEVEL_ORDER = code(
    "L-112",
    vi="{given} ở cấp {level} không thể thuộc {parent} ở cấp {parent_level}.",
    en="{given} of level {level} cannot lie in {parent} of level {parent_level}.",
    remedy_vi="Sửa cấp hoặc mã cấp trên.",
    remedy_en="Correct the level or the parent's code.",
)
VILLAGE_MOVED = code(
    "L-113",
    vi="Thôn {given} thuộc {commune}, nhưng từ ngày {day} đất của xã này không còn trọn trong mã đó.",
    en="The village {given} lies in {commune}, whose land is no longer whole under that code from {day} on.",
    remedy_vi="Kết thúc dòng của thôn vào ngày đó và ghi dòng mới với xã mà thôn thuộc về.",
    remedy_en="End the village's row on that day and add one under the commune it lies in then.",
)

# Events that an office adds
EVENT_CELL = code(
    "L-120",
    vi="Giá trị “{given}” ở cột {column} không đọc được ({reason}).",
    en="The value “{given}” in column {column} cannot be read ({reason}).",
    remedy_vi="Sửa giá trị rồi nạp lại cả tệp.",
    remedy_en="Correct the value and load the whole file again.",
)
EVENT_DIFFERS = code(
    "L-121",
    vi="Sự kiện {event}: cột {column} ghi “{given}”, dòng trước của cùng sự kiện hoặc cùng mã ghi “{first}”.",
    en="Event {event}: column {column} says “{given}”, an earlier line of the same event or code says “{first}”.",
    remedy_vi="Ghi giống nhau ở mọi dòng, hoặc tách thành hai sự kiện.",
    remedy_en="Say the same on every line, or make two events of it.",
)
EVENT_LACKS = code(
    "L-122",
    vi="Mã {given} mới bắt đầu từ ngày {day} mà thiếu {column}.",
    en="The code {given} begins on {day} and lacks {column}.",
    remedy_vi="Ghi {column}; chỉ mã đã có từ hôm trước mới được để trống (giữ như cũ).",
    remedy_en="Give {column}; it may be empty only for a code that stood on the day before (it stays as it was).",
)
EVENT_KNOWN = code(
    "L-123",
    vi="Sự kiện {given} đã có trong sổ.",
    en="The event {given} is in the book already.",
    remedy_vi="Đặt tên khác; nếu là chính sự kiện ấy thì không cần ghi lại.",
    remedy_en="Choose another name; if it is the same event it need not be written again.",
)
EVENT_UNFIT = code(
    "L-124",
    vi="Sự kiện {given} ngày {day} không khớp với sổ: {codes}.",
    en="The event {given} on {day} does not fit the book: {codes}.",
    remedy_vi=(
        "Mã đi phải đang tồn tại đến hết hôm trước và chưa có ngày kết thúc; mã đến chưa tồn tại, hoặc cũng là mã đi. "
        "Ghi mọi phần chuyển giao của một đơn vị trong cùng một sự kiện."
    ),
    remedy_en=(
        "What is left must stand until the day before with no end known; what is reached must not stand yet, or be "
        "left as well. Write all flows of a unit in one event."
    ),
)
NO_EVENT = code(
    "L-125",
    vi="Đơn vị không ghi sự kiện nào tên {given}.",
    en="The office wrote down no event {given}.",
    remedy_vi="Các sự kiện đã ghi: {known}.",
    remedy_en="The events are: {known}.",
    wrong_use=True,
)
NEEDS_WHY = code(
    "L-126",
    vi="Bỏ sự kiện thì phải ghi lý do.",
    en="To remove an event needs a reason.",
    remedy_vi="Thêm --why LÝ_DO.",
    remedy_en="Add --why REASON.",
    wrong_use=True,
)
ROW_LOCALITY = code(
    "V-050",
    vi="Vào ngày {day} không có đơn vị hành chính mã {given}.",
    en="On {day} there is no locality {given}.",
    remedy_vi="Tra mã: mtqg localities history {given} --on {day}; sửa mã hoặc ngày rồi nhập lại dòng này.",
    remedy_en="Look it up: mtqg localities history {given} --on {day}; correct code or day and import the row again.",
)
ROW_VILLAGE = code(
    "V-051",
    vi="Vào ngày {day} danh mục thôn không có thôn mã {given}.",
    en="On {day} the list of villages has no village {given}.",
    remedy_vi="Bổ sung danh mục thôn (biểu villages), hoặc sửa mã thôn rồi nhập lại dòng này.",
    remedy_en="Complete the list (form villages), or correct the code and import the row again.",
)
