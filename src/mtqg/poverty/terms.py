"""Tables and forms of the poverty review."""

from __future__ import annotations

from mtqg.core.columns import (
    COMMUNE_FIELDS,
    DECISION,
    DECISION_FIELDS,
    DECISION_NAMES,
    ENDS_ON,
    LOCALITY,
    PERIOD,
    PERIOD_FIELD,
    VILLAGE,
    VILLAGE_FIELDS,
)
from mtqg.core.form import Field, Form
from mtqg.core.table import NOT_CLOSED, Column, Table
from mtqg.poverty.checks import MEMBER_CHECKS, SHEET_CHECKS, SHEET_LAW
from mtqg.poverty.checks_rows import COUNT_CHECKS
from mtqg.poverty.indicators import INDICATORS

CLASSES = {
    "poor": "Hộ nghèo",
    "near_poor": "Hộ cận nghèo",
    "average_living": "Hộ có mức sống trung bình",
    "not_poor": "Không nghèo",
}
AREAS = {"rural": "Nông thôn", "urban": "Thành thị"}
SEXES = {"male": "Nam", "female": "Nữ"}
RELATIONS = {
    "head": "Chủ hộ",
    "spouse": "Vợ, chồng",
    "child": "Con",
    "parent": "Cha, mẹ",
    "grandparent": "Ông, bà",
    "grandchild": "Cháu",
    "sibling": "Anh, chị, em",
    "other": "Quan hệ khác",
}

# A household may have several causes: they do not add up to the households.
CAUSES = {
    "cause_land": "Không có đất sản xuất",
    "cause_capital": "Không có vốn sản xuất, kinh doanh",
    "cause_labour": "Không có lao động",
    "cause_tools": "Không có công cụ, phương tiện sản xuất",
    "cause_knowledge": "Không có kiến thức về sản xuất",
    "cause_skill": "Không có kỹ năng lao động, sản xuất",
    "cause_illness": "Có người ốm đau, bệnh nặng, tai nạn",
    "cause_other": "Nguyên nhân khác",
}
CHANGE_REASONS = {
    "new": "Phát sinh mới",
    "again": "Tái nghèo, tái cận nghèo",
    "better": "Cải thiện thu nhập, điểm số",
    "moved_in": "Chuyển đến",
    "moved_out": "Chuyển đi",
    "split": "Tách hộ",
    "joined": "Nhập hộ",
    "dissolved": "Hộ không còn",
    "other": "Lý do khác",
}

# One row: all resident households of a village on a day, counted by the commune, whether reviewed or not.
HOUSEHOLD_COUNTS = Table(
    name="household_counts",
    label="Số hộ dân cư theo thôn",
    dataset="poverty",
    time="period",
    key=("period", "village_code"),
    columns=(
        PERIOD,
        LOCALITY,
        Column(name="village_code", kind="text", label="Mã thôn", required=True),
        Column(name="day", kind="date", label="Ngày thống kê", required=True),
        Column(name="households", kind="integer", label="Tổng số hộ", unit="hộ", required=True, least=0),
        Column(name="persons", kind="integer", label="Số nhân khẩu", unit="người", least=0),
        Column(name="minority_households", kind="integer", label="Số hộ DTTS", unit="hộ", least=0),
        Column(name="minority_persons", kind="integer", label="Số nhân khẩu DTTS", unit="người", least=0),
        Column(name="local_minority_households", kind="integer", label="Số hộ DTTS tại chỗ", unit="hộ", least=0),
        Column(name="local_minority_persons", kind="integer", label="Số nhân khẩu DTTS tại chỗ", unit="người", least=0),
    ),
)

