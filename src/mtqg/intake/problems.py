"""Coded errors of intake: files, headers, cells, places. Each names its cell and what to do there."""

from __future__ import annotations

from mtqg.core.errors import code

# --- the file as a whole -------------------------------------------------------------------------------------------
NOT_FOUND = code(
    "I-001",
    vi="Không tìm thấy {given}.",
    en="{given} was not found.",
    remedy_vi="Kiểm tra lại đường dẫn.",
    remedy_en="Look at the path again.",
    wrong_use=True,
)
WRONG_KIND = code(
    "I-002",
    vi="Tệp {file_name} không phải .xlsx, .xls hoặc .csv nên không được đọc.",
    en="File {file_name} is neither .xlsx, .xls nor .csv and was not read.",
    remedy_vi="Lưu bảng số liệu thành .xlsx hoặc .csv (UTF-8), hoặc đưa tệp này ra khỏi thư mục.",
    remedy_en="Save the table as .xlsx or .csv (UTF-8), or take this file out of the folder.",
)
EMPTY_FILE = code(
    "I-003",
    vi="Tệp trống, không có dòng số liệu nào.",
    en="The file is empty: there is no row of data in it.",
    remedy_vi="Mở tệp xem đã lưu đúng chưa rồi nộp lại tệp có số liệu.",
    remedy_en="Open the file to see whether it was saved, and hand in the file with the data.",
)
TOO_BIG = code(
    "I-004",
    vi="Tệp nặng {given} MB, quá giới hạn {limit} MB.",
    en="The file has {given} MB, more than the limit of {limit} MB.",
    remedy_vi="Chia số liệu thành nhiều tệp nhỏ hơn, ví dụ mỗi xã một tệp.",
    remedy_en="Divide the data into smaller files, for example one for each commune.",
)
WRONG_CONTENT = code(
    "I-005",
    vi="Tên tệp là {ending} nhưng nội dung là {given}.",
    en="The file is named {ending} but holds {given}.",
    remedy_vi="Mở bằng chương trình đã tạo ra tệp, chọn “Lưu thành” (Save As), Excel Workbook (.xlsx); "
    "đừng chỉ đổi đuôi tệp.",
    remedy_en="Open it with the program that made it and use Save As, Excel Workbook (.xlsx); do not just rename it.",
)
ENCRYPTED = code(
    "I-006",
    vi="Tệp được đặt mật khẩu nên không đọc được.",
    en="The file is protected by a password and cannot be read.",
    remedy_vi="Trong Excel: Tệp → Thông tin → Bảo vệ sổ làm việc → bỏ mật khẩu, lưu lại rồi nộp.",
    remedy_en="In Excel: File, Info, Protect Workbook, remove the password; save and hand in again.",
)
OLD_XLS = code(
    "I-007",
    vi="Tệp theo dạng Excel quá cũ (trước Excel 5.0/95), hệ thống không đọc.",
    en="The file has a format of Excel before 5.0/95, which is not read.",
    remedy_vi="Mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi nộp.",
    remedy_en="Open it with Excel or LibreOffice, save it as .xlsx and hand it in again.",
)
BROKEN = code(
    "I-008",
    vi="Tệp bảng tính bị hỏng.",
    en="The workbook is broken.",
    remedy_vi="Lấy lại tệp gốc (có thể bị lỗi khi gửi), mở bằng Excel, lưu lại rồi nộp.",
    remedy_en="Fetch the original again (it may have been damaged on its way), open and save it in Excel, hand it in.",
)
ZIP_BOMB = code(
    "I-009",
    vi="Nội dung nén của tệp phình ra quá giới hạn {limit} MB ({given}); hệ thống không mở.",
    en="The packed contents of the file unpack to more than {limit} MB ({given}); it was not opened.",
    remedy_vi="Không mở tệp này; hỏi người gửi. Nếu là số liệu thật, chép riêng vùng số liệu sang tệp mới.",
    remedy_en="Do not open this file; ask who sent it. If the data are real, copy only the data into a new file.",
)
ZIP_PATH = code(
    "I-010",
    vi="Bên trong tệp .xlsx có thành phần mang tên không hợp lệ: {given}.",
    en="A part inside the .xlsx file has a name that is not allowed: {given}.",
    remedy_vi="Tệp có thể đã bị sửa để phá hoại: không mở, hỏi người gửi và nộp tệp do Excel lưu.",
    remedy_en="The file may have been made to do harm: do not open it, ask who sent it, hand in one saved by Excel.",
)
DOCTYPE = code(
    "I-011",
    vi="Thành phần {given} của tệp có khai báo DOCTYPE hoặc kiểu chữ lạ, không được phép.",
    en="The part {given} of the file declares a DOCTYPE or an unknown encoding, which is not allowed.",
    remedy_vi="Tệp có thể đã bị sửa để phá hoại: không mở, hỏi người gửi và nộp tệp do Excel lưu.",
    remedy_en="The file may have been made to do harm: do not open it, ask who sent it, hand in one saved by Excel.",
)
TOO_MANY = code(
    "I-012",
    vi="Tệp có quá nhiều {what_vi}: {given}, giới hạn {limit}.",
    en="The file has too many {what_en}: {given}, the limit is {limit}.",
    remedy_vi="Xóa các trang, dòng, cột thừa (kể cả ô chỉ có định dạng) hoặc chia thành nhiều tệp.",
    remedy_en="Delete spare sheets, rows and columns (cells with a format alone too), or divide the file.",
)
ENCODING = code(
    "I-013",
    vi="Tệp .csv không theo bảng mã UTF-8 (dòng {line}).",
    en="The .csv file is not in UTF-8 (line {line}).",
    remedy_vi="Trong Excel chọn “Lưu thành” (Save As) → CSV UTF-8, hoặc nộp tệp .xlsx.",
    remedy_en="In Excel choose Save As, CSV UTF-8, or hand in the .xlsx.",
)
CSV_BROKEN = code(
    "I-014",
    vi="Dòng {line} của tệp .csv viết sai quy cách: dấu ngoặc kép không khớp.",
    en="Line {line} of the .csv file is malformed: its quotation marks do not match.",
    remedy_vi="Kiểm tra dấu ngoặc kép ở dòng này; nên nộp tệp .xlsx.",
    remedy_en="Look at the quotation marks of this line; the .xlsx is safer.",
)
LINK = code(
    "I-015",
    vi="{given} là liên kết tới nơi khác nên không được đọc.",
    en="{given} is a link to another place and was not read.",
    remedy_vi="Chép chính tệp đó vào thư mục.",
    remedy_en="Copy the file itself into the folder.",
)
ODD_CELLS = code(
    "I-016",
    vi="Trang tính có ô không ghi địa chỉ, không xác định được vị trí ({given}).",
    en="The sheet has cells without an address, so their place is unknown ({given}).",
    remedy_vi="Mở tệp bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi nộp.",
    remedy_en="Open the file with Excel or LibreOffice, save it as .xlsx and hand it in again.",
)
UNREADABLE = code(
    "I-017",
    vi="Không đọc được tệp ({given}).",
    en="The file cannot be read ({given}).",
    remedy_vi="Đóng tệp nếu đang mở, kiểm tra quyền đọc rồi chạy lại.",
    remedy_en="Close the file if it is open, look at its permissions and run again.",
)

