"""Sheets of the poverty review: one for each poor or near-poor household, and for some that left poverty.

A household keeps its code through the reviews. The households of a group in a village stand in one order, poorest
first, so that a household that is poor in one review may be near-poor in the next and have left poverty in the third.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from math import gcd

from mtqg.demo import chance
from mtqg.demo.households import Group, VillageReview
from mtqg.demo.places import Commune, Province
from mtqg.demo.reviewed import REVIEWED, said
from mtqg.poverty.terms import AREAS, CLASSES

STANDARD = "poverty-2022"
# Of a million sheets: so many on which the decision differs from what the points propose, and so many that lack points.
DIFFERING_PPM = 3_000
UNSCORED_PPM = 400
# For each hundred poor and near-poor households, so many sheets of households that are neither.
ESCAPED_PCT = 3
YES, NO = "có", "không"

COLUMNS = (
    "period",
    "standard",
    "locality_code",
    "locality_name",
    "village_code",
    "village_name",
    "household_code",
    "day",
    "area",
    "income_points",
    "deprivation_points",
    "is_minority",
    *REVIEWED,
    "decided_class",
    "decision_number",
    "decision_issuer",
    "decided_on",
)
# A csv of a hundred thousand sheets names its places by code alone, as a database exports them.
NAMES = ("locality_name", "village_name")
Row = tuple[object, ...]

_BITS = 40
_ROLL = 1 << 20  # the upper half of the bits decides whether a sheet is odd
_DIFFERING = DIFFERING_PPM * _ROLL // 1_000_000
_UNSCORED = _DIFFERING + UNSCORED_PPM * _ROLL // 1_000_000


@dataclass(frozen=True)
class Limits:
    """The law's limits that the points of a sheet are measured against."""

    income: Mapping[str, int]  # area -> points
    deprivation: int
    step: int


def limits_in_force(on: dt.date) -> Limits:
    """The standard's limits on a day, from the book of law."""
    from mtqg.law import book  # reads all of the law, which importers of this module may not need

    law = book.seed()

    def value(name: str, area: str = "") -> int:
        found = law.value(name, on, standard=STANDARD, area=area).value
        if found is None:
            raise LookupError(f"no {name} of {STANDARD} on {on}")
        return int(found)

    income = {area: value("income_limit", area) for area in AREAS}
    return Limits(income, value("deprivation_limit"), value("points_per_indicator"))


@dataclass(frozen=True)
class Numbers:
    """The household numbers of a village within its commune, by group: the first, and how many there are."""

    minority: tuple[int, int]
    other: tuple[int, int]


def numbers(reviews: Sequence[Sequence[VillageReview]]) -> dict[str, Numbers]:
    """Numbers for each village by code, enough for its largest count in any of the reviews."""
    taken: dict[str, int] = {}
    found = {}
    for rows in zip(*reviews, strict=True):
        village = rows[0].village
        first = taken.get(village.commune_code, 0) + 1
        minority = max(row.minority.households for row in rows)
        other = max(row.other.households for row in rows)
        found[village.code] = Numbers((first, minority), (first + minority, other))
        taken[village.commune_code] = first + minority + other - 1
    return found


@dataclass(frozen=True)
class Review:
    """A review of a province, ready to be written out."""

    province: Province
    year: str
    rows: Sequence[VillageReview]
    numbers: Mapping[str, Numbers]
    limits: Limits
    seed: int

    @property
    def visits(self) -> tuple[dt.date, dt.date]:
        """First and last day on which households are visited."""
        return dt.date(int(self.year), 9, 15), dt.date(int(self.year), 11, 19)

    @property
    def decisions(self) -> tuple[dt.date, dt.date]:
        """First and last day on which chairmen of communes decide."""
        return dt.date(int(self.year), 12, 1), dt.date(int(self.year), 12, 12)


def district_rows(review: Review, district: str) -> Iterator[Row]:
    """The sheets of one district, commune by commune, in the order of ``COLUMNS``."""
    by_commune: dict[str, list[VillageReview]] = {}
    for row in review.rows:
        if row.village.district.code == district:
            by_commune.setdefault(row.village.commune_code, []).append(row)
    for number, villages in enumerate(by_commune.values(), 1):
        yield from _commune_rows(review, villages, number)


