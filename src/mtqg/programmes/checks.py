"""What looks wrong in the targets that an office hands in."""

from __future__ import annotations

import narwhals as nw

from mtqg.core.errors import code
from mtqg.core.form import RowCheck

RANGE_UPSIDE_DOWN = code(
    "V-041",
    vi="Mức giao đến {given} nhỏ hơn hoặc bằng mức giao {value}.",
    en="The range of the target ends at {given}, which is not above {value}.",
    remedy_vi="Ghi mức thấp ở cột Mức giao, mức cao ở cột Mức giao đến; chỉ một mức thì bỏ trống cột sau.",
    remedy_en="Give the lower value first and the higher one second; leave the second empty where there is one.",
)
SIGNED_AFTER_PERIOD = code(
    "V-042",
    vi="Quyết định giao chỉ tiêu cho kỳ {period} ký ngày {given}, sau khi kỳ đã hết.",
    en="The decision that assigns a target for {period} was signed on {given}, after the period.",
    remedy_vi="Kiểm tra lại kỳ và ngày ký.",
    remedy_en="Look at the period and the day of signing again.",
)

_VALUE, _TO = (nw.col(name).cast(nw.Float64) for name in ("value", "value_to"))  # compared, never kept as such
_LAST_YEAR = nw.col("period").str.replace(r"^.*\.\.", "").str.slice(0, 4).cast(nw.Int64)
TARGET_CHECKS = (
    RowCheck(code=RANGE_UPSIDE_DOWN, column="value_to", wrong=_TO <= _VALUE),
    RowCheck(code=SIGNED_AFTER_PERIOD, column="day", wrong=nw.col("day").dt.year() > _LAST_YEAR),
)
