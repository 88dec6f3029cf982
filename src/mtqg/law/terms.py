"""What an office adds to the book of law: values and documents that one person proposes and another confirms.

A line begins as a proposal and judges nothing. When another person has read the same in the gazette and confirmed it,
the two of them stand for the line, and it is part of the office's book from that act on. Neither row is ever rewritten.
"""

from __future__ import annotations

from mtqg.core.table import Column, Table

_PROPOSER = (
    Column(name="evidence", kind="text", label="Đã đọc ở đâu (công báo, trang)", required=True),
    Column(name="proposed_by", kind="text", label="Người đề xuất", required=True),
    Column(name="proposed_person", kind="text", label="Người đề xuất, để so sánh", required=True),
)

# One row: a number of the law that a person has read in the gazette, and proposes.
LAW_VALUES = Table(
    name="law_value_proposals",
    label="Trị số pháp lý được đề xuất",
    dataset="law",
    time="book",
    key=("name", "standard", "area", "region", "group", "issuer", "valid_from"),
    columns=(
        Column(name="name", kind="text", label="Tên trị số", required=True),
        Column(name="standard", kind="text", label="Chuẩn", required=True),
        Column(name="area", kind="text", label="Khu vực", required=True),
        Column(name="region", kind="text", label="Vùng", required=True),
        Column(name="group", kind="text", label="Nhóm", required=True),
        Column(name="issuer", kind="text", label="Cấp ban hành", required=True),
        Column(name="valid_from", kind="date", label="Từ ngày", required=True),
        Column(name="valid_to", kind="date", label="Ngày hết hiệu lực"),
        Column(name="value", kind="text", label="Giá trị", required=True),
        Column(name="unit", kind="text", label="Đơn vị", required=True),
        Column(name="document", kind="text", label="Số, ký hiệu văn bản", required=True),
        Column(name="issued_by", kind="text", label="Cơ quan ban hành", required=True),
        Column(name="signed_on", kind="date", label="Ngày ký"),
        Column(name="place", kind="text", label="Điều khoản", required=True),
        *_PROPOSER,
    ),
)

# One row: a document of law, or with ``place`` a provision of one, that a person proposes.
LAW_DOCUMENTS = Table(
    name="law_documents",
    label="Văn bản, điều khoản được đề xuất",
    dataset="law",
    time="book",
    key=("number", "issued_by", "signed_on", "place"),
    columns=(
        Column(name="number", kind="text", label="Số, ký hiệu", required=True),
        Column(name="kind", kind="text", label="Loại văn bản", required=True),
        Column(name="issued_by", kind="text", label="Cơ quan ban hành", required=True),
        Column(name="signed_on", kind="date", label="Ngày ký"),
        Column(name="place", kind="text", label="Điều khoản", required=True),
        Column(name="says", kind="text", label="Nội dung", required=True),
        Column(name="in_force_from", kind="date", label="Có hiệu lực từ"),
        Column(name="in_force_to", kind="date", label="Ngày hết hiệu lực"),
        *_PROPOSER,
    ),
)

# One row: another person's confirmation of one proposal.
LAW_CONFIRMATIONS = Table(
    name="law_confirmations",
    label="Xác nhận trị số, văn bản",
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

PROPOSALS = (LAW_VALUES, LAW_DOCUMENTS)
OFFICE_TABLES = (*PROPOSALS, LAW_CONFIRMATIONS)
# Who did it is said by the acts; it does not leave the register.
PEOPLE = ("proposed_by", "proposed_person", "confirmed_by", "confirmed_person")
