"""Communes of a day, and the invented villages below them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtqg.demo import chance, facts, names

if TYPE_CHECKING:
    from mtqg.localities.book import Localities
    from mtqg.localities.version import Version

PROVINCES = ("38", "49")
AS_OF = dt.date(2024, 10, 16)
# Villages stand from a day on which the communes of both provinces had their boundaries of the period.
VILLAGES_SINCE = dt.date(2020, 6, 15)
VILLAGES_PER_COMMUNE = (4, 12)
URBAN_KINDS = frozenset({"phường", "thị trấn"})
# From this share of minority households on, all of a mountain district is in the invented area list; elsewhere
# some communes of districts with any minority households are.
AREA_MINORITY_PCT = 10
AREA_COMMUNES_ELSEWHERE_PCT = 15


@dataclass(frozen=True)
class Commune:
    """A commune on a day, with its district."""

    code: str
    name: str
    kind: str
    district: facts.District
    district_name: str

    @property
    def is_urban(self) -> bool:
        return self.kind in URBAN_KINDS


@dataclass(frozen=True)
class Village:
    """An invented village. ``commune_code`` is its commune on ``VILLAGES_SINCE``.

    household_weight: its part in the province's households; minority_weight: of 10,000 households, about so many are
    of a minority; poverty_weight: how often a household is poor, against other villages.
    """

    code: str
    name: str
    commune_code: str
    district: facts.District
    household_weight: int
    minority_weight: int
    poverty_weight: int
    in_area: bool


@dataclass(frozen=True)
class Province:
    """A province of the demonstration: its villages, and its communes on any day."""

    code: str
    name: str
    villages: tuple[Village, ...]
    # Commune that ended before AS_OF -> first day and code of the commune that holds its villages from then on.
    moved: Mapping[str, tuple[dt.date, str]]
    book: Localities
    _days: dict[dt.date, dict[str, Commune]] = field(default_factory=dict)

    def communes(self, on: dt.date) -> dict[str, Commune]:
        """The communes of a day by code."""
        if on not in self._days:
            self._days[on] = communes(self.book, self.code, on)
        return self._days[on]

    def commune_of(self, village: Village, on: dt.date) -> Commune:
        """The commune that holds the village on a day."""
        since, successor = self.moved.get(village.commune_code, (None, village.commune_code))
        return self.communes(on)[successor if since and since <= on else village.commune_code]

    def name_on(self, code: str, on: dt.date) -> str:
        """The name of a commune on a day."""
        version = self.book.version(code, on)
        if version is None:
            raise LookupError(f"no commune {code} on {on}")
        return version.name

    def district_name(self, code: str) -> str:
        return next(commune.district_name for commune in self.communes(AS_OF).values() if commune.district.code == code)


def seed_book() -> Localities:
    """The book of localities that comes with the package."""
    from mtqg.localities.book import Localities  # costs reading ten thousand rows, which no other command pays

    return Localities.seed()


def communes(book: Localities, province: str, on: dt.date) -> dict[str, Commune]:
    """The communes of a province on a day by code, in the order of codes."""
    weights = facts.districts()
    districts = {version.code: version for version in book.tree(on, within=province, level="district")}
    found = sorted(book.tree(on, within=province, level="commune"), key=lambda version: version.code)
    return {version.code: _commune(version, districts[version.parent_code or ""], weights) for version in found}


def _commune(version: Version, district: Version, weights: Mapping[str, facts.District]) -> Commune:
    return Commune(version.code, version.name, version.kind, weights[district.code], district.name)


def province(book: Localities, code: str, *, seed: int) -> Province:
    """A province with its villages, always the same for a seed."""
    version = book.version(code, AS_OF)
    if version is None:
        raise LookupError(f"no province {code} on {AS_OF}")
    base = communes(book, code, VILLAGES_SINCE)
    per_district: dict[str, int] = {}
    for commune in base.values():
        per_district[commune.district.code] = per_district.get(commune.district.code, 0) + 1
    villages = [
        village
        for commune in base.values()
        for village in _villages(commune, seed=seed, communes_of_district=per_district[commune.district.code])
    ]
    return Province(code, version.name, tuple(villages), _moved(book, code, base), book)


def _villages(commune: Commune, *, seed: int, communes_of_district: int) -> list[Village]:
    draw = chance.stream(seed, "villages", commune.code)
    district = commune.district
    count = draw.randint(*VILLAGES_PER_COMMUNE)
    in_area = _in_area(commune, draw.randrange(100))
    sizes = [draw.randint(60, 140) for _ in range(count)]
    commune_weight = district.household_weight * draw.randint(60, 140) * 10_000 // communes_of_district
    called = names.village_names(draw, district.terrain, urban=commune.is_urban, count=count)
    return [
        Village(
            code=f"{commune.code}-{number:02d}",
            name=called[number - 1],
            commune_code=commune.code,
            district=district,
            household_weight=commune_weight * sizes[number - 1] // sum(sizes),
            minority_weight=min(
                9_900, district.minority_pct * draw.randint(60, 130) * (1 if commune.is_urban else 2) // 2
            ),
            poverty_weight=district.poverty_weight * draw.randint(40, 160),
            in_area=in_area,
        )
        for number in range(1, count + 1)
    ]


def _in_area(commune: Commune, roll: int) -> bool:
    district = commune.district
    if district.is_mountain and district.minority_pct >= AREA_MINORITY_PCT:
        return True
    return bool(district.minority_pct) and not commune.is_urban and roll < AREA_COMMUNES_ELSEWHERE_PCT


def _moved(book: Localities, province: str, base: Mapping[str, Commune]) -> dict[str, tuple[dt.date, str]]:
    """Communes of the first day that no longer stand on AS_OF, with the day and code of what holds them since."""
    now = {version.code for version in book.tree(AS_OF, within=province, level="commune")}
    moved = {}
    for code in base.keys() - now:
        places = book.placements(code, VILLAGES_SINCE, AS_OF)
        if len(places) != 1 or places[0].version is None:
            raise LookupError(f"{code} has no one successor")
        moved[code] = (_first_day_without(book, code), places[0].version.code)
    return dict(sorted(moved.items()))


def _first_day_without(book: Localities, code: str) -> dt.date:
    """The first day after the villages' on which the code stands no more."""
    day = VILLAGES_SINCE
    while version := book.version(code, day):
        if version.valid_to is None:
            raise LookupError(f"{code} still stands")
        day = version.valid_to
    return day
