"""What the checks across sheets and tables say."""

from __future__ import annotations

from mtqg.core.errors import code

NO_LINK = code(
    "P-257",
    vi="Hộ {household}, kỳ {period}: lý do “{given}” nhưng sổ tách, nhập, chuyển hộ không có việc đó.",
    en="{household}, {period}: the reason is “{given}”, and no such link of the household is recorded.",
    remedy_vi="Ghi việc tách, nhập, chuyển (mtqg poverty household, hoặc biểu household-links), hoặc sửa lý do.",
    remedy_en="Record the link (mtqg poverty household, or the form household-links), or mend the reason.",
)
AGAIN_WITHOUT_EXIT = code(
    "P-258",
    vi="Hộ {household}, kỳ {period}: ghi tái nghèo, tái cận nghèo nhưng {why_vi}.",
    en="{household}, {period}: said to have fallen back, but {why_en}.",
    remedy_vi="Chưa từng thuộc diện thì là phát sinh mới; đang thuộc diện thì không phải tái nghèo.",
    remedy_en="Who never was on the list is new to it; who still was on it has not fallen back.",
)
NEW_BUT_LISTED = code(
    "P-259",
    vi="Hộ {household}, kỳ {period}: ghi phát sinh mới nhưng đã được công nhận “{given}” ở kỳ {earlier}.",
    en="{household}, {period}: said to be new, but was decided “{given}” in {earlier}.",
    remedy_vi="Từng thoát rồi quay lại là tái nghèo, tái cận nghèo; nếu mã hộ dùng lại thì cấp mã khác.",
    remedy_en="Who left and came back has fallen back; where a code was used twice, give another.",
)
BETTER_BUT_NOT = code(
    "P-260",
    vi="Hộ {household}, kỳ {period}: ghi cải thiện nhưng kết quả từ “{before}” thành “{given}”.",
    en="{household}, {period}: said to be better off, but went from “{before}” to “{given}”.",
    remedy_vi="Sửa lý do, hoặc xem lại kết quả công nhận.",
    remedy_en="Mend the reason, or look at the decided class again.",
)
BY_AREA_ALONE = code(
    "P-261",
    vi="Hộ {household}, kỳ {period}: điểm không đổi, kết quả từ “{before}” thành “{given}” chỉ vì khu vực đổi.",
    en="{household}, {period}: no points changed; it went from “{before}” to “{given}” by its kind of area alone.",
    remedy_vi="Xem lại khu vực và bảng điểm áp dụng từ ngày đổi loại đơn vị; báo cáo nêu riêng các hộ này.",
    remedy_en="Look at the area and the table of points since the unit changed; report these households apart.",
)
MOVED_IN_HERE = code(
    "P-262",
    vi="Hộ {household}, kỳ {period}: ghi chuyển đến nhưng kỳ {earlier} đã ở xã {given}.",
    en="{household}, {period}: said to have moved in, but was in {given} in {earlier}.",
    remedy_vi="Sửa lý do, hoặc ghi việc chuyển nơi ở.",
    remedy_en="Mend the reason, or record the move.",
)
NO_REQUEST = code(
    "P-263",
    vi="Hộ {household}, kỳ {period}: rà soát thường xuyên mà chưa có giấy đề nghị {given}.",
    en="{household}, {period}: an in-year review without the household's own request to {given}.",
    remedy_vi="Nhập giấy đề nghị (mẫu 01 để vào, mẫu 04 để ra) bằng biểu review-requests.",
    remedy_en="Enter the request (form 01 to be listed, 04 to leave) by the form review-requests.",
    law="24/2021/QĐ-TTg, Điều 5",
)
SCREENED_LISTED = code(
    "P-264",
    vi="Hộ {household} đang là “{given}” nhưng được nhận dạng nhanh (phiếu A) ngày {day}.",
    en="{household} is decided “{given}” and was screened (form A) on {day}.",
    remedy_vi="Phiếu A chỉ dùng cho hộ đề nghị ngoài danh sách; hộ trong danh sách rà soát thẳng bằng phiếu B.",
    remedy_en="Form A is for households that ask and are not listed; those on the list go straight to form B.",
    law="07/2021/TT-BLĐTBXH",
)
LINK_IN_CIRCLE = code(
    "P-265",
    vi="Hộ {given} tách hoặc đổi mã thành chính nó qua: {through}.",
    en="{given} comes from itself by splits or new codes: {through}.",
    remedy_vi="Một dòng của sổ tách, nhập, chuyển hộ sai: hoàn tác dòng đó.",
    remedy_en="A link is wrong: undo it.",
)
PERSONS_DIFFER = code(
    "P-266",
    vi="Phiếu của hộ {household}, kỳ {period} ghi {given} nhân khẩu; sổ thành viên ngày đó có {members}.",
    en="The sheet of {household}, {period} says {given} persons; its list of members held {members} on that day.",
    remedy_vi="Đối chiếu với hộ rồi sửa phiếu hoặc sổ thành viên; số nhân khẩu ảnh hưởng tới điểm B1.",
    remedy_en="Ask the household, then mend the sheet or the list: the number of persons moves B1.",
)
MORE_THAN_COUNTED = code(
    "P-267",
    vi="Thôn {village}, kỳ {period}: {given} {what_vi} theo phiếu, nhiều hơn {counted} theo biểu số hộ dân cư.",
    en="Village {village}, {period}: {given} {what_en} by the sheets, more than the {counted} by the counts.",
    remedy_vi="Sửa biểu số hộ dân cư, hoặc tìm phiếu ghi nhầm thôn.",
    remedy_en="Mend the count of households, or find the sheets with the wrong village.",
)
NOT_COUNTED = code(
    "P-268",
    vi="Xã {commune}, kỳ {period}: có {given} phiếu đã công nhận nhưng chưa có số hộ dân cư, chưa tính được tỷ lệ.",
    en="Commune {commune}, {period}: {given} decided sheets and no count of households, so no rate.",
    remedy_vi="Nhập biểu household-counts của xã cho kỳ đó.",
    remedy_en="Import the form household-counts of the commune for that period.",
)
HEADS = code(
    "P-275",
    vi="Hộ {household} đang có {given} chủ hộ trong sổ thành viên.",
    en="{household} has {given} heads among its members now.",
    remedy_vi="Mỗi hộ có đúng một chủ hộ: mtqg poverty household head, hoặc nhập lại biểu household-members.",
    remedy_en="A household has one head: mtqg poverty household head, or import household-members again.",
)
NO_MEETING = code(
    "P-276",
    vi="Thôn {village}, kỳ {period}: {given} hộ đã công nhận nhưng chưa có biên bản họp thôn thống nhất.",
    en="Village {village}, {period}: {given} decided households and no minutes of a meeting that agreed.",
    remedy_vi="Nhập biên bản họp thôn (biểu review-meetings); họp chưa đủ tỷ lệ thì phải họp lại.",
    remedy_en="Enter the minutes (form review-meetings); a meeting that did not agree is held again.",
    law="24/2021/QĐ-TTg, Điều 4 khoản 3",
)
BEFORE_MEETING = code(
    "P-277",
    vi="Thôn {village}, kỳ {period}: {given} hộ có quyết định trước ngày họp thôn thống nhất {day}.",
    en="Village {village}, {period}: {given} households were decided before the meeting agreed on {day}.",
    remedy_vi="Kiểm tra ngày họp và ngày ký quyết định.",
    remedy_en="Look at the day of the meeting and of the decision.",
    law="24/2021/QĐ-TTg, Điều 4",
)
WHILE_POSTED = code(
    "P-278",
    vi="Thôn {village}, kỳ {period}: {given} hộ có quyết định khi kết quả còn niêm yết (đến {day}).",
    en="Village {village}, {period}: {given} households were decided while the result was posted (until {day}).",
    remedy_vi="Quyết định sau khi hết niêm yết và phúc tra xong; kiểm tra lại hai ngày.",
    remedy_en="A decision follows the posting and its re-checks; look at both days.",
    law="24/2021/QĐ-TTg, Điều 4",
)

HISTORY_CODES = (
    NO_LINK,
    AGAIN_WITHOUT_EXIT,
    NEW_BUT_LISTED,
    BETTER_BUT_NOT,
    BY_AREA_ALONE,
    MOVED_IN_HERE,
    NO_REQUEST,
    SCREENED_LISTED,
    LINK_IN_CIRCLE,
)
TABLE_CODES = (PERSONS_DIFFER, MORE_THAN_COUNTED, NOT_COUNTED, HEADS, NO_MEETING, BEFORE_MEETING, WHILE_POSTED)
