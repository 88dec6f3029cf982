"""The table of an office's own published numbers, and the form by which they come in.

The columns are those of the table ``totals``: one row a number with all its keys, under the same headers, so that one
file serves both. Beside them stand the code of the place and the day of the publication.
"""

from __future__ import annotations

from mtqg.core.columns import LOCALITY, PERIOD
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table

STATUSES = {"official": "chính thức", "announced": "Bộ công bố", "preliminary": "sơ bộ", "estimate": "ước thực hiện"}
STANDINGS = {"read": "đã đọc", "reported": "theo nguồn thứ cấp", "unverified": "chưa xác nhận"}
FLOWS = {
    "stock": "hiện có",
    "flow": "trong kỳ",
    "target": "chỉ tiêu được giao",
    "plan": "kế hoạch",
    "unclear": "chưa nêu",
}

# One row: a number that the office or somebody about it published, as it was printed.
STATEMENTS = Table(
    name="statements",
    label="Số liệu đã công bố",
    dataset="statements",
    time="period",
    keeper="province",
    key=(
        *("measure", "locality_code", "period", "since", "as_of", "standard", "programme", "source", "kind", "carry"),
        *("status", "publication", "place"),
    ),
    columns=(
        LOCALITY,
        Column(name="level", kind="text", label="Cấp"),
        PERIOD,
        Column(name="since", kind="text", label="So với kỳ"),
        Column(name="as_of", kind="text", label="Tính đến ngày"),
        Column(name="measure", kind="text", label="Mã chỉ tiêu", required=True),
        Column(name="standard", kind="text", label="Chuẩn"),
        Column(name="programme", kind="text", label="Chương trình"),
        Column(name="source", kind="text", label="Nguồn vốn"),
        Column(name="kind", kind="text", label="Loại"),
        Column(name="carry", kind="text", label="Vốn kéo dài"),
        Column(name="value", kind="decimal", label="Số liệu"),
        Column(name="rate", kind="decimal", label="Tỷ lệ (%)"),
        Column(name="base", kind="text", label="Mẫu số"),
        Column(name="change", kind="decimal", label="Tăng, giảm"),
        Column(name="change_per_year", kind="decimal", label="Tăng, giảm bình quân năm"),
        Column(name="unit", kind="text", label="Đơn vị tính", required=True),
        Column(name="flow", kind="text", label="Tính chất", choices=FLOWS),
        Column(name="status", kind="text", label="Loại số liệu", choices=STATUSES),
        Column(name="publication", kind="text", label="Văn bản, báo cáo", required=True),
        Column(name="place", kind="text", label="Vị trí trong văn bản"),
        Column(name="standing", kind="text", label="Mức tin cậy", choices=STANDINGS),
        Column(name="day", kind="date", label="Ngày công bố", required=True),
    ),
)

STATEMENT_FORM = Form(
    name="statements",
    label="Bảng số liệu đã công bố",
    table=STATEMENTS,
    place="unit",
    fields=(
        Field(column="locality_code", header="Mã đơn vị", also=("Mã đơn vị hành chính", "locality_code")),
        Field(column="locality_name", header="Địa bàn", also=("Tên đơn vị", "scope")),
        Field(column="level", header="Cấp", also=("level",)),
        Field(column="period", header="Kỳ", also=("period",)),
        Field(column="since", header="So với kỳ", also=("since",)),
        Field(column="as_of", header="Tính đến ngày", also=("as_of",)),
        Field(column="measure", header="Mã chỉ tiêu", also=("measure",)),
        Field(column="standard", header="Chuẩn", also=("standard",)),
        Field(column="programme", header="Chương trình", also=("programme",)),
        Field(column="source", header="Nguồn vốn", also=("source",)),
        Field(column="kind", header="Loại", also=("kind",)),
        Field(column="carry", header="Vốn kéo dài", also=("carry",)),
        Field(column="value", header="Số liệu", also=("value",)),
        Field(column="rate", header="Tỷ lệ (%)", also=("Tỷ lệ", "rate")),
        Field(column="base", header="Mẫu số", also=("base",)),
        Field(column="change", header="Tăng, giảm", also=("change",)),
        Field(column="change_per_year", header="Tăng, giảm bình quân năm", also=("change_per_year",)),
        Field(column="unit", header="Đơn vị tính", also=("unit",)),
        Field(column="flow", header="Tính chất", also=("flow",)),
        Field(column="status", header="Loại số liệu", also=("status",)),
        Field(column="publication", header="Văn bản, báo cáo", also=("publication",)),
        Field(column="place", header="Vị trí trong văn bản", also=("place",)),
        Field(column="standing", header="Mức tin cậy", also=("standing",)),
        Field(column="day", header="Ngày công bố", also=("published_on",)),
    ),
)
