"""How many households of each village are poor or near-poor in each review, so that the province's totals come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mtqg.demo.allot import allot
from mtqg.demo.facts import Totals
from mtqg.demo.places import Province, Village

REVIEWS = ("2021", "2022", "2023")
# Of this review the total of a part of the province is known: its area list ("area") or its towns ("urban").
PART_REVIEW = REVIEWS[-1]
PARTS = ("area", "urban")
# In towns a household is less often poor than its district's weight says, by this factor.
TOWN_POVERTY_DIVISOR = 3


def counted_on(review: str) -> dt.date:
    """The day on which the communes count their households in a review."""
    return dt.date(int(review), 11, 30)


@dataclass(frozen=True)
class Group:
    """Households of one kind (of a minority, or not) in one village and review."""

    households: int
    poor: int
    near_poor: int


@dataclass(frozen=True)
class VillageReview:
    """What one review finds in one village."""

    village: Village
    minority: Group
    other: Group

    @property
    def households(self) -> int:
        return self.minority.households + self.other.households


def review(province: Province, year: str, totals: Totals, *, scale: int) -> list[VillageReview]:
    """The villages of a province in one review; their counts add up to the province's totals.

    Minority households are spread first, then the others, so that the published part of the province comes out too.
    """
    spread = _Spread(province, year, totals, scale)
    places, poverty = province.villages, spread.poverty()
    households = spread.all_households()
    minority = allot(spread.total("minority_households"), spread.minority_weights(households), households)
    other = _less(households, minority)
    minority_poor = allot(spread.total("minority_poor"), _times(minority, poverty), minority)
    room = _less(minority, minority_poor)
    minority_near = allot(spread.total("minority_near_poor"), _times(room, poverty), room)
    other_poor = spread.others("poor", minority_poor, _times(other, poverty), other)
    room = _less(other, other_poor)
    other_near = spread.others("near_poor", minority_near, _times(room, poverty), room)
    counts = zip(places, minority, minority_poor, minority_near, other, other_poor, other_near, strict=True)
    return [VillageReview(place, Group(m, mp, mn), Group(o, op, on)) for place, m, mp, mn, o, op, on in counts]


class _Spread:
    """One province and review; every list is in the order of the province's villages."""

    def __init__(self, province: Province, year: str, totals: Totals, scale: int) -> None:
        self.province, self.year, self.totals, self.scale = province, year, totals, scale
        self.on = counted_on(year)
        self.part = next((part for part in PARTS if self._part_known(part, "poor")), None)

    def total(self, what: str, review: str | None = None) -> int:
        return self.totals.of(self.province.code, review or self.year, what, scale=self.scale)

    def all_households(self) -> list[int]:
        weights = [village.household_weight for village in self.province.villages]
        total = self.total("households")
        return self._in_two(total, self._part_total("households"), weights, [total] * len(weights))

    def minority_weights(self, households: Sequence[int]) -> list[int]:
        return _times(households, [village.minority_weight for village in self.province.villages])

    def poverty(self) -> list[int]:
        return [
            max(1, village.poverty_weight // (TOWN_POVERTY_DIVISOR if self._is_urban(village) else 1))
            for village in self.province.villages
        ]

    def others(self, what: str, minority: Sequence[int], weights: Sequence[int], room: Sequence[int]) -> list[int]:
        """Poor or near-poor households of no minority: what the minority leaves of the totals."""
        inside = self._part_total(what)
        if inside is not None:
            inside -= sum(count for count, holds in zip(minority, self._holds(), strict=True) if holds)
        return self._in_two(self.total(what) - sum(minority), inside, weights, room)

    def _part_total(self, what: str) -> int | None:
        """The part's own total; in reviews without one it keeps its share of the province's total."""
        if self.part is None or not self._part_known(self.part, what):
            return None
        return self.total(f"{self.part}_{what}", PART_REVIEW) * self.total(what) // self.total(what, PART_REVIEW)

    def _part_known(self, part: str, what: str) -> bool:
        return self.totals.known(self.province.code, PART_REVIEW, f"{part}_{what}")

    def _in_two(self, total: int, inside: int | None, weights: Sequence[int], room: Sequence[int]) -> list[int]:
        """The total over all villages, so much of it inside the part."""
        if inside is None:
            return allot(total, weights, room)
        holds = self._holds()
        within = allot(inside, _times(weights, holds), room)
        beyond = allot(total - inside, _times(weights, [not here for here in holds]), room)
        return [one + other for one, other in zip(within, beyond, strict=True)]

    def _holds(self) -> list[bool]:
        in_area = self.part == "area"
        return [village.in_area if in_area else self._is_urban(village) for village in self.province.villages]

    def _is_urban(self, village: Village) -> bool:
        return self.province.commune_of(village, self.on).is_urban


def _times(ones: Sequence[int], others: Sequence[int]) -> list[int]:
    return [one * other for one, other in zip(ones, others, strict=True)]


def _less(ones: Sequence[int], others: Sequence[int]) -> list[int]:
    return [one - other for one, other in zip(ones, others, strict=True)]
