"""What looks wrong in the registers of the programme One Commune One Product: producers and certificates."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.check import Check
from mtqg.core.errors import code
from mtqg.core.form import RowCheck

NO_ORGANISATION = code(
    "O-001",
    vi="Chủ thể {producer_code} là tổ chức nhưng thiếu tên tổ chức.",
    en="The producer {producer_code} is an organisation without a name.",
    remedy_vi="Ghi tên vào cột Tên tổ chức.",
    remedy_en="Give its name in the column Tên tổ chức.",
)
NAME_OF_A_HOUSEHOLD = code(
    "O-002",
    vi="Chủ thể {producer_code} là hộ: tên không được ghi ở cột Tên tổ chức, vì cột này được công bố.",
    en="The producer {producer_code} is a household: its name does not belong into Tên tổ chức, which is public.",
    remedy_vi="Chuyển tên sang cột Tên hộ, chủ hộ; cột đó được mã hóa.",
    remedy_en="Move the name to the column Tên hộ, chủ hộ, which is sealed.",
)

_IS_HOUSEHOLD = nw.col("producer_kind") == "household"
PRODUCER_CHECKS = (
    RowCheck(
        code=NO_ORGANISATION,
        column="organisation_name",
        wrong=~_IS_HOUSEHOLD & nw.col("organisation_name").is_null(),
    ),
    RowCheck(
        code=NAME_OF_A_HOUSEHOLD,
        column="organisation_name",
        wrong=_IS_HOUSEHOLD & ~nw.col("organisation_name").is_null(),
    ),
)

DECISION_MISSING = code(
    "O-040",
    vi="Sản phẩm được công nhận {given} sao nhưng không có số hoặc ngày ký quyết định.",
    en="A product of {given} stars has no number or no day of its decision.",
    remedy_vi="Ghi số quyết định và ngày ký rồi nhập lại dòng này.",
    remedy_en="Give the decision's number and day and import the row again.",
)
ISSUER_MISSING = code(
    "O-041",
    vi="Quyết định {given} không ghi cơ quan ban hành; số quyết định của các cơ quan có thể trùng nhau.",
    en="The decision {given} names no issuer; numbers of different issuers may be the same.",
    remedy_vi="Ghi cơ quan ban hành rồi nhập lại dòng này.",
    remedy_en="Give the issuer and import the row again.",
)

CHECKS = (
    Check(
        code=DECISION_MISSING,
        table="ocop_products",
        column="stars",
        wrong=nw.col("decision_number").is_null() | nw.col("decided_on").is_null(),
    ),
    Check(
        code=ISSUER_MISSING,
        table="ocop_products",
        column="decision_number",
        wrong=~nw.col("decision_number").is_null() & nw.col("decision_issuer").is_null(),
        severity="warning",
    ),
)