def _commune_rows(review: Review, villages: Sequence[VillageReview], number: int) -> Iterator[Row]:
    commune = review.province.commune_of(villages[0].village, review.visits[0])
    draw = chance.stream(review.seed, "sheets", review.year, commune.code)
    decision = (
        f"MH-{number:02d}/QĐ-UBND",
        f"UBND {commune.name[0].lower()}{commune.name[1:]}",
        chance.day_between(draw, *review.decisions),
    )
    left = [(_left_poverty(draw, row.minority), _left_poverty(draw, row.other)) for row in villages]
    if not any(group.poor + group.near_poor for row in villages for group in (row.minority, row.other)):
        left[0] = (0, 1)  # every commune hands in at least one sheet
    for row, (minority_left, other_left) in zip(villages, left, strict=True):
        held, visited = review.numbers[row.village.code], chance.day_between(draw, *review.visits)
        head = (review.year, STANDARD, commune.code, commune.name, row.village.code, row.village.name)
        prefix = f"{review.province.code}-{row.village.commune_code}-"
        groups = ((row.minority, held.minority, minority_left, YES), (row.other, held.other, other_left, NO))
        for group, block, many_left, flag in groups:
            sheets = _group_sheets(draw, group, block, many_left, commune, review.limits)
            area = AREAS[_area(commune)]
            for household, income, deprivation, decided in sheets:
                code = f"{prefix}{household:06d}"
                more = said(household, review.year, row.village.district.code, deprivation, flag, decided)
                yield (*head, code, visited, area, income, deprivation, flag, *more, decided, *decision)


def _group_sheets(
    draw: random.Random, group: Group, block: tuple[int, int], many_left: int, commune: Commune, limits: Limits
) -> Iterator[tuple[int, int | None, int | None, str]]:
    """Number, points and decision of each sheet of a group: poor, near-poor, then those that left poverty."""
    first, count = block
    stride, income_limit = _stride(count), limits.income[_area(commune)]
    decisions = chain(repeat("poor", group.poor), repeat("near_poor", group.near_poor), repeat("not_poor", many_left))
    for rank, decided in enumerate(decisions):
        income, deprivation = points(decided, draw.getrandbits(_BITS), income_limit, limits)
        yield first + rank * stride % count, income, deprivation, CLASSES[decided]


def points(decided: str, bits: int, income_limit: int, limits: Limits) -> tuple[int | None, int | None]:
    """Income and deprivation points from which the law proposes the decided class, but for a few odd sheets.

    >>> limits = Limits({"rural": 140}, deprivation=30, step=10)
    >>> points("poor", (1 << 40) - 1, 140, limits)
    (65, 50)
    """
    roll, low = bits >> 20, bits & 0xFFFFF
    if roll < _DIFFERING:
        decided = {"poor": "near_poor", "near_poor": "poor", "not_poor": "near_poor"}[decided]
    income = income_limit - 5 * (low & 15)
    deprivation = limits.deprivation - limits.step * (1 + (low >> 4 & 63) % (limits.deprivation // limits.step))
    if decided == "poor":
        deprivation = limits.deprivation + limits.step * ((low >> 4 & 63) % 5)
    elif decided == "not_poor":
        income = income_limit + 1 + (low >> 10 & 63)
    return income, None if _DIFFERING <= roll < _UNSCORED and decided != "not_poor" else deprivation


def _area(commune: Commune) -> str:
    return "urban" if commune.is_urban else "rural"


def _left_poverty(draw: random.Random, group: Group) -> int:
    """How many households of the group hand in a sheet and are neither poor nor near-poor."""
    found = group.poor + group.near_poor
    return min(group.households - found, (found * ESCAPED_PCT + draw.randrange(100)) // 100)


def _stride(count: int) -> int:
    """A step through ``count`` numbers that meets each once, so that poor households do not stand side by side."""
    stride = max(1, count * 5 // 8)
    while gcd(stride, count) > 1:
        stride += 1
    return stride
