"""Codes of what can be wrong with the books of law and with what is asked of them."""

from __future__ import annotations

from mtqg.core.errors import code

UNKNOWN_TABLE = code(
    "V-001",
    vi="Bảng pháp lý không có tên trong hệ thống: {given}.",
    en="There is no table of law named {given}.",
    remedy_vi="Các bảng có: {known}.",
    remedy_en="The tables are: {known}.",
)
UNKNOWN_COLUMN = code(
    "V-002",
    vi="Bảng pháp lý có cột không đúng: {given}.",
    en="A table of law has wrong columns: {given}.",
    remedy_vi="Các cột phải có, đủ và đúng tên: {wanted}.",
    remedy_en="The columns must be exactly: {wanted}.",
)
BAD_CELL = code(
    "V-003",
    vi="Giá trị “{given}” ở cột {column} không đọc được ({reason}).",
    en="The value “{given}” in column {column} cannot be read ({reason}).",
    remedy_vi="Sửa giá trị rồi nạp lại.",
    remedy_en="Correct the value and load again.",
)
DOUBLE_KEY = code(
    "V-004",
    vi="Khóa {given} xuất hiện hai lần, lần đầu ở {first}.",
    en="The key {given} stands twice, first at {first}.",
    remedy_vi="Giữ lại một dòng.",
    remedy_en="Keep one of the lines.",
)
NO_SOURCE = code(
    "V-005",
    vi="Dòng {given} không ghi nguồn.",
    en="The line {given} names no source.",
    remedy_vi="Ghi nơi đã đọc được; không có nguồn thì không nạp.",
    remedy_en="Say where it was read; without a source it is not loaded.",
)
UNKNOWN_DOCUMENT = code(
    "V-006",
    vi="Văn bản {given} không có trong sổ văn bản.",
    en="The document {given} is not in the register.",
    remedy_vi="Thêm văn bản (số, cơ quan ban hành, ngày ký) vào sổ, hoặc sửa trích dẫn.",
    remedy_en="Add the document (number, issuer, day signed) to the register, or correct the citation.",
)
UNKNOWN_PROVISION = code(
    "V-007",
    vi="Không có điều khoản “{given}” của văn bản {document} trong sổ.",
    en="The provision “{given}” of {document} is not in the book.",
    remedy_vi="Thêm điều khoản vào bảng, hoặc sửa trích dẫn. Các điều khoản có: {known}.",
    remedy_en="Add the provision, or correct the citation. Known places: {known}.",
)
UNKNOWN_NAME = code(
    "V-008",
    vi="Chưa khai báo trị số pháp lý tên “{given}”.",
    en="No law value is declared under the name “{given}”.",
    remedy_vi="Khai báo tên, đơn vị và nhãn trong bảng tên, hoặc sửa tên. Tên gần giống: {known}.",
    remedy_en="Declare name, unit and label, or correct the name. Near names: {known}.",
)
UNKNOWN_STANDARD = code(
    "V-009",
    vi="Không có chuẩn “{given}” cho trị số {name}.",
    en="There is no standard “{given}” for the value {name}.",
    remedy_vi="Các chuẩn có: {known}.",
    remedy_en="The standards are: {known}.",
)
WRONG_UNIT = code(
    "V-010",
    vi="Đơn vị “{given}” không phải đơn vị đã khai báo của {name} ({wanted}).",
    en="The unit “{given}” is not the declared unit of {name} ({wanted}).",
    remedy_vi="Đổi trị số về đơn vị đã khai báo.",
    remedy_en="Convert the value to the declared unit.",
)
BAD_VALUE = code(
    "V-011",
    vi="Trị số “{given}” của {name} không đúng đơn vị {unit} ({reason}).",
    en="The value “{given}” of {name} does not fit the unit {unit} ({reason}).",
    remedy_vi="Sửa trị số.",
    remedy_en="Correct the value.",
)
WRONG_KEYS = code(
    "V-012",
    vi="Trị số {name} cần đúng các khóa: {wanted}; dòng này ghi: {given}.",
    en="The value {name} needs exactly the keys: {wanted}; given: {given}.",
    remedy_vi="Điền các khóa đã khai báo cho tên này, để trống các khóa khác.",
    remedy_en="Fill the keys declared for this name and leave the others empty.",
)
OVERLAP = code(
    "V-013",
    vi="{given} có hai dòng cùng hiệu lực từ ngày {day}; dòng kia ở {other}.",
    en="{given} has two lines in force from {day}; the other is at {other}.",
    remedy_vi="Kết thúc dòng cũ vào ngày đầu của dòng mới.",
    remedy_en="End the older line on the first day of the newer.",
)
BACKWARDS = code(
    "V-014",
    vi="Ngày kết thúc {given} không sau ngày đầu {first}.",
    en="The end {given} is not after the first day {first}.",
    remedy_vi="Sửa ngày; ngày kết thúc là ngày đầu tiên không còn hiệu lực.",
    remedy_en="Correct the days; the end is the first day that is no longer in force.",
)
AMBIGUOUS_DOCUMENT = code(
    "V-020",
    vi="Số {given} có nhiều văn bản: {known}.",
    en="Several documents have the number {given}: {known}.",
    remedy_vi="Nêu thêm cơ quan ban hành hoặc ngày ký.",
    remedy_en="Name the issuer or the day signed as well.",
    wrong_use=True,
)
NO_SUCH_DOCUMENT = code(
    "V-021",
    vi="Không tìm thấy văn bản “{given}”.",
    en="No document “{given}” was found.",
    remedy_vi="Văn bản có số gần giống: {known}. Xem mtqg law list.",
    remedy_en="Near numbers: {known}. See mtqg law list.",
    wrong_use=True,
)
KEY_NEEDED = code(
    "V-022",
    vi="Trị số {given} phụ thuộc vào {needed}; lời gọi chưa nêu.",
    en="The value {given} depends on {needed}, which was not named.",
    remedy_vi="Nêu {needed}.",
    remedy_en="Name {needed}.",
    wrong_use=True,
)
NO_COLUMN = code(
    "V-023",
    vi="Bảng số liệu không có cột {given}.",
    en="The frame has no column {given}.",
    remedy_vi="Thêm cột, hoặc chọn khóa khác. Các cột có: {known}.",
    remedy_en="Add the column, or choose other keys. Its columns: {known}.",
    wrong_use=True,
)
COLUMN_TAKEN = code(
    "V-024",
    vi="Bảng số liệu đã có cột {given}.",
    en="The frame already has a column {given}.",
    remedy_vi="Đổi tên hoặc bỏ cột đó: trị số của pháp luật chỉ có một nguồn.",
    remedy_en="Rename or drop it: the law's value has one source.",
    wrong_use=True,
)
NO_ENGINE = code(
    "V-025",
    vi="Chưa ghép được trị số pháp lý vào bảng của {given}.",
    en="Law values cannot be joined to a frame of {given} yet.",
    remedy_vi="Dùng Polars, DuckDB, PySpark, pandas hoặc PyArrow.",
    remedy_en="Use Polars, DuckDB, PySpark, pandas or PyArrow.",
    wrong_use=True,
)
NO_SUCH_NAME = code(
    "V-026",
    vi="Không có trị số pháp lý tên “{given}”.",
    en="There is no law value named “{given}”.",
    remedy_vi="Tên gần giống: {known}. Xem mtqg law values.",
    remedy_en="Near names: {known}. See mtqg law values.",
    wrong_use=True,
)
NO_SUCH_STANDARD = code(
    "V-027",
    vi="Trị số {name} không có chuẩn “{given}”.",
    en="The value {name} has no standard “{given}”.",
    remedy_vi="Các chuẩn có: {known}.",
    remedy_en="The standards are: {known}.",
    wrong_use=True,
)