# --- the header ----------------------------------------------------------------------------------------------------
NO_HEADER = code(
    "I-020",
    vi="Không thấy dòng tiêu đề của biểu “{form}” trong 20 dòng đầu.",
    en="No header of the form “{form}” was found in the first 20 rows.",
    remedy_vi="Đặt dòng tiêu đề gồm các cột: {wanted}. Kiểm tra đã chọn đúng biểu chưa.",
    remedy_en="Give a header row with the columns: {wanted}. See whether the form is the right one.",
)
MISSING_HEADER = code(
    "I-021",
    vi="Thiếu cột “{given}”.",
    en="The column “{given}” is missing.",
    remedy_vi="Thêm cột “{given}” vào dòng tiêu đề (dòng {row}).",
    remedy_en="Add the column “{given}” to the header (row {row}).",
)
UNKNOWN_HEADER = code(
    "I-022",
    vi="Biểu không có cột “{given}”.",
    en="The form has no column “{given}”.",
    remedy_vi="Sửa tiêu đề thành “{nearest}” nếu đúng là cột đó, hoặc trả lời: --answer “column:{given}=CỘT CỦA BIỂU”; "
    "cột không cần nộp thì xóa, hoặc trả lời: --answer “column:{given}=ignore”.",
    remedy_en="Make the header “{nearest}” if that is what it is, or answer: --answer “column:{given}=COLUMN”; "
    "delete a column that is not wanted, or answer: --answer “column:{given}=ignore”.",
)
DOUBLED_HEADER = code(
    "I-023",
    vi="Cột “{given}” có hai lần, lần đầu ở ô {first}.",
    en="The column “{given}” stands twice, first at cell {first}.",
    remedy_vi="Giữ lại một cột.",
    remedy_en="Keep one of the columns.",
)
MERGED_HEADER = code(
    "I-024",
    vi="Ô tiêu đề bị gộp ({given}).",
    en="The header cells are merged ({given}).",
    remedy_vi="Bỏ gộp ô (Merge & Center) và ghi đủ tiêu đề cho từng cột trên cùng một dòng.",
    remedy_en="Unmerge the cells and write the header of each column in one row.",
)
NO_TITLE = code(
    "I-025",
    vi="Ô có dữ liệu nhưng nằm ngoài các cột có tiêu đề.",
    en="The cell holds data but stands outside the columns with a header.",
    remedy_vi="Kiểm tra dấu ngăn cách hoặc ô thừa; chuyển về đúng cột hoặc xóa.",
    remedy_en="Look for a stray separator or cell; move it to its column or delete it.",
)
MERGED_CELL = code(
    "I-026",
    vi="Ô số liệu bị gộp ({given}).",
    en="The cells of data are merged ({given}).",
    remedy_vi="Bỏ gộp ô và ghi giá trị vào từng dòng.",
    remedy_en="Unmerge the cells and write the value in each row.",
)

