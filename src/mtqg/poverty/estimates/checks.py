"""What looks wrong in reported figures: by themselves, and beside what was counted later."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import narwhals as nw

from mtqg.core.check import Asked
from mtqg.core.errors import code
from mtqg.core.findings import Finding
from mtqg.core.form import RowCheck
from mtqg.core.measure import Ratio
from mtqg.core.numbers import number, rounded

UNKNOWN_MEASURE = code(
    "P-270",
    vi="Không có chỉ tiêu giảm nghèo mã “{given}”.",
    en="There is no measure of poverty named “{given}”.",
    remedy_vi="Tra mã chỉ tiêu: mtqg measures (ví dụ poor_household_rate: tỷ lệ hộ nghèo).",
    remedy_en="Look the name up: mtqg measures (poor_household_rate, for example).",
)
PART_OVER_WHOLE = code(
    "P-271",
    vi="Tử số {given} lớn hơn mẫu số {whole}.",
    en="The part {given} is more than the whole {whole}.",
    remedy_vi="Xem lại hai số trong báo cáo.",
    remedy_en="Look at both numbers in the report again.",
)
HALF_A_FRACTION = code(
    "P-272",
    vi="Chỉ có tử số hoặc chỉ có mẫu số.",
    en="Only the part or only the whole is given.",
    remedy_vi="Ghi cả hai, hoặc bỏ trống cả hai nếu báo cáo chỉ nêu giá trị.",
    remedy_en="Give both, or leave both empty where the report gives the value alone.",
)
REPORTED_LATE = code(
    "P-273",
    vi="Số ước thực hiện của kỳ {period} báo cáo ngày {given}, sau khi kỳ đã hết.",
    en="The estimate for {period} was reported on {given}, after the period.",
    remedy_vi="Kiểm tra lại kỳ và ngày; số của kỳ đã hết là số sơ bộ hoặc số chính thức, không còn là số ước.",
    remedy_en="Look at the period and the day: a figure of a period that is over is preliminary or official.",
)
VALUE_DIFFERS = code(
    "P-274",
    vi="Báo cáo ghi {measure} của {locality}, kỳ {period} là {given}, tử số và mẫu số cho {implied}.",
    en="{measure} of {locality}, {period} is reported as {given}, its part and whole give {implied}.",
    remedy_vi="Đối chiếu với văn bản rồi nhập lại: số liệu tính theo tử số và mẫu số.",
    remedy_en="Hold it against the document and import it again: the figure is taken from part and whole.",
)

# Measures of other domains that an office reports beside those of the review; a test holds the names against theirs.
OTHERS = ("minority_poor_household_rate", "minority_area_poor_household_rate")
_LAST_YEAR = nw.col("period").str.replace(r"^.*\.\.", "").str.slice(0, 4).cast(nw.Int64)


def estimate_checks() -> tuple[RowCheck, ...]:
    """What an import refuses."""
    from mtqg.poverty.measures import MEASURES

    names = [one.name for one in MEASURES] + list(OTHERS)
    part, whole = nw.col("part"), nw.col("whole")
    return (
        RowCheck(code=UNKNOWN_MEASURE, column="measure", wrong=~nw.col("measure").is_in(names)),
        RowCheck(code=PART_OVER_WHOLE, column="part", wrong=part > whole),
        RowCheck(code=HALF_A_FRACTION, column="part", wrong=part.is_null() & ~whole.is_null()),
        RowCheck(code=HALF_A_FRACTION, column="whole", wrong=whole.is_null() & ~part.is_null()),
        RowCheck(
            code=REPORTED_LATE,
            column="day",
            wrong=(nw.col("stage") == "estimate") & (nw.col("day").dt.year() > _LAST_YEAR),
        ),
    )


def values_that_differ(asked: Asked) -> Iterator[Finding]:
    """Reported rates that their own part and whole do not give, at as many decimals as they were written with."""
    from mtqg.core.register.rows import state
    from mtqg.poverty.estimates.terms import ESTIMATES
    from mtqg.poverty.measures import MEASURES

    scales = {one.name: one.scale for one in MEASURES if isinstance(one, Ratio)} | dict.fromkeys(OTHERS, 100)
    told = 0
    for row in state(asked.database, ESTIMATES).sort("added_by", "row_no").iter_rows(named=True):
        implied = _implied(row["value"], row["part"], row["whole"], scales.get(row["measure"]))
        if implied is None or told == asked.most:
            continue
        told += 1
        at = f"{ESTIMATES.name}-{row['added_by']}-{row['row_no']}"
        values = {name: row[name] for name in ("measure", "period")}
        said = VALUE_DIFFERS.at(
            at, number(row["value"]), **values, locality=row["locality_code"], implied=number(implied)
        )
        yield Finding("error", said)


def _implied(value: str, part: int | None, whole: int | None, scale: int | None) -> Decimal | None:
    """What part over whole gives where that is not the value; None where it is, or nothing is to be compared."""
    if scale is None or part is None or not whole:
        return None
    try:
        written = Decimal(value)
    except InvalidOperation:
        return None
    exact = rounded(Fraction(part * scale, whole), max(0, -int(written.as_tuple().exponent)))
    return None if exact == written else exact
