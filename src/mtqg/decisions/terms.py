"""Tables and forms of the register of decisions.

The tables of facts (sheets, titles, products) carry number, issuer and day of the decision behind each row: that names
the decision. This register says of the decision itself what the rows cannot: its title, its file, since when it holds,
and, item by item, what it decided.
"""

from __future__ import annotations

from mtqg.core.columns import DECISION, DECISION_FIELDS, DECISION_NAMES, ENDS_ON, LOCALITY
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table
from mtqg.decisions.checks import DECISION_CHECKS, ITEM_CHECKS

KINDS = {
    "recognition": "Công nhận",
    "approval": "Phê duyệt kết quả",
    "assignment": "Giao chỉ tiêu, kế hoạch",
    "revocation": "Thu hồi, hủy bỏ",
    "amendment": "Sửa đổi, điều chỉnh",
    "other": "Khác",
}
ITEM_KINDS = {
    "class": "Phân loại hộ",
    "title": "Danh hiệu",
    "product": "Công nhận sản phẩm",
    "star": "Hạng sao",
    "target": "Chỉ tiêu được giao",
}

_IDENTITY = ("locality_code", *DECISION_NAMES)
_NEEDED = tuple(Column(name=column.name, kind=column.kind, label=column.label, required=True) for column in DECISION)

# One row: a decision, by the office that issued it. Numbers repeat from office to office: its place is part of its key.
DECISIONS = Table(
    name="decisions",
    label="Sổ quyết định",
    dataset="decisions",
    time="spell",
    keeper="province",
    key=_IDENTITY,
    decision=DECISION_NAMES,
    columns=(
        LOCALITY,
        *_NEEDED,
        Column(name="decision_kind", kind="text", label="Loại quyết định", choices=KINDS, required=True),
        Column(name="title", kind="text", label="Trích yếu", required=True),
        Column(name="day", kind="date", label="Ngày có hiệu lực", required=True),
        ENDS_ON,
        Column(name="file_name", kind="text", label="Tệp quyết định"),
        Column(name="file_sha256", kind="text", label="Dấu kiểm của tệp (SHA-256)"),
    ),
)

# One row: one thing that a decision decided about one subject: a household's class, a unit's title, a product's stars.
DECISION_ITEMS = Table(
    name="decision_items",
    label="Nội dung quyết định",
    dataset="decisions",
    time="spell",
    keeper="province",
    key=(*DECISION_NAMES, "item_kind", "locality_code", "subject_code", "day"),
    decision=DECISION_NAMES,
    columns=(
        *_NEEDED,
        Column(name="item_kind", kind="text", label="Nội dung", choices=ITEM_KINDS, required=True),
        LOCALITY,
        Column(name="subject_code", kind="text", label="Mã đối tượng", required=True),
        Column(name="value", kind="text", label="Kết quả", required=True),
        Column(name="day", kind="date", label="Từ ngày", required=True),
        ENDS_ON,
    ),
)

_PLACE_FIELDS = (
    Field(column="locality_code", header="Mã đơn vị", also=("Mã đơn vị hành chính", "Mã xã")),
    Field(column="locality_name", header="Tên đơn vị", also=("Tên xã", "Đơn vị")),
    Field(column="district_name", header="Tên huyện", also=("Huyện",)),
)

DECISION_FORM = Form(
    name="decisions",
    label="Danh sách quyết định",
    table=DECISIONS,
    place="unit",
    checks=DECISION_CHECKS,
    fields=(
        *_PLACE_FIELDS,
        *DECISION_FIELDS,
        Field(column="decision_kind", header="Loại quyết định"),
        Field(column="title", header="Trích yếu", also=("Trích yếu nội dung",)),
        Field(column="day", header="Ngày có hiệu lực", also=("Có hiệu lực từ ngày",)),
        Field(column="ends_on", header="Ngày hết hiệu lực"),
        Field(column="file_name", header="Tệp quyết định", also=("Tên tệp",)),
        Field(column="file_sha256", header="Dấu kiểm", also=("SHA-256",)),
    ),
)

DECISION_ITEM_FORM = Form(
    name="decision-items",
    label="Nội dung của các quyết định (phân loại hộ, danh hiệu, sản phẩm, hạng sao, chỉ tiêu)",
    table=DECISION_ITEMS,
    place="unit",
    checks=ITEM_CHECKS,
    fields=(
        *DECISION_FIELDS,
        Field(column="item_kind", header="Nội dung", also=("Loại nội dung",)),
        *_PLACE_FIELDS,
        Field(column="subject_code", header="Mã đối tượng", also=("Mã hộ", "Mã sản phẩm", "Mã chỉ tiêu")),
        Field(column="value", header="Kết quả"),
        Field(column="day", header="Từ ngày"),
        Field(column="ends_on", header="Đến ngày"),
    ),
)