# --- one cell ------------------------------------------------------------------------------------------------------
FORMULA = code(
    "I-030",
    vi="Ô chứa công thức, không phải số liệu.",
    en="The cell holds a formula, not data.",
    remedy_vi="Chép vùng đó rồi dán giá trị (Paste Special → Values), lưu lại.",
    remedy_en="Copy the cells and paste their values (Paste Special, Values), then save.",
)
FORMULA_TEXT = code(
    "I-031",
    vi="Chữ bắt đầu bằng “=”, “+”, “-” hoặc “@”, có thể thành công thức khi mở bằng bảng tính.",
    en="The text begins with “=”, “+”, “-” or “@”; a spreadsheet could run it as a formula.",
    remedy_vi="Bỏ ký tự đầu tiên và ghi đúng nội dung.",
    remedy_en="Remove the first character and write what is meant.",
)
CELL_FAULT = code(
    "I-032",
    vi="Ô báo lỗi của bảng tính ({given}).",
    en="The cell holds a spreadsheet's error ({given}).",
    remedy_vi="Sửa ô hoặc ghi thẳng giá trị.",
    remedy_en="Correct the cell or write the value itself.",
)
NOT_A_NUMBER = code(
    "I-033",
    vi="“{given}” không phải là số nguyên.",
    en="“{given}” is not a whole number.",
    remedy_vi="Ghi số nguyên, không kèm đơn vị hay ký hiệu, ví dụ 1234.",
    remedy_en="Write a whole number without unit or sign, for example 1234.",
)
ASK_NUMBER = code(
    "I-034",
    vi="“{given}” có thể là số {whole} (dấu “{mark}” ngăn hàng nghìn) hoặc số lẻ (dấu “{mark}” là dấu thập phân).",
    en="“{given}” may be {whole} (“{mark}” divides the thousands) or a fraction (“{mark}” is the decimal sign).",
    remedy_vi="Ghi {whole} không có dấu ngăn cách, hoặc trả lời cả tệp viết kiểu nào: --answer numbers=vi (1.234,5) "
    "hoặc --answer numbers=en (1,234.5).",
    remedy_en="Write {whole} without separators, or say how the file is written: --answer numbers=vi (1.234,5) "
    "or --answer numbers=en (1,234.5).",
)
NOT_WHOLE = code(
    "I-035",
    vi="“{given}” có phần lẻ, cột này chỉ nhận số nguyên.",
    en="“{given}” has a fraction; this column takes whole numbers.",
    remedy_vi="Kiểm tra lại số gốc; không tự làm tròn.",
    remedy_en="Look at the original number; do not round it.",
)
ASK_DAY = code(
    "I-036",
    vi="“{given}” là số, không phải ngày; theo số thứ tự ngày của Excel là {reading}.",
    en="“{given}” is a number, not a day; as a serial number of Excel it would be {reading}.",
    remedy_vi="Định dạng ô thành ngày hoặc ghi dd/mm/yyyy; nếu đúng là số của Excel, trả lời: --answer dates=excel.",
    remedy_en="Format the cell as a date or write dd/mm/yyyy; if it is Excel's number, answer: --answer dates=excel.",
)
IS_A_DAY = code(
    "I-037",
    vi="Ô chứa ngày {given}, cột này không nhận ngày (Excel có thể đã tự đổi số thành ngày).",
    en="The cell holds the day {given}; this column takes none (Excel may have turned a number into a date).",
    remedy_vi="Định dạng ô thành Văn bản hoặc Số rồi gõ lại giá trị gốc.",
    remedy_en="Format the cell as text or number and type the original value again.",
)
NOT_A_DAY = code(
    "I-038",
    vi="“{given}” không phải là một ngày có thật.",
    en="“{given}” is not a real day.",
    remedy_vi="Ghi ngày/tháng/năm, ví dụ 16/10/2024.",
    remedy_en="Write day/month/year, for example 16/10/2024.",
)
NOT_A_CHOICE = code(
    "I-040",
    vi="“{given}” không có trong danh sách.",
    en="“{given}” is not one of the list.",
    remedy_vi="Chọn một trong: {known}.",
    remedy_en="Choose one of: {known}.",
)
NOT_A_FLAG = code(
    "I-041",
    vi="“{given}” không cho biết có hay không.",
    en="“{given}” says neither yes nor no.",
    remedy_vi="Ghi x hoặc có; không hoặc 0; để trống nếu chưa biết.",
    remedy_en="Write x or có (yes); không or 0 (no); leave it empty if not known.",
)
REQUIRED = code(
    "I-042",
    vi="Thiếu giá trị ở cột “{column_label}”.",
    en="The column “{column_label}” is empty.",
    remedy_vi="Ghi giá trị vào ô này.",
    remedy_en="Write the value in this cell.",
)
TOO_SMALL = code(
    "I-043",
    vi="{given} nhỏ hơn mức thấp nhất {least}.",
    en="{given} is less than the least value {least}.",
    remedy_vi="Kiểm tra lại số.",
    remedy_en="Look at the number again.",
)
NOT_A_STEP = code(
    "I-044",
    vi="{given} không phải bội số của {step}.",
    en="{given} is no multiple of {step}.",
    remedy_vi="Kiểm tra lại số.",
    remedy_en="Look at the number again.",
)
TOO_LONG = code(
    "I-045",
    vi="Nội dung dài {length} ký tự, quá giới hạn {limit}.",
    en="The text has {length} characters, more than the limit of {limit}.",
    remedy_vi="Rút gọn nội dung.",
    remedy_en="Shorten the text.",
)
CONTROL = code(
    "I-046",
    vi="Ô có ký tự điều khiển không nhìn thấy được hoặc ký tự hỏng.",
    en="The cell holds an invisible control character or a broken one.",
    remedy_vi="Gõ lại nội dung ô bằng bàn phím (Unicode).",
    remedy_en="Type the cell's text again (Unicode).",
)
MOJIBAKE = code(
    "I-047",
    vi="Chữ “{given}” bị hỏng do sai bảng mã.",
    en="The text “{given}” was damaged by a wrong encoding.",
    remedy_vi="Lấy lại tệp gốc và lưu theo UTF-8, hoặc gõ lại ô; chữ đúng có thể là “{reading}”.",
    remedy_en="Fetch the original and save it in UTF-8, or type it again; it may read “{reading}”.",
)
IDENTITY = code(
    "I-048",
    vi="Ô có dãy chữ số giống số định danh cá nhân; cột “{column_label}” được lưu nên không nhận.",
    en="The cell holds digits that look like a personal identity number; the column “{column_label}” is stored.",
    remedy_vi="Đưa số định danh về cột “Số định danh”; nếu đây là mã khác, trả lời: --answer identity:{column}=no.",
    remedy_en="Move it to the column of identity numbers; if it is another code: --answer identity:{column}=no.",
)
TOO_LARGE = code(
    "I-049",
    vi="{given} lớn quá mức hệ thống ghi được.",
    en="{given} is larger than can be kept.",
    remedy_vi="Kiểm tra lại số và đơn vị tính.",
    remedy_en="Look at the number and its unit again.",
)
DASH = code(
    "I-050",
    vi="Dấu “{given}” không cho biết là 0 hay chưa có số liệu.",
    en="The sign “{given}” does not say whether it is 0 or not known.",
    remedy_vi="Ghi 0 nếu là không có; để trống nếu chưa có số liệu.",
    remedy_en="Write 0 if there is none; leave it empty if not known.",
)
NOT_TEXT = code(
    "I-051",
    vi="Ô chứa {given}, cột này cần chữ hoặc mã.",
    en="The cell holds {given}; this column takes a text or a code.",
    remedy_vi="Định dạng ô thành Văn bản rồi gõ lại.",
    remedy_en="Format the cell as text and type it again.",
)

