"""What a submission cannot do."""

from __future__ import annotations

from mtqg.core.errors import code

NO_SUBMISSION = code(
    "U-001",
    vi="Không có báo cáo {given}.",
    en="There is no submission {given}.",
    remedy_vi="Xem các báo cáo: mtqg submissions.",
    remedy_en="See the submissions: mtqg submissions.",
    wrong_use=True,
)
ALREADY_OPEN = code(
    "U-002",
    vi="Báo cáo {given} đã được mở.",
    en="The submission {given} is open already.",
    remedy_vi="Dùng báo cáo đang có.",
    remedy_en="Use the one that stands.",
)
NOT_FROM_HERE = code(
    "U-003",
    vi="Báo cáo {given} đang “{state_vi}”, không thể “{event_vi}”.",
    en="The submission {given} is {state_en}; it cannot be {event_en} now.",
    remedy_vi="Từ đây chỉ có thể: {allowed_vi}.",
    remedy_en="From here it can only be: {allowed_en}.",
)
MEANWHILE = code(
    "U-004",
    vi="Báo cáo {given} vừa được người khác xử lý.",
    en="Somebody else has just dealt with the submission {given}.",
    remedy_vi="Mở lại báo cáo, xem diễn biến mới rồi mới làm tiếp.",
    remedy_en="Open it again, look at what happened, and go on from there.",
)
OWN_WORK = code(
    "U-005",
    vi="{person} đã gửi báo cáo {given}, không được tự phê duyệt.",
    en="{person} sent the submission {given} and cannot approve it.",
    remedy_vi="Người khác có thẩm quyền phê duyệt.",
    remedy_en="Somebody else with that right approves it.",
)
NO_REASON = code(
    "U-006",
    vi="Trả lại báo cáo {given} phải ghi lý do (ô nào, sửa gì hoặc ý kiến) và hạn gửi lại.",
    en="To return {given}, say why (which cell, what to mend, or a note) and by when it is due again.",
    remedy_vi="Ghi ít nhất một ô kèm lý do, hoặc ý kiến chung, và hạn gửi lại từ hôm nay trở đi.",
    remedy_en="Give one cell with its reason at least, or a note, and a due day from today on.",
)
