"""The register of reported figures and its form."""

from __future__ import annotations

from mtqg.core.columns import LOCALITY, PERIOD, PERIOD_FIELD
from mtqg.core.form import Field, Form
from mtqg.core.table import NOT_CLOSED, Column, Table
from mtqg.poverty.estimates.checks import estimate_checks

STAGES = {"estimate": "Ước thực hiện", "preliminary": "Số sơ bộ"}

# One row: the value of a measure that somebody reported in a document. A later report is another row: all are kept.
# No figure that is counted reads these rows, and they are not closed: each is what its document says.
ESTIMATES = Table(
    name="estimates",
    label="Số ước thực hiện, số sơ bộ do đơn vị báo cáo",
    dataset=NOT_CLOSED,
    time="period",
    keeper="province",
    key=("stage", "measure", "locality_code", "period", "standard", "day"),
    decision=("decision_number", "decision_issuer", "day"),
    columns=(
        Column(name="stage", kind="text", label="Loại số liệu", choices=STAGES, required=True),
        Column(name="measure", kind="text", label="Mã chỉ tiêu", required=True),
        LOCALITY,
        PERIOD,
        Column(name="standard", kind="text", label="Chuẩn nghèo"),
        Column(name="value", kind="decimal", label="Giá trị", required=True),
        Column(name="part", kind="integer", label="Tử số", least=0),
        Column(name="whole", kind="integer", label="Mẫu số", least=1),
        Column(name="day", kind="date", label="Ngày báo cáo", required=True),
        Column(name="reported_by", kind="text", label="Đơn vị báo cáo", required=True),
        Column(name="method", kind="text", label="Cách ước"),
        Column(name="decision_number", kind="text", label="Số văn bản", required=True),
        Column(name="decision_issuer", kind="text", label="Cơ quan ban hành"),
        Column(name="note", kind="text", label="Ghi chú"),
    ),
)

ESTIMATE_FORM = Form(
    name="estimates",
    label="Bảng số ước thực hiện, số sơ bộ về giảm nghèo",
    table=ESTIMATES,
    place="unit",
    checks=estimate_checks(),
    fields=(
        Field(column="stage", header="Loại số liệu", also=("Tình trạng",)),
        Field(column="measure", header="Mã chỉ tiêu"),
        Field(column="locality_code", header="Mã đơn vị", also=("Mã đơn vị hành chính", "Mã xã")),
        Field(column="locality_name", header="Tên đơn vị", also=("Tên xã", "Đơn vị")),
        Field(column="district_name", header="Tên huyện", also=("Huyện",)),
        PERIOD_FIELD,
        Field(column="standard", header="Chuẩn nghèo"),
        Field(column="value", header="Giá trị", also=("Ước thực hiện", "Số sơ bộ")),
        Field(column="part", header="Tử số"),
        Field(column="whole", header="Mẫu số"),
        Field(column="day", header="Ngày báo cáo", also=("Ngày ký",)),
        Field(column="reported_by", header="Đơn vị báo cáo", also=("Người ước",)),
        Field(column="method", header="Cách ước", also=("Phương pháp",)),
        Field(column="decision_number", header="Số văn bản", also=("Văn bản số",)),
        Field(column="decision_issuer", header="Cơ quan ban hành"),
        Field(column="note", header="Ghi chú"),
    ),
)
