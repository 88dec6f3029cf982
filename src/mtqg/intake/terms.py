"""Tables of intake: what people answered once, so that nobody is asked again."""

from __future__ import annotations

from mtqg.core.columns import ENDS_ON, LOCALITY
from mtqg.core.table import NOT_CLOSED, Column, Table

# One row: an answer to what a form's files left open, a column's mapping among them. It holds for every file of the
# form in the instance until somebody answers otherwise. The example is a raw cell, which may name a person: sealed.
REMEMBERED_ANSWERS = Table(
    name="remembered_answers",
    label="Câu trả lời đã ghi nhớ",
    dataset=NOT_CLOSED,
    time="spell",
    key=("form_name", "question"),
    columns=(
        Column(name="form_name", kind="text", label="Biểu", required=True),
        Column(name="question", kind="text", label="Câu hỏi", required=True),
        Column(name="answer", kind="text", label="Trả lời", required=True),
        Column(name="example", kind="text", label="Ví dụ", personal=True),
        Column(name="file_sha256", kind="text", label="Dấu kiểm của tệp được hỏi"),
        LOCALITY,
        Column(name="day", kind="date", label="Ngày trả lời", required=True),
        ENDS_ON,
    ),
)
