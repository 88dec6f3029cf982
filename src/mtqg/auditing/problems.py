"""What findings refuse."""

from __future__ import annotations

from mtqg.core.errors import code

ALREADY_RAISED = code(
    "F-001",
    vi="Phát hiện {given} đã được ghi.",
    en="The finding {given} was entered already.",
    remedy_vi="Mở phát hiện đang có trong danh sách.",
    remedy_en="Open it in the list.",
)
MEANWHILE = code(
    "F-002",
    vi="Phát hiện {given} vừa được người khác cập nhật.",
    en="Somebody else has just dealt with the finding {given}.",
    remedy_vi="Mở lại, xem diễn biến mới rồi mới làm tiếp.",
    remedy_en="Open it again, look at what happened, and go on from there.",
)
NOT_FROM_HERE = code(
    "F-003",
    vi="Phát hiện {given} đang “{state_vi}”, không thể “{event_vi}”.",
    en="The finding {given} is {state_en}; it cannot be {event_en} now.",
    remedy_vi="Mở lại để xem việc nào làm được tiếp.",
    remedy_en="Open it again to see what may follow.",
)
NO_TEXT = code(
    "F-004",
    vi="Chưa ghi: {given}.",
    en="Nothing was written: {given}.",
    remedy_vi="Ghi một câu cho ô đó.",
    remedy_en="Say it in a sentence.",
)
DUE_EARLY = code(
    "F-005",
    vi="Hạn trả lời {given} trước ngày ghi ({day}).",
    en="The answer is due on {given}, before the day of writing ({day}).",
    remedy_vi="Ghi hạn từ hôm nay trở đi.",
    remedy_en="Give a day from today on.",
)
OWN_ANSWER = code(
    "F-006",
    vi="{given} đã trả lời phát hiện này nên không xét nó.",
    en="{given} answered this finding and does not judge it.",
    remedy_vi="Để kiểm toán viên khác xét câu trả lời.",
    remedy_en="Leave the answer to another auditor.",
)
BAD_CODE = code(
    "F-007",
    vi="Mã phát hiện {given} không đúng dạng.",
    en="The code {given} has not the form of one of a finding.",
    remedy_vi="Mở lại trang rồi ghi lại.",
    remedy_en="Open the page again and write it anew.",
)
