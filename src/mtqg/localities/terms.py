"""Tables and forms of what an office adds to the book of localities: villages, lists, and events of its own."""

from __future__ import annotations

from mtqg.core.columns import COMMUNE_FIELDS, DECISION, DECISION_FIELDS, DECISION_NAMES, ENDS_ON, LOCALITY, VILLAGE
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table

# Lists that an office keeps itself. Those of the Prime Minister and the ministries come with the package.
OFFICE_LISTS = {
    "minority_mountain_area": "Vùng đồng bào dân tộc thiểu số và miền núi",
    "specially_difficult_village": "Thôn đặc biệt khó khăn",
}

EVENT_KINDS = {
    "merge": "sáp nhập",
    "split": "chia tách",
    "rename": "đổi tên",
    "reclassify": "đổi loại hình",
    "move": "chuyển đơn vị cấp trên",
    "boundary": "điều chỉnh địa giới",
    "establish": "thành lập",
    "abolish": "kết thúc",
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

# One row: what a resolution changes on a day, where the shipped book does not know it yet.
OFFICE_EVENTS = Table(
    name="office_events",
    label="Sự kiện điều chỉnh đơn vị hành chính do đơn vị ghi",
    dataset="localities",
    time="book",
    key=("event",),
    columns=(
        Column(name="event", kind="text", label="Sự kiện", required=True),
        Column(name="operative", kind="date", label="Ngày vận hành", required=True),
        Column(name="in_force", kind="date", label="Ngày có hiệu lực", required=True),
        Column(name="kind", kind="text", label="Loại", choices=EVENT_KINDS, required=True),
        Column(name="document", kind="text", label="Nghị quyết", required=True),
        Column(name="issued_by", kind="text", label="Cơ quan ban hành", required=True),
        Column(name="note", kind="text", label="Ghi chú", required=True),
    ),
)

# One row: a locality as it begins with an event. That an older one ends is said by the flow that leaves it.
OFFICE_LOCALITIES = Table(
    name="office_localities",
    label="Đơn vị hành chính do đơn vị ghi",
    dataset="localities",
    time="book",
    key=("event", "code"),
    columns=(
        Column(name="event", kind="text", label="Sự kiện", required=True),
        Column(name="code", kind="text", label="Mã đơn vị hành chính", required=True),
        Column(name="name", kind="text", label="Tên", required=True),
        Column(name="kind", kind="text", label="Loại hình", required=True),
        Column(name="level", kind="text", label="Cấp", required=True),
        Column(name="parent_code", kind="text", label="Mã cấp trên", required=True),
    ),
)

# One row: what goes from a locality of the eve to one that begins with the event.
OFFICE_FLOWS = Table(
    name="office_flows",
    label="Phần chuyển giao do đơn vị ghi",
    dataset="localities",
    time="book",
    key=("event", "from_code", "to_code"),
    columns=(
        Column(name="event", kind="text", label="Sự kiện", required=True),
        Column(name="from_code", kind="text", label="Từ mã", required=True),
        Column(name="to_code", kind="text", label="Thành mã", required=True),
        Column(name="extent", kind="text", label="Phần", required=True),
        Column(name="population_ppm", kind="integer", label="Dân số", unit="phần triệu", least=0),
        Column(name="area_ppm", kind="integer", label="Diện tích", unit="phần triệu", least=0),
        Column(name="households_ppm", kind="integer", label="Số hộ", unit="phần triệu", least=0),
    ),
)

OFFICE_TABLES = (OFFICE_EVENTS, OFFICE_LOCALITIES, OFFICE_FLOWS)

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
