"""What the books of steering refuse."""

from __future__ import annotations

from mtqg.core.errors import code

SIGNED_LATER = code(
    "Y-001",
    vi="Văn bản vào sổ ngày {given}, trước ngày ký ({signed_on}).",
    en="The document came in on {given}, before it was signed ({signed_on}).",
    remedy_vi="Kiểm tra lại ngày ký và ngày vào sổ.",
    remedy_en="Look at the two days again.",
)
PARENT_PART = code(
    "Y-002",
    vi="Văn bản được triển khai ghi thiếu: phải có đủ số, cơ quan ban hành và ngày ký.",
    en="The document that is carried out is not named whole: it needs number, issuer and day signed.",
    remedy_vi="Ghi đủ ba ô, hoặc bỏ trống cả ba.",
    remedy_en="Fill the three cells, or leave all three empty.",
)
PARENT_LATER = code(
    "Y-003",
    vi="Văn bản ký ngày {signed_on} không thể triển khai văn bản ký sau nó, ngày {given}.",
    en="A document signed on {signed_on} cannot carry out one that was signed later, on {given}.",
    remedy_vi="Kiểm tra lại ngày ký của hai văn bản.",
    remedy_en="Look at the days on which the two were signed.",
)
PARENT_ITSELF = code(
    "Y-004",
    vi="Văn bản {given} không thể triển khai chính nó.",
    en="The document {given} cannot carry out itself.",
    remedy_vi="Ghi văn bản của cấp trên mà nó triển khai, hoặc bỏ trống.",
    remedy_en="Name the document from above that it carries out, or leave it empty.",
)
LOCAL_PART = code(
    "Y-005",
    vi="Hạn ban hành văn bản của địa phương phải ghi cùng cấp phải ban hành.",
    en="The day by which local documents are needed goes with the level that must issue them.",
    remedy_vi="Ghi cả hai ô, hoặc bỏ trống cả hai.",
    remedy_en="Fill both cells, or leave both empty.",
)
LOCAL_EARLY = code(
    "Y-006",
    vi="Hạn ban hành văn bản của địa phương ({given}) trước ngày ký văn bản ({signed_on}).",
    en="Local documents are due on {given}, before the document was signed ({signed_on}).",
    remedy_vi="Kiểm tra lại hạn và ngày ký.",
    remedy_en="Look at the two days again.",
)
ENDS_BEFORE = code(
    "Y-007",
    vi="Ngày thôi tham gia ({given}) trước ngày bắt đầu ({day}).",
    en="The last day ({given}) is before the first ({day}).",
    remedy_vi="Kiểm tra lại hai ngày.",
    remedy_en="Look at the two days again.",
)
ALREADY_IN = code(
    "Y-010",
    vi="{given} đã có trong sổ.",
    en="{given} is in the book already.",
    remedy_vi="Mở dòng đang có; nếu sai thì bỏ dòng đó rồi ghi lại.",
    remedy_en="Open the one that stands; where it is wrong, take it out and enter it again.",
)
NO_SUCH = code(
    "Y-011",
    vi="Không có {given} trong sổ.",
    en="There is no {given} in the book.",
    remedy_vi="Mở lại danh sách rồi chọn.",
    remedy_en="Open the list again and choose.",
)
MEANWHILE = code(
    "Y-012",
    vi="{given} vừa được người khác cập nhật.",
    en="Somebody else has just dealt with {given}.",
    remedy_vi="Mở lại, xem diễn biến mới rồi mới làm tiếp.",
    remedy_en="Open it again, look at what happened, and go on from there.",
)
NOT_FROM_HERE = code(
    "Y-013",
    vi="{given} đang “{state_vi}”, không thể “{event_vi}”.",
    en="{given} is {state_en}; it cannot be {event_en} now.",
    remedy_vi="Mở lại để xem việc nào làm được tiếp.",
    remedy_en="Open it again to see what may follow.",
)
NO_TEXT = code(
    "Y-014",
    vi="Chưa ghi nội dung: {given}.",
    en="Nothing was written: {given}.",
    remedy_vi="Ghi một câu cho ô đó.",
    remedy_en="Say it in a sentence.",
)
DUE_EARLY = code(
    "Y-015",
    vi="Hạn {given} trước ngày giao ({day}).",
    en="The due day {given} is before the day of the task ({day}).",
    remedy_vi="Ghi hạn từ ngày giao trở đi.",
    remedy_en="Give a day from the day of the task on.",
)
NO_DOCUMENT = code(
    "Y-016",
    vi="Câu trả lời phải kèm văn bản: số, cơ quan ban hành, ngày ký.",
    en="An answer names its document: number, issuer and day signed.",
    remedy_vi="Ghi đủ ba ô của văn bản trả lời.",
    remedy_en="Fill the three cells of the document.",
)
GROUPED_ALREADY = code(
    "Y-017",
    vi="Phản ánh {given} đã được tổng hợp vào câu hỏi khác.",
    en="The report {given} belongs to another question already.",
    remedy_vi="Mở lại danh sách: chỉ còn các phản ánh chưa tổng hợp.",
    remedy_en="Open the list again: it shows those that belong to none.",
)
NOTHING_CHOSEN = code(
    "Y-018",
    vi="Chưa chọn phản ánh nào.",
    en="No report was chosen.",
    remedy_vi="Đánh dấu ít nhất một phản ánh rồi tổng hợp.",
    remedy_en="Mark one report at least.",
)
NO_SUCH_PERSON = code(
    "Y-019",
    vi="Tài khoản {given} không có vai trò nào ở nơi được giao việc.",
    en="The account {given} holds no role where the task is given.",
    remedy_vi="Chọn người của đơn vị đó, hoặc giao cho cả đơn vị.",
    remedy_en="Choose somebody of that place, or give it to the place.",
)
BAD_CODE = code(
    "Y-020",
    vi="Mã {given} không đúng dạng.",
    en="The code {given} has not the form of one.",
    remedy_vi="Mở lại trang rồi ghi lại.",
    remedy_en="Open the page again and write it anew.",
)