# --- a row and its neighbours --------------------------------------------------------------------------------------
DUPLICATE = code(
    "I-060",
    vi="Trùng với dòng đã có ở {first}: {given}.",
    en="The row repeats the one at {first}: {given}.",
    remedy_vi="Giữ lại một dòng đúng.",
    remedy_en="Keep the right one of the rows.",
)
PERIOD_DIFFERS = code(
    "I-061",
    vi="Kỳ “{given}” khác với kỳ “{wanted}” của {where}.",
    en="The period “{given}” is not the period “{wanted}” of {where}.",
    remedy_vi="Sửa kỳ trong tệp hoặc nhập với --period {given}.",
    remedy_en="Correct the period in the file, or import with --period {given}.",
)
NO_PERIOD = code(
    "I-062",
    vi="Chưa rõ số liệu thuộc kỳ nào.",
    en="The period of the data is not given.",
    remedy_vi="Thêm --period, ví dụ --period 2023, hoặc cột “Kỳ” trong tệp.",
    remedy_en="Give --period, for example --period 2023, or a column “Kỳ” in the file.",
)
BAD_PERIOD = code(
    "I-063",
    vi="Kỳ “{given}” không đọc được.",
    en="The period “{given}” cannot be read.",
    remedy_vi="Ghi kỳ như 2023, 2023-Q3, 2023-H1, 2023-09 hoặc 2024-10-16.",
    remedy_en="Write 2023, 2023-Q3, 2023-H1, 2023-09 or 2024-10-16.",
)
ENDS_EARLY = code(
    "I-064",
    vi="Ngày hết hiệu lực {given} không sau ngày bắt đầu {begins}.",
    en="The last day {given} is not after the first day {begins}.",
    remedy_vi="Kiểm tra lại hai ngày.",
    remedy_en="Look at the two days again.",
)
WRONG_FORM = code(
    "I-065",
    vi="Tệp ghi là biểu “{given}”, nhưng đang nhập biểu “{wanted}”.",
    en="The file says it is the form “{given}”, but “{wanted}” is being imported.",
    remedy_vi="Nhập lại với đúng tên biểu: mtqg import {given} ...",
    remedy_en="Import it under its own form: mtqg import {given} ...",
)
UNKNOWN_STANDARD = code(
    "I-066",
    vi="Không có chuẩn “{given}” trong bảng trị số pháp lý.",
    en="The law's values know no standard “{given}”.",
    remedy_vi="Ghi một trong: {known}.",
    remedy_en="Write one of: {known}.",
)

