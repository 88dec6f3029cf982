"""How fast poverty falls, and how far that is from what was assigned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction

from mtqg.core.measure import Derived, Input, Measure, Ratio, against_target
from mtqg.core.period import Period
from mtqg.poverty.measures.families import MEASURES as _FAMILIES
from mtqg.poverty.measures.rates import LINE, POOR_RATE_MEAN_YEARLY_FALL, REVIEW, mean_fall, review
from mtqg.poverty.measures.rates import MEASURES as _RATES

_RATES_ASSIGNED = (
    "poor_household_rate",
    "near_poor_household_rate",
    "poor_and_near_poor_household_rate",
    "lacks_insurance_poor_household_rate",
    "lacks_schooling_poor_household_rate",
    "lacks_housing_quality_poor_household_rate",
    "lacks_water_poor_household_rate",
    "lacks_toilet_poor_household_rate",
    "lacks_telecom_poor_household_rate",
    "lacks_information_poor_household_rate",
)


def _ends(measure: str) -> Callable[[Period], Sequence[Input]]:
    """A measure on the day before the period and on its last day."""
    return lambda period: [Input(measure, review(day)) for day in (period.first - dt.timedelta(days=1), period.last)]


MINORITY_FALL = Derived(
    name="minority_poor_household_rate_mean_yearly_fall",
    label="Mức giảm tỷ lệ hộ nghèo dân tộc thiểu số bình quân mỗi năm",
    kind="change",
    unit="điểm phần trăm",
    places=2,
    law=(LINE, REVIEW),
    standards="poverty",
    inputs=_ends("minority_poor_household_rate"),
    value=mean_fall,
)


def _fallen(counts: Sequence[Fraction], period: Period) -> Fraction:
    return Fraction(100) * (counts[0] - counts[1]) / counts[0] if counts[0] else Fraction(0)


POOR_AND_NEAR_POOR_FALL = Derived(
    name="poor_and_near_poor_household_fall_pct",
    label="Mức giảm số hộ nghèo và hộ cận nghèo so với đầu kỳ",
    kind="change",
    unit="%",
    places=2,
    law=(LINE, REVIEW),
    standards="poverty",
    inputs=_ends("poor_and_near_poor_household_count"),
    value=_fallen,
)


# What decisions assign: falls have to be high, rates low. The target says which.
_TARGETED: tuple[Measure, ...] = (
    POOR_RATE_MEAN_YEARLY_FALL,
    MINORITY_FALL,
    POOR_AND_NEAR_POOR_FALL,
    *(one for one in (*_RATES, *_FAMILIES) if isinstance(one, Ratio) and one.name in _RATES_ASSIGNED),
)
MEASURES: tuple[Measure, ...] = (
    MINORITY_FALL,
    POOR_AND_NEAR_POOR_FALL,
    *(one for measure in _TARGETED for one in against_target(measure)),
)
