"""What can be wrong with a table of points, or with the answers of a sheet."""

from __future__ import annotations

from mtqg.core.errors import code

TABLE_COLUMNS = code(
    "P-150",
    vi="Bảng phiếu rà soát có cột không đúng: {given}.",
    en="The sheet's table has wrong columns: {given}.",
    remedy_vi="Dòng tiêu đề phải gồm đúng các cột: {wanted}.",
    remedy_en="The header has exactly the columns: {wanted}.",
)
TABLE_CELL = code(
    "P-151",
    vi="Cột {column}: “{given}” không đọc được ({reason}).",
    en="Column {column}: “{given}” cannot be read ({reason}).",
    remedy_vi="Sửa ô đó trong bảng rồi nạp lại.",
    remedy_en="Correct the cell and load the table again.",
)
OPTION_TWICE = code(
    "P-152",
    vi="Lựa chọn {given} có hai dòng cùng hiệu lực (dòng kia: {other}).",
    en="The option {given} has two lines in force together (the other one: {other}).",
    remedy_vi="Mỗi lựa chọn của một khu vực, vùng chỉ có một dòng trong cùng thời gian; sửa ngày hoặc bỏ một dòng.",
    remedy_en="An option of an area and region has one line at a time; mend the days or drop one.",
)
NO_ARTICLE = code(
    "P-153",
    vi="Dòng không ghi {column}.",
    en="The line does not say its {column}.",
    remedy_vi="Mỗi dòng của bảng ghi văn bản, điều khoản và đã đọc ở đâu.",
    remedy_en="Every line names its document, its place there and where it was read.",
)
NO_SUCH_ITEM = code(
    "P-154",
    vi="Phiếu {form} không có câu hỏi mang mã {given}.",
    en="Form {form} has no question {given}.",
    remedy_vi="Các mã có: {known}. Câu hỏi mới dùng một mã dự phòng.",
    remedy_en="Known codes: {known}. For a new question take one of the spare codes.",
)
ITEM_DIFFERS = code(
    "P-155",
    vi="Các dòng của câu hỏi {given} ghi khác nhau ở cột {column}.",
    en="The lines of the question {given} differ in column {column}.",
    remedy_vi="Trong một bảng, tên câu hỏi và cách chọn phải như nhau ở mọi dòng của câu hỏi.",
    remedy_en="Within one table the lines of a question share its wording and its kind of choice.",
)
POINTS_WRONG = code(
    "P-156",
    vi="Phiếu {form}, {given}: {what}.",
    en="Form {form}, {given}: {what}.",
    remedy_vi="Chỉ phiếu B1 có điểm ở từng lựa chọn, và lựa chọn nào cũng phải có.",
    remedy_en="Form B1 alone has points at its options, and each of them has some.",
)
SECTION_DIFFERS = code(
    "P-157",
    vi="Hai phần của phiếu {form} cùng áp dụng cho {given}: {one} và {other}.",
    en="Two sections of form {form} apply to {given} together: {one} and {other}.",
    remedy_vi="Mỗi khu vực, vùng chỉ có một bảng trong cùng thời gian.",
    remedy_en="An area and region has one table at a time.",
)
ILLUSTRATIVE = code(
    "P-158",
    vi="Bảng {given} là bảng minh họa, điểm do phần mềm bịa ra.",
    en="The table {given} is illustrative: its points are invented.",
    remedy_vi="Chỉ dùng trong kho minh họa. Kho thật: nạp bảng của công báo (mtqg poverty sheet propose) và người thứ "
    "hai xác nhận, hoặc ghi điểm B1 đã chấm.",
    remedy_en="It serves a demonstration alone. Load the gazette's table (mtqg poverty sheet propose) and let a second "
    "person confirm it, or give the B1 points as scored.",
)
NO_TABLE = code(
    "P-159",
    vi="Chưa có bảng điểm B1 được xác nhận cho {given}.",
    en="No confirmed table of B1 points for {given}.",
    remedy_vi="Nạp bảng điểm của công báo rồi người thứ hai xác nhận; hoặc ghi thẳng điểm B1 đã chấm.",
    remedy_en="Load the gazette's table and let a second person confirm it, or give the B1 points as scored.",
)
TICKED_TWICE = code(
    "P-160",
    vi="Câu {item} chỉ được chọn một, phiếu chọn: {given}.",
    en="Question {item} takes one answer, the sheet has: {given}.",
    remedy_vi="Giữ lại một lựa chọn.",
    remedy_en="Keep one of them.",
)
NO_SUCH_OPTION = code(
    "P-161",
    vi="Câu {item} của phiếu khu vực này không có lựa chọn “{given}”.",
    en="Question {item} of this area's sheet has no option “{given}”.",
    remedy_vi="Chọn một trong: {known}.",
    remedy_en="Take one of: {known}.",
)
NOT_ASKED_HERE = code(
    "P-162",
    vi="Phiếu của khu vực này không có câu hỏi {given}.",
    en="The sheet of this area has no question {given}.",
    remedy_vi="Bỏ câu trả lời, hoặc xem lại khu vực và vùng của hộ.",
    remedy_en="Drop the answer, or look at the household's area and region again.",
)
NONE_AND_MORE = code(
    "P-163",
    vi="Câu {item} vừa chọn “không có” vừa chọn thứ khác: {given}.",
    en="Question {item} says both “none” and something: {given}.",
    remedy_vi="Bỏ “không có” hoặc bỏ những thứ kia.",
    remedy_en="Drop “none”, or drop the others.",
)
TABLE_NOT_READ = code(
    "P-165",
    vi="Không đọc được tệp {given}.",
    en="The file {given} cannot be read.",
    remedy_vi="Tệp csv, mã UTF-8, cột như mtqg poverty sheet columns cho biết.",
    remedy_en="A csv file in UTF-8 with the columns that mtqg poverty sheet columns names.",
    wrong_use=True,
)
TABLE_KNOWN = code(
    "P-166",
    vi="Bảng {given} đã được đề xuất (mã {id}).",
    en="The table {given} was proposed already ({id}).",
    remedy_vi="Người thứ hai xác nhận bảng đó: mtqg poverty sheet confirm {id}.",
    remedy_en="A second person confirms that one: mtqg poverty sheet confirm {id}.",
)
TABLE_CLASHES = code(
    "P-167",
    vi="Bảng {given} và bảng đã xác nhận {other} cùng áp dụng cho một khu vực, vùng trong cùng thời gian.",
    en="The table {given} and the confirmed table {other} hold for one area and region at the same time.",
    remedy_vi="Rút bảng cũ (mtqg poverty sheet withdraw {other} --why LÝ_DO) hoặc sửa ngày hiệu lực.",
    remedy_en="Withdraw the older one (mtqg poverty sheet withdraw {other} --why REASON) or mend the days.",
)
NO_SCORE_TABLE = code(
    "P-168",
    vi="Không có bảng nào mang mã {given}.",
    en="There is no table {given}.",
    remedy_vi="Xem các bảng: mtqg poverty sheet tables.",
    remedy_en="See the tables: mtqg poverty sheet tables.",
    wrong_use=True,
)
TABLE_SAME_PERSON = code(
    "P-169",
    vi="{given} và người đề xuất ({proposed_by}) là một người.",
    en="{given} and the one who proposed it ({proposed_by}) are the same person.",
    remedy_vi="Người khác phải đọc công báo và xác nhận.",
    remedy_en="Somebody else must read the gazette and confirm.",
)
TABLE_CONFIRMED = code(
    "P-170",
    vi="Bảng {given} đã được xác nhận.",
    en="The table {given} is confirmed already.",
    remedy_vi="Không cần làm gì thêm.",
    remedy_en="Nothing is left to do.",
)
HOUSEHOLD_FILE = code(
    "P-171",
    vi="Tệp của hộ không đọc được: {given}.",
    en="The household's file cannot be read: {given}.",
    remedy_vi="Tệp JSON với các khóa: {known}.",
    remedy_en="A JSON file with the keys: {known}.",
    wrong_use=True,
)
HOUSEHOLD_FACT = code(
    "P-172",
    vi="{place}: “{given}” không dùng được ({reason}).",
    en="{place}: “{given}” cannot be used ({reason}).",
    remedy_vi="Sửa giá trị rồi chạy lại; chưa biết thì để trống.",
    remedy_en="Correct the value and run again; leave out what is not known.",
    wrong_use=True,
)
NO_HOUSEHOLD = code(
    "P-173",
    vi="Không có phiếu của hộ {given} trong kỳ {period}.",
    en="There is no sheet of the household {given} for {period}.",
    remedy_vi="Xem lại mã hộ và kỳ; hoặc cho tệp của hộ.",
    remedy_en="Look at the code and the period again, or give the household's file.",
    wrong_use=True,
)
NO_STEP = code(
    "P-174",
    vi="Điểm thiếu hụt {given} không phải bội số của {step} trong khoảng 0–{most}.",
    en="The deprivation points {given} are no multiple of {step} from 0 to {most}.",
    remedy_vi="Mỗi chỉ số thiếu hụt tính {step} điểm; sửa phiếu.",
    remedy_en="Each deprived indicator counts {step} points; correct the sheet.",
    law="07/2021/TT-BLĐTBXH",
)
