"""Tables and forms of the programme One Commune One Product."""

from __future__ import annotations

from mtqg.core.columns import COMMUNE_FIELDS, DECISION, DECISION_FIELDS, DECISION_NAMES, ENDS_ON, LOCALITY
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table
from mtqg.ocop.checks import PRODUCER_CHECKS

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
        Column(name="producer_code", kind="text", label="Mã chủ thể"),
        Column(name="product_group", kind="text", label="Nhóm sản phẩm", choices=GROUPS),
        Column(name="stars", kind="text", label="Hạng sao", choices=STARS, required=True),
        Column(name="standard", kind="text", label="Bộ tiêu chí", required=True),
        Column(name="day", kind="date", label="Ngày công nhận", required=True),
        ENDS_ON,
        *DECISION,
    ),
)

PRODUCER_KINDS = {
    "cooperative": "Hợp tác xã",
    "cooperative_group": "Tổ hợp tác",
    "company": "Doanh nghiệp",
    "household": "Hộ sản xuất, hộ kinh doanh",
    "other": "Tổ chức khác",
}

# One row: a producer, from a day on, until it ends or turns into another kind (a household firm becomes a company).
# The name of an organisation stands in a public register and may leave ours: a list of producers without it helps
# nobody. A household's firm mostly bears the name of a person, so its name, owner and telephone stay sealed.
OCOP_PRODUCERS = Table(
    name="ocop_producers",
    label="Chủ thể OCOP",
    dataset="ocop",
    time="spell",
    keeper="province",
    key=("producer_code", "day"),
    columns=(
        LOCALITY,
        Column(name="producer_code", kind="text", label="Mã chủ thể", required=True),
        Column(name="producer_kind", kind="text", label="Loại hình", choices=PRODUCER_KINDS, required=True),
        Column(name="organisation_name", kind="text", label="Tên tổ chức"),
        Column(name="business_number", kind="text", label="Mã số doanh nghiệp, hợp tác xã"),
        Column(name="owner_name", kind="text", label="Tên hộ, chủ hộ", personal=True, searched="name"),
        Column(name="phone", kind="text", label="Số điện thoại", personal=True, searched="phone"),
        Column(name="is_minority", kind="flag", label="Chủ thể DTTS"),
        Column(name="day", kind="date", label="Từ ngày", required=True),
        ENDS_ON,
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
        Field(column="producer_code", header="Mã chủ thể"),
        Field(column="product_group", header="Nhóm sản phẩm"),
        Field(column="stars", header="Hạng sao"),
        Field(column="standard", header="Bộ tiêu chí"),
        Field(column="day", header="Ngày công nhận"),
        Field(column="ends_on", header="Ngày hết hiệu lực", also=("Có giá trị đến",)),
        *DECISION_FIELDS,
    ),
)

PRODUCER_FORM = Form(
    name="ocop-producers",
    label="Danh sách chủ thể OCOP",
    table=OCOP_PRODUCERS,
    place="commune",
    checks=PRODUCER_CHECKS,
    fields=(
        *COMMUNE_FIELDS,
        Field(column="producer_code", header="Mã chủ thể"),
        Field(column="producer_kind", header="Loại hình", also=("Loại hình chủ thể",)),
        Field(column="organisation_name", header="Tên tổ chức", also=("Tên hợp tác xã, doanh nghiệp",)),
        Field(column="business_number", header="Mã số doanh nghiệp", also=("Mã số hợp tác xã", "Mã số thuế")),
        Field(column="owner_name", header="Tên hộ, chủ hộ", also=("Họ tên chủ hộ", "Tên hộ kinh doanh")),
        Field(column="phone", header="Số điện thoại", also=("Điện thoại", "SĐT")),
        Field(column="is_minority", header="Chủ thể DTTS", also=("Dân tộc thiểu số",)),
        Field(column="day", header="Từ ngày"),
        Field(column="ends_on", header="Đến ngày"),
    ),
)
