"""Tables of findings: what an auditor found at a record, a figure or a submission, and what became of it.

A finding names no person: it points at a row. It is no statistic, is never closed and never leaves the register.
"""

from __future__ import annotations

from mtqg.core.columns import LOCALITY, PERIOD
from mtqg.core.table import NOT_CLOSED, Column, Table

SUBJECTS = {"record": "Bản ghi", "figure": "Số liệu", "submission": "Báo cáo"}
SEVERITIES = {"note": "Lưu ý", "error": "Sai sót", "serious": "Nghiêm trọng"}
EVENTS = {
    "answered": "đơn vị trả lời",
    "returned": "yêu cầu trả lời lại",
    "closed": "khép lại",
    "reopened": "mở lại",
}

# ``day``: the day on which its subject belongs to the place, so a finding is seen by whoever sees the subject.
_DAY = Column(name="day", kind="date", label="Ngày của đối tượng", required=True)

# One row: a finding. It stands at the place that must answer.
AUDIT_FINDINGS = Table(
    name="audit_findings",
    label="Phát hiện kiểm toán",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("finding_code",),
    columns=(
        Column(name="finding_code", kind="text", label="Mã phát hiện", required=True),
        LOCALITY,
        PERIOD,
        _DAY,
        Column(name="subject_kind", kind="text", label="Nêu tại", choices=SUBJECTS, required=True),
        Column(name="subject", kind="text", label="Đối tượng", required=True),
        Column(name="severity", kind="text", label="Mức độ", choices=SEVERITIES, required=True),
        Column(name="text", kind="text", label="Nội dung phát hiện", required=True),
        Column(name="law_document", kind="text", label="Căn cứ: văn bản số", required=True),
        Column(name="law_place", kind="text", label="Điều, khoản"),
        Column(name="raised_on", kind="date", label="Ngày nêu", required=True),
        Column(name="due_on", kind="date", label="Hạn trả lời", required=True),
        Column(name="raised_by", kind="text", label="Người nêu", required=True),
    ),
)

# One row: what became of a finding. Events are numbered from 1, so two people at once cannot both be next.
AUDIT_FINDING_EVENTS = Table(
    name="audit_finding_events",
    label="Diễn biến phát hiện kiểm toán",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("finding_code", "event_no"),
    columns=(
        Column(name="finding_code", kind="text", label="Mã phát hiện", required=True),
        Column(name="event_no", kind="integer", label="Lần", required=True, least=1),
        Column(name="event", kind="text", label="Việc", choices=EVENTS, required=True),
        LOCALITY,
        PERIOD,
        _DAY,
        Column(name="happened_on", kind="date", label="Ngày ghi", required=True),
        Column(name="acted_by", kind="text", label="Người ghi", required=True),
        Column(name="text", kind="text", label="Nội dung", required=True),
        Column(name="due_on", kind="date", label="Hạn trả lời mới"),
    ),
)

AUDITING_TABLES = (AUDIT_FINDINGS, AUDIT_FINDING_EVENTS)
