"""What is published of every place: households, the poor and near-poor among them, and how fast their rate falls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import narwhals as nw

from mtqg.core.measure import Cite, Count, Derived, Input, Ratio, Sum, Tally
from mtqg.core.period import Period, year

LINE = Cite("07/2021/NĐ-CP", "Điều 3")
REVIEW = Cite("24/2021/QĐ-TTg", "Điều 4")

HOUSEHOLDS = Tally(
    name="household_count",
    label="Tổng số hộ dân cư",
    kind="stock",
    unit="hộ",
    law=(REVIEW,),
    of=Sum("household_counts", "households"),
)

# The chairman's decision counts, not the rule's proposal; the whole is all resident households, reviewed or not.
POOR_HOUSEHOLDS = Tally(
    name="poor_household_count",
    label="Số hộ nghèo",
    kind="stock",
    unit="hộ",
    law=(LINE, REVIEW),
    standards="poverty",
    of=Count("poverty_sheets", where=nw.col("decided_class") == "poor", by_standard=True),
)

NEAR_POOR_HOUSEHOLDS = Tally(
    name="near_poor_household_count",
    label="Số hộ cận nghèo",
    kind="stock",
    unit="hộ",
    law=(LINE, REVIEW),
    standards="poverty",
    of=Count("poverty_sheets", where=nw.col("decided_class") == "near_poor", by_standard=True),
)

POOR_HOUSEHOLD_RATE = Ratio(
    name="poor_household_rate",
    label="Tỷ lệ hộ nghèo",
    kind="stock",
    unit="%",
    places=2,
    law=(LINE, REVIEW),
    standards="poverty",
    part=POOR_HOUSEHOLDS.of,
    whole=HOUSEHOLDS.of,
    published=("poor_households", "households"),
)

NEAR_POOR_HOUSEHOLD_RATE = Ratio(
    name="near_poor_household_rate",
    label="Tỷ lệ hộ cận nghèo",
    kind="stock",
    unit="%",
    places=2,
    law=(LINE, REVIEW),
    standards="poverty",
    part=NEAR_POOR_HOUSEHOLDS.of,
    whole=HOUSEHOLDS.of,
    published=("near_poor_households", "households"),
)


def _first_and_last(period: Period) -> Sequence[Input]:
    """The rate on the day before the period and on its last day."""
    ends = (period.first - dt.timedelta(days=1), period.last)
    return [Input("poor_household_rate", review(day)) for day in ends]


def review(day: dt.date) -> Period:
    """The review that speaks of a day. Within a year it is not that of the whole year, which speaks of a later day."""
    whole = year(day.year)
    return whole if day == whole.last else Period(whole.first, day, f"{whole.first}..{day}")


def mean_fall(rates: Sequence[Fraction], period: Period) -> Fraction:
    """First less last, by the number of years."""
    return (rates[0] - rates[-1]) / len(period.years)


POOR_RATE_MEAN_YEARLY_FALL = Derived(
    name="poor_household_rate_mean_yearly_fall",
    label="Mức giảm tỷ lệ hộ nghèo bình quân mỗi năm",
    kind="change",
    unit="điểm phần trăm",
    places=2,
    law=(LINE, REVIEW),
    standards="poverty",
    note="Tính từ tỷ lệ chính xác của hai đầu kỳ, không từ tỷ lệ đã làm tròn.",
    inputs=_first_and_last,
    value=mean_fall,
)

MEASURES = (
    HOUSEHOLDS,
    POOR_HOUSEHOLDS,
    NEAR_POOR_HOUSEHOLDS,
    POOR_HOUSEHOLD_RATE,
    NEAR_POOR_HOUSEHOLD_RATE,
    POOR_RATE_MEAN_YEARLY_FALL,
)
