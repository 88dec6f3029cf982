"""Tables of difficulties: what localities report, the province's questions made of them, and how they were answered."""

from __future__ import annotations

from mtqg.core.columns import LOCALITY, PERIOD
from mtqg.core.table import NOT_CLOSED, Column, Table
from mtqg.steering.terms import DAY, PROGRAMME

QUESTION_EVENTS = {
    "asked": "hỏi cấp trên",
    "answered": "đã có trả lời",
    "reopened": "mở lại",
}

_LAW = (
    Column(name="law_document", kind="text", label="Vướng ở văn bản số"),
    Column(name="law_place", kind="text", label="Điều, khoản"),
)

# One row: a difficulty that a locality reports, with what it proposes.
DIFFICULTIES = Table(
    name="difficulties",
    label="Khó khăn, kiến nghị của địa phương",
    dataset=NOT_CLOSED,
    time="period",
    key=("difficulty_code",),
    columns=(
        Column(name="difficulty_code", kind="text", label="Mã phản ánh", required=True),
        LOCALITY,
        PERIOD,
        DAY,
        Column(name="programme", kind="text", label="Chương trình", choices=PROGRAMME.choices, required=True),
        Column(name="text", kind="text", label="Khó khăn, vướng mắc", required=True),
        Column(name="proposal", kind="text", label="Kiến nghị"),
        *_LAW,
        Column(name="reported_by", kind="text", label="Người phản ánh", required=True),
    ),
)

# One row: a question that the province makes of one or several reports. Its state is its last event.
DIFFICULTY_QUESTIONS = Table(
    name="difficulty_questions",
    label="Câu hỏi tổng hợp từ khó khăn, kiến nghị",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("question_code",),
    columns=(
        Column(name="question_code", kind="text", label="Mã câu hỏi", required=True),
        LOCALITY,
        PERIOD,
        DAY,
        PROGRAMME,
        Column(name="text", kind="text", label="Câu hỏi", required=True),
        *_LAW,
    ),
)

# One row: a report belongs to a question. It stands at the place of the report, so who reported sees it.
DIFFICULTY_GROUPINGS = Table(
    name="difficulty_groupings",
    label="Phản ánh đã tổng hợp",
    dataset=NOT_CLOSED,
    time="period",
    key=("difficulty_code",),
    columns=(
        Column(name="difficulty_code", kind="text", label="Mã phản ánh", required=True),
        Column(name="question_code", kind="text", label="Mã câu hỏi", required=True),
        LOCALITY,
        PERIOD,
        DAY,
    ),
)

# One row: the question was asked upward, or answered, with the document.
QUESTION_EVENT_TABLE = Table(
    name="difficulty_question_events",
    label="Diễn biến câu hỏi",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("question_code", "event_no"),
    columns=(
        Column(name="question_code", kind="text", label="Mã câu hỏi", required=True),
        Column(name="event_no", kind="integer", label="Lần", required=True, least=1),
        Column(name="event", kind="text", label="Việc", choices=QUESTION_EVENTS, required=True),
        LOCALITY,
        PERIOD,
        DAY,
        Column(name="acted_by", kind="text", label="Người ghi", required=True),
        Column(name="counterpart", kind="text", label="Hỏi ai, ai trả lời"),
        Column(name="document_number", kind="text", label="Văn bản số"),
        Column(name="document_issuer", kind="text", label="Cơ quan ban hành"),
        Column(name="signed_on", kind="date", label="Ngày ký"),
        Column(name="text", kind="text", label="Nội dung"),
    ),
)

DIFFICULTY_TABLES = (DIFFICULTIES, DIFFICULTY_QUESTIONS, DIFFICULTY_GROUPINGS, QUESTION_EVENT_TABLE)
