"""What looks wrong in the certificates of OCOP products."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.check import Check
from mtqg.core.errors import code

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
