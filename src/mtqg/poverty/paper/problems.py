"""What keeps a paper from being printed."""

from __future__ import annotations

from mtqg.core.errors import code

NOT_A_PLACE = code(
    "P-240",
    vi="{given} không phải mã xã, phường, thị trấn hay mã thôn, bản của kho số liệu vào ngày {on}.",
    en="{given} is no commune, and no village of the office's list, on {on}.",
    remedy_vi="Ghi mã xã (mtqg localities resolve) hoặc mã thôn trong danh mục thôn, bản đã nhập.",
    remedy_en="Give the code of a commune, or of a village in the imported list of villages.",
    wrong_use=True,
)
NOT_YOURS = code(
    "P-241",
    vi="Không có quyền in giấy tờ của {given}.",
    en="The papers of {given} are not yours to print.",
    remedy_vi="Chỉ in được cho đơn vị trong phạm vi được giao.",
    remedy_en="Print for the localities that were given to you.",
)
NOBODY = code(
    "P-242",
    vi="Không có hộ nào để in cho {given}, kỳ {period}.",
    en="There is no household to print for {given}, period {period}.",
    remedy_vi="Nhập sổ hộ dân cư (households) hoặc kết quả rà soát kỳ trước (poverty-review) của xã rồi in lại; "
    "in cả sổ hộ, kể cả hộ ngoài danh sách rà soát: --everyone.",
    remedy_en="Import the households or the last review of the commune; --everyone prints the whole register.",
)
MEETING_CELL = code(
    "P-243",
    vi="Kết quả họp thôn, cột {column}: “{given}” không đúng ({reason}).",
    en="Result of the meeting, column {column}: “{given}” is wrong ({reason}).",
    remedy_vi="Mỗi dòng: village_code;day;present;agree, ví dụ 14845-01;2024-11-20;41;21.",
    remedy_en="A line is village_code;day;present;agree, such as 14845-01;2024-11-20;41;21.",
)
MEETING_TWICE = code(
    "P-244",
    vi="Thôn {given} có hai dòng kết quả họp.",
    en="The village {given} has two lines.",
    remedy_vi="Chỉ ghi cuộc họp sau cùng của thôn.",
    remedy_en="Give the village's last meeting alone.",
)
NO_MEETING_LAW = code(
    "P-245",
    vi="Chưa có tỷ lệ thống nhất của họp thôn được xác nhận để xét biên bản ({given}).",
    en="No confirmed share of agreement judges a meeting ({given}).",
    remedy_vi="Xác nhận trị số village_meeting_agree_pct (mtqg law), hoặc ghi kết quả công nhận vào phiếu rồi in.",
    remedy_en="Confirm the value village_meeting_agree_pct (mtqg law), or give the decided classes.",
)
NOTHING_AGREED = code(
    "P-246",
    vi="Chưa có hộ nào đủ điều kiện để lập quyết định: {given} hộ còn chờ.",
    en="No household is ready for a decision: {given} are waiting.",
    remedy_vi="Nhập điểm của phiếu, rồi ghi kết quả họp thôn: thẻ “Biểu quyết của họp thôn” của bảng nhập phiếu, "
    "hoặc sổ họp thôn.",
    remedy_en="Enter the points of the sheets, then the results of the meetings: the tab of votes of the keying grid, "
    "or the register of meetings.",
)
POSTED_DAYS = code(
    "P-247",
    vi="Ngày niêm yết “{given}” không đúng: ngày cuối trước ngày đầu.",
    en="The posting “{given}” ends before it begins.",
    remedy_vi="Ghi --posted NGÀY_ĐẦU..NGÀY_CUỐI, ví dụ 2024-11-21..2024-11-25.",
    remedy_en="Write --posted FIRST..LAST, such as 2024-11-21..2024-11-25.",
    wrong_use=True,
)
ALL_KEYED = code(
    "P-248",
    vi="Cả {given} hộ đã có phiếu trong kỳ {period}, không còn hộ nào để nhập.",
    en="All {given} households have a sheet in {period}: none is left to key.",
    remedy_vi="Sửa phiếu đã nhập bằng cách nhập lại chính biểu của nó.",
    remedy_en="Mend a sheet that is there by importing its own file again.",
)