# One row: the sheet of a household in a review, and what the commune's chairman decided.
POVERTY_SHEETS = Table(
    name="poverty_sheets",
    label="Phiếu rà soát hộ nghèo, hộ cận nghèo",
    dataset="poverty",
    time="period",
    key=("period", "standard", "household_code"),
    decision=DECISION_NAMES,
    columns=(
        PERIOD,
        Column(name="standard", kind="text", label="Chuẩn nghèo", required=True),
        LOCALITY,
        VILLAGE,
        Column(name="household_code", kind="text", label="Mã hộ", required=True),
        Column(name="head_name", kind="text", label="Họ tên chủ hộ", personal=True, searched="name"),
        Column(name="identity_number", kind="text", label="Số định danh cá nhân", personal=True, searched="number"),
        Column(name="day", kind="date", label="Ngày rà soát", required=True),
        Column(name="area", kind="text", label="Khu vực", choices=AREAS, required=True),
        Column(name="income_points", kind="integer", label="Điểm B1", unit="điểm", least=0),
        Column(name="deprivation_points", kind="integer", label="Điểm B2", unit="điểm", least=0),
        Column(name="is_minority", kind="flag", label="Hộ DTTS"),
        Column(name="is_local_minority", kind="flag", label="Hộ DTTS tại chỗ"),
        Column(name="ethnic_group", kind="text", label="Dân tộc của chủ hộ"),
        Column(name="head_sex", kind="text", label="Giới tính chủ hộ", choices=SEXES),
        Column(name="persons", kind="integer", label="Số nhân khẩu", unit="người", least=0),
        Column(name="children", kind="integer", label="Số trẻ em", unit="người", least=0),
        Column(name="children_lacking_nutrition", kind="integer", label="Trẻ em thiếu dinh dưỡng", least=0),
        Column(name="children_lacking_insurance", kind="integer", label="Trẻ em không có BHYT", least=0),
        Column(name="children_lacking_schooling", kind="integer", label="Trẻ em không đi học đúng tuổi", least=0),
        Column(name="has_merit", kind="flag", label="Có thành viên là người có công"),
        Column(name="lacks_labour", kind="flag", label="Hộ không có khả năng lao động"),
        Column(name="is_farm_household", kind="flag", label="Hộ nông, lâm, ngư, diêm nghiệp"),
        Column(name="income_vnd", kind="integer", label="Thu nhập bình quân tháng", unit="đồng/người"),
        Column(name="allowance_vnd", kind="integer", label="Trong đó trợ cấp", unit="đồng/người", least=0),
        *(Column(name=name, kind="flag", label=label) for name, label in {**INDICATORS, **CAUSES}.items()),
        Column(name="decided_class", kind="text", label="Kết quả công nhận", choices=CLASSES),
        Column(name="change_reason", kind="text", label="Lý do thay đổi", choices=CHANGE_REASONS),
        *DECISION,
    ),
)

# One row: a household at an address from a day on. Another village, area or head is another row of the same household.
# It names people, so it is never closed; what is counted of households stands in sheets and counts.
HOUSEHOLDS = Table(
    name="households",
    label="Sổ hộ dân cư",
    dataset=NOT_CLOSED,
    time="spell",
    key=("household_code", "day"),
    columns=(
        Column(name="household_code", kind="text", label="Mã hộ", required=True),
        Column(
            name="household_key", kind="text", label="Khóa ngẫu nhiên của hộ", required=True, key_of="household_code"
        ),
        LOCALITY,
        VILLAGE,
        Column(name="day", kind="date", label="Từ ngày", required=True),
        ENDS_ON,
        Column(name="head_name", kind="text", label="Họ tên chủ hộ", personal=True, searched="name"),
        Column(name="address", kind="text", label="Địa chỉ", personal=True),
        Column(name="phone", kind="text", label="Số điện thoại", personal=True, searched="phone"),
        Column(name="ethnic_group", kind="text", label="Dân tộc của chủ hộ (mã)"),
        Column(name="area", kind="text", label="Khu vực", choices=AREAS, required=True),
    ),
)

# One row: a person belongs to a household from a day until another. Who moves to another household leaves one row and
# begins another under the same code.
HOUSEHOLD_MEMBERS = Table(
    name="household_members",
    label="Sổ thành viên hộ",
    dataset=NOT_CLOSED,
    time="spell",
    key=("member_code", "day"),
    columns=(
        Column(name="member_code", kind="text", label="Mã thành viên", required=True),
        Column(name="household_code", kind="text", label="Mã hộ", required=True),
        LOCALITY,
        VILLAGE,
        Column(name="day", kind="date", label="Ngày vào hộ", required=True),
        Column(name="ends_on", kind="date", label="Ngày ra khỏi hộ"),
        Column(name="member_name", kind="text", label="Họ tên", personal=True, searched="name"),
        Column(name="identity_number", kind="text", label="Số định danh cá nhân", personal=True, searched="number"),
        Column(name="born_on", kind="date", label="Ngày sinh"),
        Column(name="birth_year", kind="integer", label="Năm sinh", unit="năm", least=1900),
        Column(name="sex", kind="text", label="Giới tính", choices=SEXES),
        Column(name="relation", kind="text", label="Quan hệ với chủ hộ", choices=RELATIONS, required=True),
        Column(name="ethnic_group", kind="text", label="Dân tộc (mã)"),
    ),
)

HOUSEHOLD_COUNT_FORM = Form(
    name="household-counts",
    label="Biểu tổng hợp số hộ dân cư theo thôn",
    table=HOUSEHOLD_COUNTS,
    place="village",
    reviewed=True,
    checks=COUNT_CHECKS,
    fields=(
        PERIOD_FIELD,
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="day", header="Ngày thống kê"),
        Field(column="households", header="Tổng số hộ", also=("Số hộ",)),
        Field(column="persons", header="Số nhân khẩu", also=("Nhân khẩu",)),
        Field(column="minority_households", header="Số hộ DTTS", also=("Hộ dân tộc thiểu số",)),
        Field(column="minority_persons", header="Số nhân khẩu DTTS"),
        Field(column="local_minority_households", header="Số hộ DTTS tại chỗ"),
        Field(column="local_minority_persons", header="Số nhân khẩu DTTS tại chỗ"),
    ),
)

