"""Columns that mean the same in every table, with one label each."""

from __future__ import annotations

from mtqg.core.form import Field
from mtqg.core.table import Column

LOCALITY = Column(name="locality_code", kind="text", label="Mã đơn vị hành chính", required=True)
VILLAGE = Column(name="village_code", kind="text", label="Mã thôn")
PERIOD = Column(name="period", kind="text", label="Kỳ", required=True)
ENDS_ON = Column(name="ends_on", kind="date", label="Ngày hết hiệu lực")
DECISION = (
    Column(name="decision_number", kind="text", label="Số quyết định"),
    Column(name="decision_issuer", kind="text", label="Cơ quan ban hành"),
    Column(name="decided_on", kind="date", label="Ngày ký quyết định"),
)
DECISION_NAMES = ("decision_number", "decision_issuer", "decided_on")

COMMUNE_FIELDS = (
    Field(column="locality_code", header="Mã xã", also=("Mã đơn vị hành chính cấp xã",)),
    Field(column="locality_name", header="Tên xã", also=("Xã", "Xã, phường, thị trấn")),
    Field(column="district_name", header="Tên huyện", also=("Huyện", "Huyện, thị xã, thành phố")),
)
VILLAGE_FIELDS = (
    Field(column="village_code", header="Mã thôn"),
    Field(column="village_name", header="Tên thôn", also=("Thôn", "Thôn, bản, tổ dân phố")),
)
PERIOD_FIELD = Field(column="period", header="Kỳ", also=("Năm rà soát", "Kỳ báo cáo"))
DECISION_FIELDS = (
    Field(column="decision_number", header="Số quyết định", also=("Quyết định số",)),
    Field(column="decision_issuer", header="Cơ quan ban hành"),
    Field(column="decided_on", header="Ngày ký", also=("Ngày quyết định",)),
)
