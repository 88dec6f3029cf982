"""What looks wrong in the data of the poverty review."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.errors import code
from mtqg.core.form import RowCheck

DEPRIVATION_STEP = code(
    "P-012",
    vi="Điểm thiếu hụt {given} không phải bội số của {points_per_indicator}.",
    en="The deprivation points {given} are no multiple of {points_per_indicator}.",
    remedy_vi="Mỗi chỉ số thiếu hụt tính {points_per_indicator} điểm; sửa phiếu rồi nộp lại.",
    remedy_en="Each deprived indicator counts {points_per_indicator} points; correct the sheet and hand it in again.",
    law="07/2021/TT-BLĐTBXH",
)
DECISION_MISSING = code(
    "P-020",
    vi="Có kết quả công nhận “{given}” nhưng thiếu số hoặc ngày ký quyết định.",
    en="There is a decided class “{given}” without the number or the day of the decision.",
    remedy_vi="Ghi số quyết định, cơ quan ban hành và ngày ký, hoặc bỏ trống kết quả công nhận.",
    remedy_en="Give number, issuer and day of the decision, or leave the class empty.",
    law="24/2021/QĐ-TTg",
)
DECIDED_BEFORE_REVIEW = code(
    "P-021",
    vi="Ngày ký quyết định {given} trước ngày rà soát.",
    en="The day of the decision {given} lies before the review.",
    remedy_vi="Kiểm tra lại hai ngày.",
    remedy_en="Look at the two days again.",
    law="24/2021/QĐ-TTg",
)

SHEET_LAW = ("points_per_indicator",)
SHEET_CHECKS = (
    RowCheck(
        code=DEPRIVATION_STEP,
        column="deprivation_points",
        wrong=(nw.col("deprivation_points") // nw.col("points_per_indicator")) * nw.col("points_per_indicator")
        != nw.col("deprivation_points"),
    ),
    RowCheck(
        code=DECISION_MISSING,
        column="decided_class",
        wrong=~nw.col("decided_class").is_null()
        & (nw.col("decision_number").is_null() | nw.col("decided_on").is_null()),
    ),
    RowCheck(
        code=DECIDED_BEFORE_REVIEW,
        column="decided_on",
        wrong=nw.col("decided_on") < nw.col("day"),
    ),
)
