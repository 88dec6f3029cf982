"""How fast poverty falls, and how far that is from what was assigned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction

from mtqg.core.measure import Assigned, Derived, Input, Measure
from mtqg.core.period import Period
from mtqg.poverty.measures.rates import LINE, POOR_RATE_MEAN_YEARLY_FALL, REVIEW, mean_fall, review


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


def _distance(of: Derived) -> tuple[Measure, Measure]:
    """The assigned value of a fall, and what was reached less what was assigned: below zero it is not reached."""
    assigned = Assigned(
        name=f"{of.name}_target",
        label=f"Mức giao: {of.label[0].lower()}{of.label[1:]}",
        kind=of.kind,
        unit=of.unit,
        places=of.places,
        law=of.law,
        standards=of.standards,
        of=of.name,
    )
    over = Derived(
        name=f"{of.name}_over_target",
        label=f"Chênh lệch so với mức giao: {of.label[0].lower()}{of.label[1:]}",
        kind=of.kind,
        unit="điểm phần trăm",
        places=of.places,
        law=of.law,
        standards=of.standards,
        inputs=lambda period: [Input(of.name, period), Input(assigned.name, period)],
        value=lambda both, period: both[0] - both[1],
    )
    return assigned, over


_FALLS = (MINORITY_FALL, POOR_AND_NEAR_POOR_FALL)
MEASURES: tuple[Measure, ...] = (
    *_FALLS,
    *(one for fall in (POOR_RATE_MEAN_YEARLY_FALL, *_FALLS) for one in _distance(fall)),
)
