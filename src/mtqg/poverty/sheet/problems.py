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
NOT_FOR_A_REQUEST = code(
    "P-164",
    vi="Phiếu A chỉ dùng cho hộ có giấy đề nghị; hộ {given} đã có trong danh sách rà soát.",
    en="Form A is for households with a request; {given} is on the list of the review already.",
    remedy_vi="Bỏ phần A; hộ trong danh sách chấm thẳng phiếu B.",
    remedy_en="Drop form A: a household on the list goes straight to form B.",
    law="07/2021/TT-BLĐTBXH",
)