# The law desk

NO_PROPOSAL = code(
    "V-030",
    vi="Không có đề xuất nào mang mã {given}.",
    en="There is no proposal {given}.",
    remedy_vi="Xem mã các đề xuất: mtqg law values --pending.",
    remedy_en="See the proposals: mtqg law values --pending.",
    wrong_use=True,
)
SAME_PERSON = code(
    "V-031",
    vi="{given} và người đề xuất ({proposed_by}) là một người.",
    en="{given} and the one who proposed it ({proposed_by}) are the same person.",
    remedy_vi="Người khác phải đọc công báo và xác nhận.",
    remedy_en="Somebody else must read the gazette and confirm.",
)
ALREADY_CONFIRMED = code(
    "V-032",
    vi="Đề xuất {id} ({given}) đã được xác nhận.",
    en="The proposal {id} ({given}) is confirmed already.",
    remedy_vi="Không cần làm gì thêm; muốn bỏ thì: mtqg law withdraw {id} --why LÝ_DO.",
    remedy_en="Nothing is left to do; to take it back: mtqg law withdraw {id} --why REASON.",
)
ALREADY_PROPOSED = code(
    "V-033",
    vi="{given}: đã có đề xuất {id} cho cùng trị số hoặc văn bản, cùng ngày đầu.",
    en="{given}: proposal {id} is about the same value or document from the same day.",
    remedy_vi="Xác nhận đề xuất đó nếu đúng, hoặc rút nó rồi đề xuất lại: mtqg law withdraw {id} --why LÝ_DO.",
    remedy_en="Confirm that one if it is right, or withdraw it and propose again: mtqg law withdraw {id} --why REASON.",
)
ALREADY_IN_BOOK = code(
    "V-034",
    vi="{given} đã có trong sổ pháp luật ({id}).",
    en="{given} is in the book of law already ({id}).",
    remedy_vi="Không cần đề xuất lại.",
    remedy_en="It need not be proposed again.",
)
ALREADY_READ = code(
    "V-035",
    vi="{label}: trị số {value} {unit} đã được đọc tại {document}.",
    en="{label}: the value {value} {unit} was read in {document} already.",
    remedy_vi="Không cần đề xuất lại.",
    remedy_en="It need not be proposed again.",
)
DIFFERS_FROM_READ = code(
    "V-036",
    vi="{label}: đề xuất {given}, khác trị số {value} {unit} đã đọc tại {document}.",
    en="{label}: {given} is proposed, which differs from {value} {unit}, read in {document}.",
    remedy_vi="Đọc lại văn bản; văn bản đã được sửa đổi thì đề xuất với ngày đầu của quy định mới.",
    remedy_en="Read the text again; where it was amended, propose from the first day of the new provision.",
)
IN_FORCE_ALREADY = code(
    "V-037",
    vi="{given}: ngày {day} đang có trị số {value} {unit} ({document}), hiệu lực đến trước ngày {last}.",
    en="{given}: on {day} the value {value} {unit} ({document}) is in force, until the day before {last}.",
    remedy_vi="Sửa ngày đầu, hoặc rút trị số kia trước nếu do đơn vị đề xuất.",
    remedy_en="Correct the first day, or withdraw the other value first if your office proposed it.",
)
NEXT_BEGINS = code(
    "V-038",
    vi="{given}: từ ngày {day} đã có trị số {value} {unit} ({document}).",
    en="{given}: from {day} on the value {value} {unit} ({document}) is in force.",
    remedy_vi="Ghi ngày hết hiệu lực (valid_to) không sau ngày đó.",
    remedy_en="Give the end (valid_to), not after that day.",
)
NEEDS_WHY = code(
    "V-039",
    vi="Rút đề xuất thì phải ghi lý do.",
    en="To withdraw needs a reason.",
    remedy_vi="Thêm --why LÝ_DO.",
    remedy_en="Add --why REASON.",
    wrong_use=True,
)
NO_ROWS = code(
    "V-090",
    vi="Bảng chưa có dòng nào.",
    en="The table has no line.",
    remedy_vi="Dán cả dòng tên cột và các dòng dưới nó, hoặc chọn tệp.",
    remedy_en="Paste the line of heads with the lines below it, or choose a file.",
)
UNKNOWN_HEAD = code(
    "V-091",
    vi="Cột “{given}” không có trong bảng trị số.",
    en="The table of values has no column “{given}”.",
    remedy_vi="Các cột: {known}.",
    remedy_en="The columns: {known}.",
)