POVERTY_REVIEW_FORM = Form(
    name="poverty-review",
    label="Danh sách phiếu rà soát và kết quả công nhận hộ nghèo, hộ cận nghèo",
    table=POVERTY_SHEETS,
    place="village",
    reviewed=True,
    law=SHEET_LAW,
    checks=SHEET_CHECKS,
    fields=(
        PERIOD_FIELD,
        Field(column="standard", header="Chuẩn nghèo"),
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="household_code", header="Mã hộ"),
        Field(column="head_name", header="Họ và tên chủ hộ", also=("Họ tên chủ hộ", "Chủ hộ")),
        Field(column="identity_number", header="Số định danh", also=("CCCD", "Số CCCD", "Số định danh cá nhân")),
        Field(column="day", header="Ngày rà soát"),
        Field(column="area", header="Khu vực"),
        Field(column="income_points", header="Điểm B1", also=("B1", "Điểm A")),
        Field(column="deprivation_points", header="Điểm B2", also=("B2", "Điểm B", "Điểm thiếu hụt")),
        Field(column="is_minority", header="Hộ DTTS", also=("Dân tộc thiểu số",)),
        Field(column="is_local_minority", header="Hộ DTTS tại chỗ", also=("DTTS tại chỗ",)),
        Field(column="ethnic_group", header="Dân tộc", also=("Dân tộc của chủ hộ",)),
        Field(column="head_sex", header="Giới tính chủ hộ"),
        Field(column="persons", header="Số nhân khẩu", also=("Nhân khẩu", "Số khẩu")),
        Field(column="children", header="Số trẻ em", also=("Số trẻ em dưới 16 tuổi",)),
        Field(column="children_lacking_nutrition", header="Trẻ em thiếu dinh dưỡng"),
        Field(column="children_lacking_insurance", header="Trẻ em không có BHYT"),
        Field(column="children_lacking_schooling", header="Trẻ em không đi học đúng tuổi"),
        Field(column="has_merit", header="Người có công", also=("Có thành viên là người có công",)),
        Field(column="lacks_labour", header="Không có khả năng lao động"),
        Field(column="is_farm_household", header="Hộ nông, lâm, ngư, diêm nghiệp"),
        Field(column="income_vnd", header="Thu nhập bình quân tháng (đồng/người)", also=("Thu nhập bình quân tháng",)),
        Field(column="allowance_vnd", header="Trong đó trợ cấp (đồng/người)", also=("Trong đó trợ cấp",)),
        *(Field(column=name, header=label) for name, label in {**INDICATORS, **CAUSES}.items()),
        Field(column="decided_class", header="Kết quả công nhận", also=("Phân loại hộ",)),
        Field(column="change_reason", header="Lý do thay đổi"),
        *DECISION_FIELDS,
    ),
)

HOUSEHOLD_FORM = Form(
    name="households",
    label="Danh sách hộ dân cư",
    table=HOUSEHOLDS,
    place="village",
    fields=(
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="household_code", header="Mã hộ"),
        Field(column="head_name", header="Họ và tên chủ hộ", also=("Họ tên chủ hộ", "Chủ hộ")),
        Field(column="day", header="Từ ngày"),
        Field(column="ends_on", header="Đến ngày", also=("Ngày hết hiệu lực",)),
        Field(column="address", header="Địa chỉ", also=("Nơi ở", "Địa chỉ thường trú")),
        Field(column="phone", header="Số điện thoại", also=("Điện thoại", "SĐT")),
        Field(column="ethnic_group", header="Dân tộc", also=("Mã dân tộc", "Dân tộc của chủ hộ")),
        Field(column="area", header="Khu vực"),
    ),
)

MEMBER_FORM = Form(
    name="household-members",
    label="Danh sách thành viên hộ",
    table=HOUSEHOLD_MEMBERS,
    place="village",
    checks=MEMBER_CHECKS,
    fields=(
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="household_code", header="Mã hộ"),
        Field(column="member_code", header="Mã thành viên", also=("Mã nhân khẩu",)),
        Field(column="member_name", header="Họ và tên", also=("Họ tên", "Họ và tên thành viên")),
        Field(column="identity_number", header="Số định danh", also=("CCCD", "Số CCCD", "Số định danh cá nhân")),
        Field(column="born_on", header="Ngày sinh", also=("Ngày, tháng, năm sinh",)),
        Field(column="birth_year", header="Năm sinh"),
        Field(column="sex", header="Giới tính"),
        Field(column="relation", header="Quan hệ với chủ hộ", also=("Quan hệ",)),
        Field(column="ethnic_group", header="Dân tộc", also=("Mã dân tộc",)),
        Field(column="day", header="Ngày vào hộ"),
        Field(column="ends_on", header="Ngày ra khỏi hộ"),
    ),
)