# --- places --------------------------------------------------------------------------------------------------------
NO_PLACE = code(
    "I-070",
    vi="Dòng không ghi mã hoặc tên địa bàn.",
    en="The row names no place: neither code nor name.",
    remedy_vi="Ghi mã địa bàn vào ô này.",
    remedy_en="Write the code of the place in this cell.",
)
UNKNOWN_CODE = code(
    "I-071",
    vi="Không có đơn vị hành chính mang mã “{given}”.",
    en="No administrative unit has the code “{given}”.",
    remedy_vi="Tra mã: mtqg localities resolve TÊN --on {day}.",
    remedy_en="Look the code up: mtqg localities resolve NAME --on {day}.",
)
NOT_THEN = code(
    "I-072",
    vi="{name} ({given}) không tồn tại vào ngày {day}: {span_vi}.",
    en="{name} ({given}) did not exist on {day}: {span_en}.",
    remedy_vi="{then_vi}",
    remedy_en="{then_en}",
)
ASK_CODE = code(
    "I-073",
    vi="Mã “{given}” có thể bị mất số 0 ở đầu: {padded} là {name}.",
    en="The code “{given}” may have lost its leading zeros: {padded} is {name}.",
    remedy_vi="Định dạng cột mã thành Văn bản và ghi {padded}; nếu cả tệp bị mất số 0, trả lời: --answer codes=pad.",
    remedy_en="Format the column as text and write {padded}; if all codes lost zeros, answer: --answer codes=pad.",
)
NAME_DIFFERS = code(
    "I-074",
    vi="Tên “{given}” không khớp với mã {place_code}: vào ngày {day} là {name}.",
    en="The name “{given}” does not fit the code {place_code}, which was {name} on {day}.",
    remedy_vi="Sửa tên hoặc mã cho khớp nhau.",
    remedy_en="Correct the name or the code so that they agree.",
)
OUTSIDE = code(
    "I-075",
    vi="{name} ({given}) không thuộc {home}.",
    en="{name} ({given}) is not within {home}.",
    remedy_vi="Kiểm tra lại mã, hoặc để cơ quan của địa bàn đó nhập (--locality).",
    remedy_en="Look at the code again, or let the office of that place import it (--locality).",
)
UNKNOWN_NAME = code(
    "I-076",
    vi="Không có địa bàn tên “{given}” trong {home_vi} vào ngày {day_vi}.",
    en="There is no place named “{given}” within {home_en} on {day_en}.",
    remedy_vi="Ghi mã địa bàn; tra mã: mtqg localities resolve “{given}” --on {day_en}.",
    remedy_en="Write the code of the place; look it up: mtqg localities resolve “{given}” --on {day_en}.",
)
ASK_NAME = code(
    "I-077",
    vi="Tên “{given}” chưa đủ để xác định: có thể là {candidates}.",
    en="The name “{given}” does not decide: it may be {candidates}.",
    remedy_vi="Ghi mã hoặc tên đủ dấu, hoặc trả lời: --answer “name:{given}={first}”.",
    remedy_en="Write the code or the name with its accents, or answer: --answer “name:{given}={first}”.",
)
WRONG_LEVEL = code(
    "I-078",
    vi="{name} ({given}) là cấp {level_vi}, ở đây cần cấp {wanted_vi}.",
    en="{name} ({given}) is a {level_en}; a {wanted_en} is needed here.",
    remedy_vi="Ghi mã của đúng cấp.",
    remedy_en="Write the code of a unit of that level.",
)
DISTRICT_DIFFERS = code(
    "I-079",
    vi="{name} ({place_code}) vào ngày {day} không thuộc “{given}” mà thuộc {district}.",
    en="{name} ({place_code}) did not belong to “{given}” on {day} but to {district}.",
    remedy_vi="Sửa tên huyện hoặc mã xã cho khớp nhau.",
    remedy_en="Correct the name of the district or the code of the commune.",
)
NO_VILLAGE = code(
    "I-080",
    vi="Không có thôn “{given}” trong danh mục thôn của {home_vi}.",
    en="There is no village “{given}” in the list of villages of {home_en}.",
    remedy_vi="Kiểm tra lại mã thôn; thôn mới thì nhập danh mục trước: mtqg import villages TỆP.",
    remedy_en="Look at the code again; add a new village first: mtqg import villages FILE.",
)
VILLAGE_NOT_THEN = code(
    "I-081",
    vi="Thôn {name} ({given}) không có vào ngày {day}: {span_vi}.",
    en="The village {name} ({given}) did not exist on {day}: {span_en}.",
    remedy_vi="Kiểm tra lại mã thôn và ngày, hoặc sửa danh mục thôn.",
    remedy_en="Look at the code and the day again, or correct the list of villages.",
)
VILLAGE_ELSEWHERE = code(
    "I-082",
    vi="Thôn {name} ({given}) thuộc xã mang mã {commune}, không thuộc {place_code}.",
    en="The village {name} ({given}) belongs to the commune {commune}, not to {place_code}.",
    remedy_vi="Sửa mã xã hoặc mã thôn cho khớp nhau.",
    remedy_en="Correct the code of the commune or of the village.",
)

# --- the command ---------------------------------------------------------------------------------------------------
BAD_ANSWER = code(
    "I-090",
    vi="Câu trả lời “{given}” không hiểu được.",
    en="The answer “{given}” is not understood.",
    remedy_vi="Dùng: numbers=vi|en, dates=excel, years=1900|2000, codes=pad, identity=pad, encoding=tcvn3|vni|unicode, "
    "“name:TÊN=MÃ”, “column:TIÊU ĐỀ=CỘT” hoặc identity:CỘT=no.",
    remedy_en="Use: numbers=vi|en, dates=excel, years=1900|2000, codes=pad, identity=pad, encoding=tcvn3|vni|unicode, "
    "“name:NAME=CODE”, “column:HEADER=COLUMN” or identity:COLUMN=no.",
    wrong_use=True,
)
NO_HOME_PLACE = code(
    "I-091",
    vi="Không có đơn vị hành chính mang mã “{given}” để nhập số liệu.",
    en="No administrative unit has the code “{given}” to import for.",
    remedy_vi="Ghi --locality bằng mã tỉnh, huyện hoặc xã, ví dụ --locality 38.",
    remedy_en="Give --locality the code of a province, district or commune, for example --locality 38.",
    wrong_use=True,
)
