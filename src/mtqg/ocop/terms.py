"""Tables and forms of the programme One Commune One Product."""

from __future__ import annotations

from mtqg.core.columns import COMMUNE_FIELDS, DECISION, DECISION_FIELDS, DECISION_NAMES, ENDS_ON, LOCALITY
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table

STARS = {"3": "3 sao", "4": "4 sao", "5": "5 sao"}
GROUPS = {
    "food": "Thực phẩm",
    "drink": "Đồ uống",
    "herb": "Dược liệu và sản phẩm từ dược liệu",
    "craft": "Hàng thủ công mỹ nghệ",
    "ornamental": "Sinh vật cảnh",
    "tourism": "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
}

# One row: a star certificate of a product, from its decision to the end of its validity.
OCOP_PRODUCTS = Table(
    name="ocop_products",
    label="Sản phẩm OCOP được phân hạng",
    dataset="ocop",
    time="spell",
    keeper="province",
    key=("product_code", "day"),
    decision=DECISION_NAMES,
    columns=(
        LOCALITY,
        Column(name="product_code", kind="text", label="Mã sản phẩm", required=True),
        Column(name="product_name", kind="text", label="Tên sản phẩm", required=True),
        Column(name="producer_name", kind="text", label="Chủ thể", personal=True),
        Column(name="product_group", kind="text", label="Nhóm sản phẩm", choices=GROUPS),
        Column(name="stars", kind="text", label="Hạng sao", choices=STARS, required=True),
        Column(name="standard", kind="text", label="Bộ tiêu chí", required=True),
        Column(name="day", kind="date", label="Ngày công nhận", required=True),
        ENDS_ON,
        *DECISION,
    ),
)

OCOP_FORM = Form(
    name="ocop-products",
    label="Danh sách sản phẩm OCOP được phân hạng",
    table=OCOP_PRODUCTS,
    place="commune",
    fields=(
        *COMMUNE_FIELDS,
        Field(column="product_code", header="Mã sản phẩm"),
        Field(column="product_name", header="Tên sản phẩm"),
        Field(column="producer_name", header="Chủ thể"),
        Field(column="product_group", header="Nhóm sản phẩm"),
        Field(column="stars", header="Hạng sao"),
        Field(column="standard", header="Bộ tiêu chí"),
        Field(column="day", header="Ngày công nhận"),
        Field(column="ends_on", header="Ngày hết hiệu lực", also=("Có giá trị đến",)),
        *DECISION_FIELDS,
    ),
)
