"""Tables and forms of new rural development."""

from __future__ import annotations

from mtqg.core.columns import DECISION, DECISION_FIELDS, DECISION_NAMES, ENDS_ON, LOCALITY, VILLAGE
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table

LEVELS = {"district": "Huyện", "commune": "Xã", "village": "Thôn"}
TITLES = {"ntm": "Đạt chuẩn nông thôn mới", "advanced": "Nông thôn mới nâng cao", "model": "Nông thôn mới kiểu mẫu"}

# One row: a title that a decision gave to a district, commune or village. It holds until it is revoked or replaced.
RECOGNITIONS = Table(
    name="recognitions",
    label="Quyết định công nhận danh hiệu nông thôn mới",
    dataset="ntm",
    time="spell",
    keeper="province",
    key=("subject_code", "title", "standard"),
    decision=DECISION_NAMES,
    columns=(
        Column(name="subject_level", kind="text", label="Cấp", choices=LEVELS, required=True),
        Column(name="subject_code", kind="text", label="Mã đơn vị", required=True),
        LOCALITY,
        VILLAGE,
        Column(name="title", kind="text", label="Danh hiệu", choices=TITLES, required=True),
        Column(name="standard", kind="text", label="Bộ tiêu chí", required=True),
        Column(name="title_year", kind="integer", label="Năm đạt chuẩn", unit="năm"),
        Column(name="day", kind="date", label="Ngày công nhận", required=True),
        ENDS_ON,
        *DECISION,
    ),
)

RECOGNITION_FORM = Form(
    name="recognitions",
    label="Danh sách huyện, xã, thôn được công nhận danh hiệu nông thôn mới",
    table=RECOGNITIONS,
    place="subject",
    fields=(
        Field(column="subject_level", header="Cấp"),
        Field(column="subject_code", header="Mã đơn vị"),
        Field(column="locality_name", header="Tên đơn vị"),
        Field(column="district_name", header="Tên huyện", also=("Huyện",)),
        Field(column="title", header="Danh hiệu"),
        Field(column="standard", header="Bộ tiêu chí"),
        Field(column="title_year", header="Năm đạt chuẩn"),
        Field(column="day", header="Ngày công nhận"),
        Field(column="ends_on", header="Ngày hết hiệu lực"),
        *DECISION_FIELDS,
    ),
)
