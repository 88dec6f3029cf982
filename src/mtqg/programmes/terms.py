"""Tables and forms of the programmes: the targets that an office itself assigns or was assigned."""

from __future__ import annotations

from mtqg.core.catalogue import TARGET_DATASET
from mtqg.core.columns import LOCALITY, PERIOD, PERIOD_FIELD
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table
from mtqg.programmes.checks import TARGET_CHECKS

DIRECTIONS = {
    "at_least": "ít nhất",
    "more_than": "hơn",
    "at_most": "nhiều nhất",
    "less_than": "dưới",
}
HOLDS = {"each_year": "mỗi năm trong kỳ", "end": "đến cuối kỳ"}

# One row: what a decision wants of a measure at a place in a period. A book: it goes whole into every snapshot, so that
# a report holds its figures against the targets that were known when it was closed.
TARGETS = Table(
    name="targets",
    label="Chỉ tiêu được giao",
    dataset=TARGET_DATASET,
    time="period",
    keeper="province",
    key=("measure", "locality_code", "period"),
    decision=("decision_number", "decision_issuer", "day"),
    columns=(
        Column(name="measure", kind="text", label="Mã chỉ tiêu", required=True),
        LOCALITY,
        PERIOD,
        Column(name="holds", kind="text", label="Áp dụng", choices=HOLDS, required=True),
        Column(name="direction", kind="text", label="Yêu cầu", choices=DIRECTIONS, required=True),
        Column(name="value", kind="decimal", label="Mức giao", required=True),
        Column(name="value_to", kind="decimal", label="Mức giao đến"),
        Column(name="unit", kind="text", label="Đơn vị tính", required=True),
        Column(name="decision_number", kind="text", label="Số quyết định", required=True),
        Column(name="decision_issuer", kind="text", label="Cơ quan ban hành", required=True),
        Column(name="day", kind="date", label="Ngày ký quyết định", required=True),
        Column(name="decision_place", kind="text", label="Điều, phụ lục"),
        Column(name="note", kind="text", label="Ghi chú"),
    ),
)

TARGET_FORM = Form(
    name="targets",
    label="Bảng chỉ tiêu được giao",
    table=TARGETS,
    place="unit",
    checks=TARGET_CHECKS,
    fields=(
        Field(column="measure", header="Mã chỉ tiêu"),
        Field(column="locality_code", header="Mã đơn vị", also=("Mã đơn vị hành chính", "Mã xã")),
        Field(column="locality_name", header="Tên đơn vị", also=("Tên xã", "Đơn vị")),
        Field(column="district_name", header="Tên huyện", also=("Huyện",)),
        PERIOD_FIELD,
        Field(column="holds", header="Áp dụng"),
        Field(column="direction", header="Yêu cầu"),
        Field(column="value", header="Mức giao", also=("Chỉ tiêu giao", "Từ")),
        Field(column="value_to", header="Mức giao đến", also=("Đến",)),
        Field(column="unit", header="Đơn vị tính"),
        Field(column="decision_number", header="Số quyết định", also=("Quyết định số",)),
        Field(column="decision_issuer", header="Cơ quan ban hành"),
        Field(column="day", header="Ngày ký", also=("Ngày quyết định", "Ngày ký quyết định")),
        Field(column="decision_place", header="Điều, phụ lục"),
        Field(column="note", header="Ghi chú"),
    ),
)
