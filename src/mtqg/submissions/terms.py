"""Tables of submissions: what is owed to whom by when, and the events by which it goes its way."""

from __future__ import annotations

from mtqg.core.columns import LOCALITY, PERIOD
from mtqg.core.table import NOT_CLOSED, Column, Table

EVENTS = {
    "draft": "dự thảo",
    "sent": "đã gửi",
    "returned": "trả lại bổ sung",
    "accepted": "đã tiếp nhận",
    "approved": "đã phê duyệt",
    "closed": "đã chốt",
    "withdrawn": "rút lại",
}
LEVELS = {"district": "Huyện", "province": "Tỉnh", "ministry": "Bộ"}

# One row: what a locality owes for a form and a period to the level above. Its state is its last event.
SUBMISSIONS = Table(
    name="submissions",
    label="Báo cáo gửi cấp trên",
    dataset=NOT_CLOSED,
    time="period",
    key=("submission_code",),
    columns=(
        Column(name="submission_code", kind="text", label="Mã báo cáo", required=True),
        Column(name="form_name", kind="text", label="Biểu", required=True),
        LOCALITY,
        PERIOD,
        Column(name="to_level", kind="text", label="Gửi cấp", choices=LEVELS, required=True),
        Column(name="day", kind="date", label="Hạn gửi", required=True),
    ),
)

# One row: what somebody did with a submission. Events are numbered from 1, so two people at once cannot both be next.
# ``entered_by`` is who sent what this event speaks of: the database itself refuses that they approve it.
SUBMISSION_EVENTS = Table(
    name="submission_events",
    label="Diễn biến của báo cáo",
    dataset=NOT_CLOSED,
    time="period",
    key=("submission_code", "event_no"),
    columns=(
        Column(name="submission_code", kind="text", label="Mã báo cáo", required=True),
        Column(name="event_no", kind="integer", label="Lần", required=True, least=1),
        Column(name="event", kind="text", label="Việc", choices=EVENTS, required=True),
        LOCALITY,
        PERIOD,
        Column(name="day", kind="date", label="Ngày", required=True),
        Column(name="acted_by", kind="text", label="Người thực hiện", required=True),
        Column(name="entered_by", kind="text", label="Người gửi"),
        Column(name="due_on", kind="date", label="Hạn gửi lại"),
        Column(name="cells", kind="text", label="Ô phải sửa và lý do"),  # JSON: sheet, cell, reason
        Column(name="note", kind="text", label="Ý kiến"),
    ),
)
