"""Tables and forms of what an office adds to the book of localities: villages and lists."""

from __future__ import annotations

from mtqg.core.columns import COMMUNE_FIELDS, DECISION, DECISION_FIELDS, DECISION_NAMES, ENDS_ON, LOCALITY, VILLAGE
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table

# Lists that an office keeps itself. Those of the Prime Minister and the ministries come with the package.
OFFICE_LISTS = {
    "minority_mountain_area": "Vùng đồng bào dân tộc thiểu số và miền núi",
    "specially_difficult_village": "Thôn đặc biệt khó khăn",
}

# One row: a village of a commune (thôn, bản, tổ dân phố), with the office's own code, from a day on.
VILLAGES = Table(
    name="villages",
    label="Danh mục thôn, bản, tổ dân phố",
    dataset="localities",
    time="spell",
    keeper="province",
    key=("village_code", "day"),
    decision=DECISION_NAMES,
    columns=(
        LOCALITY,
        Column(name="village_code", kind="text", label="Mã thôn", required=True),
        Column(name="village_name", kind="text", label="Tên thôn", required=True),
        Column(name="day", kind="date", label="Có từ ngày", required=True),
        ENDS_ON,
        *DECISION,
    ),
)

# One row: a village, commune or district stands on a list from a day on.
LIST_MEMBERS = Table(
    name="list_members",
    label="Danh sách địa bàn",
    dataset="localities",
    time="spell",
    keeper="province",
    key=("list_name", "member_code", "day"),
    decision=DECISION_NAMES,
    columns=(
        Column(name="list_name", kind="text", label="Danh sách", choices=OFFICE_LISTS, required=True),
        Column(name="member_code", kind="text", label="Mã địa bàn", required=True),
        LOCALITY,
        VILLAGE,
        Column(name="day", kind="date", label="Từ ngày", required=True),
        ENDS_ON,
        *DECISION,
    ),
)

VILLAGE_FORM = Form(
    name="villages",
    label="Danh mục thôn, bản, tổ dân phố",
    table=VILLAGES,
    place="commune",
    fields=(
        *COMMUNE_FIELDS,
        Field(column="village_code", header="Mã thôn"),
        Field(column="village_name", header="Tên thôn", also=("Thôn",)),
        Field(column="day", header="Có từ ngày"),
        Field(column="ends_on", header="Đến ngày"),
        *DECISION_FIELDS,
    ),
)

AREA_LIST_FORM = Form(
    name="area-list",
    label="Danh sách địa bàn (vùng đồng bào DTTS và miền núi, thôn đặc biệt khó khăn)",
    table=LIST_MEMBERS,
    place="member",
    fields=(
        Field(column="list_name", header="Danh sách"),
        Field(column="member_code", header="Mã địa bàn", also=("Mã thôn", "Mã đơn vị")),
        Field(column="locality_name", header="Tên địa bàn"),
        Field(column="day", header="Từ ngày"),
        Field(column="ends_on", header="Đến ngày"),
        *DECISION_FIELDS,
    ),
)
