"""The tree of a form's rows on the boundaries of a day: province, district where there is one, commune, village."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mtqg.core.territory import LocalityVersion, Territory, known_day
from mtqg.poverty.forms.counting import Counted, Spot, Where

LEVELS = ("province", "district", "commune", "village")
STRANDED = "Chưa tách được cho đơn vị nào"  # stands at the common parent: the law gives no share


@dataclass
class Unit:
    """A row of the tree. ``spots``: whose rows stand directly in it. ``owing``: the communes of then that it holds."""

    code: str
    name: str
    level: str
    units: list[Unit] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    owing: set[str] = field(default_factory=set)
    stranded: bool = False

    def walk(self) -> Iterator[Unit]:
        yield self
        for unit in self.units:
            yield from unit.walk()

    @property
    def all_spots(self) -> list[Spot]:
        return [spot for unit in self.walk() for spot in unit.spots]

    @property
    def all_owing(self) -> set[str]:
        return set().union(*(unit.owing for unit in self.walk()))


def tree(where: Where, counted: Counted, *, villages: bool) -> Unit:
    """The place with its units, every counted spot in the lowest unit that holds it wholly."""
    placer = Placer(where)
    spots = sorted({spot for amounts in counted.amounts.values() for spot in amounts})
    named = _village_names(where, counted) if villages else {}
    for spot in spots:
        unit = placer.unit(spot[0], spot[1])
        if unit is not None:
            unit.spots.append(spot)
    for version in _communes(where):
        unit = placer.unit(version.code, where.period.last)
        if unit is not None:
            unit.owing.add(version.code)
    if villages:
        for unit in list(placer.root.walk()):
            _divide(unit, named)
    for unit in list(placer.root.walk()):
        _strand(unit)
    return placer.root


class Placer:
    """Where a code of a day lies in the tree of another day. Each territory is looked up once."""

    def __init__(self, where: Where) -> None:
        self.where, self.territory = where, where.shelf.books.territory
        self.root = Unit(where.place.code, where.place.name, where.place.level)
        self.units = {self.root.code: self.root}
        self._found: dict[tuple[str, dt.date | None], Unit | None] = {}
        self._grow()

    def _grow(self) -> None:
        for level in LEVELS[LEVELS.index(self.root.level) + 1 : 3] if self.root.level in LEVELS else ():
            for version in self.territory.tree(self.where.on, within=self.root.code, level=level):
                unit = Unit(version.code, version.name, level)
                self.units[unit.code] = unit
                self.units.get(version.parent_code or "", self.root).units.append(unit)

    def unit(self, code: str, day: dt.date) -> Unit | None:
        """The unit that holds the territory wholly; a common parent where it was divided; None outside the place."""
        known = known_day(self.territory, day)
        version = self.territory.version(code, known)
        key = (code, known if version is None else version.valid_from)
        if key not in self._found:
            self._found[key] = self._look(code, known)
        return self._found[key]

    def _look(self, code: str, day: dt.date) -> Unit | None:
        lines = [_line(self.territory, one.version, self.where.on) for one in
                 self.territory.placements(code, day, self.where.on)]  # fmt: skip
        if not lines or any(self.root.code not in line for line in lines):
            return None
        shared = [one for one in lines[0] if all(one in line for line in lines)]
        return next((self.units[one] for one in shared if one in self.units), None)


def _line(territory: Territory, version: LocalityVersion | None, on: dt.date) -> list[str]:
    """The version and what it lies in, lowest first."""
    if version is None:
        return []
    return [version.code, *(parent.code for parent in territory.ancestors(version.code, on))]


def _communes(where: Where) -> Iterable[LocalityVersion]:
    """The communes that owed the rows: those of the period's last day in the provinces that the place came from."""
    territory, last = where.shelf.books.territory, where.period.last
    found: dict[str, LocalityVersion] = {}
    for part in territory.constituents(where.place.code, where.on, last) if where.on != last else [None]:
        version = where.place if part is None else part.version
        if version is None:
            continue
        line = [version, *territory.ancestors(version.code, last)]
        for province in (one for one in line if one.level == "province"):
            found |= {one.code: one for one in territory.tree(last, within=province.code, level="commune")}
    return found.values()


def _divide(unit: Unit, names: dict[str, str]) -> None:
    """A commune by its villages. Rows that name none stay in the commune itself."""
    if unit.level != "commune":
        return
    by_village: dict[str, list[Spot]] = {}
    for spot in unit.spots:
        by_village.setdefault(spot[2], []).append(spot)
    unit.spots = by_village.pop("", [])
    for code, spots in sorted(by_village.items()):
        unit.units.append(Unit(code, names.get(code, code), "village", spots=spots))


def _strand(unit: Unit) -> None:
    """What stands in a unit that has others below gets a row of its own, so that every total is a sum of rows."""
    if unit.units and (unit.spots or (unit.owing and unit.level != "commune")):
        left = Unit("", STRANDED, unit.units[0].level, spots=unit.spots, stranded=True)
        unit.units.append(left)
        unit.spots = []


def _village_names(where: Where, counted: Counted) -> dict[str, str]:
    names: dict[str, str] = {}
    for snapshot in counted.snapshots.values():
        if snapshot.has("villages"):
            rows = snapshot.table("villages").select("village_code", "village_name").unique().collect()
            names |= dict(rows.iter_rows())
    return names
