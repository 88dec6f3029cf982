"""Tables of the sheet in the register: the answers of households, and the tables of points that an office loads."""

from __future__ import annotations

from mtqg.core.columns import COMMUNE_FIELDS, LOCALITY, PERIOD, PERIOD_FIELD, VILLAGE, VILLAGE_FIELDS
from mtqg.core.form import Field, Form
from mtqg.core.table import Column, Table
from mtqg.poverty.sheet.questions import B1_ITEMS, CONDITIONS
from mtqg.poverty.terms import AREAS

ASKED = {**CONDITIONS, **B1_ITEMS}  # form B2's answers are the flags lacks_* of the sheet itself
ANSWER_REGIONS = {
    "DBSH": "Đồng bằng sông Hồng",
    "TDMNPB": "Trung du miền núi phía Bắc",
    "BTB": "Bắc Trung Bộ",
    "DHNTB": "Duyên hải Nam Trung Bộ",
    "TN": "Tây Nguyên",
    "DNB": "Đông Nam Bộ",
    "DBSCL": "Đồng bằng sông Cửu Long",
}

# One row: what a household's sheet answers in a review, as codes of boxes (several are separated by ;). Nothing in it
# names a person; the household is found by its code.
POVERTY_ANSWERS = Table(
    name="poverty_answers",
    label="Câu trả lời của phiếu rà soát",
    dataset="poverty",
    time="period",
    key=("period", "standard", "household_code"),
    columns=(
        PERIOD,
        Column(name="standard", kind="text", label="Chuẩn nghèo", required=True),
        LOCALITY,
        VILLAGE,
        Column(name="household_code", kind="text", label="Mã hộ", required=True),
        Column(name="day", kind="date", label="Ngày rà soát", required=True),
        Column(name="area", kind="text", label="Khu vực", choices=AREAS, required=True),
        Column(name="region", kind="text", label="Vùng của bảng điểm", choices=ANSWER_REGIONS),
        Column(name="has_request", kind="flag", label="Hộ có giấy đề nghị"),
        *(Column(name=name, kind="text", label=label) for name, label in ASKED.items()),
    ),
)

ANSWER_FORM = Form(
    name="poverty-answers",
    label="Câu trả lời của phiếu rà soát",
    table=POVERTY_ANSWERS,
    place="village",
    reviewed=True,
    fields=(
        PERIOD_FIELD,
        Field(column="standard", header="Chuẩn nghèo"),
        *COMMUNE_FIELDS,
        *VILLAGE_FIELDS,
        Field(column="household_code", header="Mã hộ"),
        Field(column="day", header="Ngày rà soát"),
        Field(column="area", header="Khu vực"),
        Field(column="region", header="Vùng của bảng điểm", also=("Vùng",)),
        Field(column="has_request", header="Hộ có giấy đề nghị"),
        *(Field(column=name, header=label) for name, label in ASKED.items()),
    ),
)

# One row: a whole table of points as a person loaded it from the gazette. It adds up nothing until another person has
# read the same and confirmed it.
SCORE_TABLES = Table(
    name="score_tables",
    label="Bảng điểm của phiếu rà soát được đề xuất",
    dataset="law",
    time="book",
    key=("digest",),
    columns=(
        Column(name="versions", kind="text", label="Bảng", required=True),
        Column(name="file", kind="text", label="Tệp", required=True),
        Column(name="content", kind="text", label="Nội dung", required=True),
        Column(name="digest", kind="text", label="Dấu kiểm của nội dung", required=True),
        Column(name="lines", kind="integer", label="Số dòng", required=True, least=1),
        Column(name="evidence", kind="text", label="Đã đọc ở đâu (công báo, trang)", required=True),
        Column(name="proposed_by", kind="text", label="Người đề xuất", required=True),
        Column(name="proposed_person", kind="text", label="Người đề xuất, để so sánh", required=True),
    ),
)

# One row: another person's confirmation of one of them.
SCORE_CONFIRMATIONS = Table(
    name="score_confirmations",
    label="Xác nhận bảng điểm của phiếu rà soát",
    dataset="law",
    time="book",
    key=("proposal_table", "proposal_act", "proposal_row"),
    columns=(
        Column(name="proposal_table", kind="text", label="Bảng đề xuất", required=True),
        Column(name="proposal_act", kind="integer", label="Tác vụ đề xuất", required=True),
        Column(name="proposal_row", kind="integer", label="Dòng đề xuất", required=True),
        Column(name="proposed_by", kind="text", label="Người đề xuất", required=True),
        Column(name="proposed_person", kind="text", label="Người đề xuất, để so sánh", required=True),
        Column(name="confirmed_by", kind="text", label="Người xác nhận", required=True),
        Column(name="confirmed_person", kind="text", label="Người xác nhận, để so sánh", required=True),
    ),
)

SHEET_BOOKS = (SCORE_TABLES, SCORE_CONFIRMATIONS)
