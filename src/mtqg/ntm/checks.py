"""What looks wrong in the titles of new rural development."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.check import Check
from mtqg.core.errors import code

DECISION_MISSING = code(
    "N-040",
    vi="Danh hiệu “{given}” không có số hoặc ngày ký quyết định.",
    en="The title “{given}” has no number or no day of its decision.",
    remedy_vi="Ghi số quyết định và ngày ký rồi nhập lại dòng này.",
    remedy_en="Give the decision's number and day and import the row again.",
)
ISSUER_MISSING = code(
    "N-041",
    vi="Quyết định {given} không ghi cơ quan ban hành; số quyết định của các cơ quan có thể trùng nhau.",
    en="The decision {given} names no issuer; numbers of different issuers may be the same.",
    remedy_vi="Ghi cơ quan ban hành rồi nhập lại dòng này.",
    remedy_en="Give the issuer and import the row again.",
)
SUBJECT_UNKNOWN = code(
    "N-042",
    vi="Danh hiệu của đơn vị {given}, nhưng vào ngày {day} không có đơn vị nào mang mã này.",
    en="A title of {given}, but on {day} there is no unit of this code.",
    remedy_vi="Tra mã vào ngày công nhận: mtqg localities history {given} --on {day}; là thôn thì bổ sung danh mục.",
    remedy_en="Look the code up on that day: mtqg localities history {given} --on {day}; for a village, the list.",
)

CHECKS = (
    Check(
        code=DECISION_MISSING,
        table="recognitions",
        column="title",
        wrong=nw.col("decision_number").is_null() | nw.col("decided_on").is_null(),
    ),
    Check(
        code=ISSUER_MISSING,
        table="recognitions",
        column="decision_number",
        wrong=~nw.col("decision_number").is_null() & nw.col("decision_issuer").is_null(),
        severity="warning",
    ),
    Check(
        code=SUBJECT_UNKNOWN,
        table="recognitions",
        column="subject_code",
        wrong=~nw.col("subject_exists"),
        needs=("subject_exists",),
    ),
)
