"""What may be estimated for a commune that has not sent its review: households, poor and near-poor ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mtqg.core.errors import Problem, code
from mtqg.core.gaps import Fillable
from mtqg.core.numbers import number
from mtqg.poverty.measures.rates import HOUSEHOLDS, NEAR_POOR_HOUSEHOLDS, POOR_HOUSEHOLDS

MORE_THAN_ALL = code(
    "P-320",
    vi="{place}: hộ nghèo và hộ cận nghèo cộng lại {given}, nhiều hơn tổng số hộ {whole}.",
    en="{place}: poor and near-poor households are {given}, more than all {whole}.",
    remedy_vi="Xem lại các số ước.",
    remedy_en="Look at the estimates again.",
)

FILLABLE = tuple(
    Fillable(name=one.name, label=one.label, unit=one.unit, quantity=one.of, standards=one.standards)
    for one in (HOUSEHOLDS, POOR_HOUSEHOLDS, NEAR_POOR_HOUSEHOLDS)
)


def impossible(place: str, amounts: Mapping[str, int]) -> Iterator[Problem]:
    """What estimates of one commune cannot be together."""
    whole = amounts.get(HOUSEHOLDS.name)
    parts = sum(amounts.get(one.name, 0) for one in (POOR_HOUSEHOLDS, NEAR_POOR_HOUSEHOLDS))
    if whole is not None and parts > whole:
        yield MORE_THAN_ALL.at(given=number(parts), whole=number(whole), place=place)
