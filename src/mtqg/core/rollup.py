"""Roll-up: amounts that stand where they happened are added over the tree of a day. Parts are added, never rates.

Rows keep their (locality code, day). All days of a spell are one territory, named by its code and first day. To be
added for a locality on the boundaries of another day, each territory is looked up once, however many figures ask: it
lies wholly inside, wholly outside, or was divided; a divided one without a share in the law is not guessed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mtqg.core import reasons
from mtqg.core.amounts import Amounts, Asked, Where, kept_or_counted, standards
from mtqg.core.gaps import Fill, filled
from mtqg.core.measure import Measure, Quantity
from mtqg.core.period import Period
from mtqg.core.reasons import Reason
from mtqg.core.shelf import Shelf
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import Table
from mtqg.core.territory import LocalityVersion, Territory, known_day

_Why = Literal["not closed", "no edition", "not begun", "no list"]


@dataclass(frozen=True)
class Reading:
    """What the snapshots say of one quantity: its amount at each place, and which localities reported at all."""

    asked: Asked
    snapshots: tuple[Snapshot, ...]
    absent: tuple[LocalityVersion, ...]  # provinces without a snapshot, or whose snapshot does not speak of this
    silence: tuple[Reason, ...]  # why they are absent
    amounts: Mapping[Where, int]
    reported: frozenset[str]
    blank: frozenset[Where]  # places with a row that lacks the value
    other_standards: tuple[str, ...] = ()
    fills: tuple[Fill, ...] = ()  # what was chosen for communes that sent nothing: among the amounts


@dataclass
class RolledUp:
    """Totals and parts by quantity. A total is None where it is unknown."""

    totals: dict[str, int | None]
    parts: dict[str, dict[str, int]] = field(default_factory=dict)  # child locality -> quantity -> amount
    inside: frozenset[Where] = frozenset()  # territories whose rows are counted; see ``places_inside``
    have: int = 0
    of: int = 0
    reasons: tuple[Reason, ...] = ()
    fills: tuple[Fill, ...] = ()  # those that are counted in the totals


def filled_readings(
    readings: Mapping[str, Reading], place: LocalityVersion, on: dt.date, shelf: Shelf
) -> dict[str, Reading]:
    """The readings with what was chosen for communes that have not sent their rows."""
    _, owing = _owed(readings, _finder(place, on, shelf)) if readings else (0, {})
    return {name: filled(name, one, owing, place, on, shelf) for name, one in readings.items()}


def read(
    quantity: Quantity,
    *,
    kind: str,
    place: LocalityVersion,
    period: Period,
    on: dt.date,
    standard: str | None,
    edition: int | None,
    shelf: Shelf,
) -> Reading:
    """Read a quantity from the snapshots of every province of the period that lies in the place."""
    table = shelf.catalogue.tables[quantity.table]
    asked = Asked(quantity, table, kind, period, standard if quantity.by_standard else None)
    found: list[Snapshot] = []
    absent: dict[_Why, list[LocalityVersion]] = defaultdict(list)
    amounts: dict[Where, int] = {}
    spoke: set[str] = set()
    blank: set[Where] = set()
    for province in _provinces(shelf.books.territory, place, on, period.last):
        closed = [province.code, *_line(shelf.books.territory, place, on, period.last)]
        snapshot = _nearest(shelf, table, closed, period, edition)
        if snapshot is None:
            other = edition is not None and shelf.find(table, province.code, period, None)
            absent["no edition" if other else "not closed"].append(province)
            continue
        said = _said(asked, snapshot, shelf)
        if why := _silent(table, said):
            absent[why].append(province)
            continue
        found.append(snapshot)
        amounts |= said.by_place
        spoke |= said.reported
        blank |= said.blank
    return Reading(
        asked=asked,
        snapshots=tuple(found),
        absent=tuple(province for provinces in absent.values() for province in provinces),
        silence=tuple(_silence(why, table, names, period, edition) for why, names in absent.items()),
        amounts=amounts,
        reported=frozenset(spoke),
        blank=frozenset(blank),
        other_standards=() if spoke or not asked.standard else standards(table, found, period),
    )


def _nearest(shelf: Shelf, table: Table, codes: list[str], period: Period, edition: int | None) -> Snapshot | None:
    """The first that was closed; where nothing was, the first of which there is anything.

    The others are not asked: a commune's own state would be read from all the rows of its province.
    """
    closed = next((code for code in codes if shelf.closed(table, code, period, edition)), None)
    if closed is not None:
        return shelf.find(table, closed, period, edition)
    return next(filter(None, (shelf.find(table, code, period, edition) for code in codes)), None)


def _line(territory: Territory, place: LocalityVersion, on: dt.date, day: dt.date) -> list[str]:
    """The place and what it lies in: a district may have closed its own rows before its province does."""
    return [place.code, *(parent.code for parent in territory.ancestors(place.code, on))] if on == day else []


def _silent(table: Table, said: Amounts) -> _Why | None:
    """Why a snapshot does not speak of the quantity at all: then nothing is known, which is not zero.

    A register that a province keeps whole, and that has no row yet by the last day, was begun later.
    """
    if not said.listed:
        return "no list"
    return "not begun" if table.keeper == "province" and not said.reported else None


def _silence(why: _Why, table: Table, provinces: list[LocalityVersion], period: Period, edition: int | None) -> Reason:
    places = ", ".join(province.name for province in provinces)
    if why == "no list":
        return reasons.no_list(table.label, places)
    if why == "not begun":
        return reasons.not_begun(table.label, places, period.last)
    if edition is not None and why == "no edition":
        return reasons.no_edition(edition, table.label, places, str(period))
    return reasons.not_closed(table.label, places, str(period))


def _said(asked: Asked, snapshot: Snapshot, shelf: Shelf) -> Amounts:
    """What a snapshot says of a quantity. A report asks many figures of the same one, so the shelf remembers."""
    key = ("said", asked.definition, asked.period, snapshot.identity)
    if key not in shelf.memory:
        shelf.memory[key] = kept_or_counted(asked, snapshot, shelf.books)
    said: Amounts = shelf.memory[key]
    return said


def roll_up(
    readings: Mapping[str, Reading], measure: Measure, place: LocalityVersion, on: dt.date, shelf: Shelf
) -> RolledUp:
    """Add what was read over the tree of the day ``on``, below ``place``."""
    territory = shelf.books.territory
    finder = _finder(place, on, shelf)
    of, owing = _owed(readings, finder)
    if unknown := _nothing(readings):
        return RolledUp(dict.fromkeys(readings), reasons=unknown, of=of)
    covered, have, said = _coverage(readings, owing, of)
    fills = tuple(one for reading in readings.values() for one in reading.fills if covered and one.code in covered)
    result = RolledUp(dict.fromkeys(readings, 0), have=have, of=of, fills=fills)
    stranded: dict[str, int] = defaultdict(int)  # quantity -> what stands at the common parent
    divided: set[Where] = set()
    counted: set[Where] = set()
    held = {name: by_territory(reading, shelf) for name, reading in readings.items()}
    for name, amounts in held.items():
        for where, amount in amounts.items():
            if covered is not None and where[0] not in covered:
                continue
            inside, child = finder.find(where)
            if inside is None:
                stranded[name] += amount
                divided.add(where)
            elif inside:
                counted.add(where)
                result.totals[name] = (result.totals[name] or 0) + amount
                result.parts.setdefault(child, dict.fromkeys(readings, 0))[name] += amount
    result.inside = frozenset(counted)
    if have == 0 and not fills:
        result.totals = dict.fromkeys(readings)
    if stranded:
        result.totals = dict.fromkeys(readings)
        names = sorted({_name(territory, code, day) for code, day in divided})
        said.append(reasons.share_unknown(dict(stranded), ", ".join(names)))
    if measure.title_of and (title := _title(readings, held, measure, finder, result)):
        result.totals = dict.fromkeys(readings)
        result.parts = {}
        said.append(title)
    result.reasons = tuple(said)
    return result


def places_inside(reading: Reading, rolled: RolledUp, territory: Territory) -> set[Where]:
    """The places of a reading whose rows were counted, each with its own day."""
    return {place for place, where in _territories(reading.amounts, territory) if where in rolled.inside}


def by_territory(reading: Reading, shelf: Shelf) -> Mapping[Where, int]:
    """The amounts of a reading added by territory."""
    filled_by = tuple((one.code, one.amount) for one in reading.fills)
    read_from = (one.identity for one in reading.snapshots)
    key = ("by territory", reading.asked.definition, reading.asked.period, filled_by, *read_from)
    if key not in shelf.memory:
        added: dict[Where, int] = defaultdict(int)
        for place, where in _territories(reading.amounts, shelf.books.territory):
            added[where] += reading.amounts[place]
        shelf.memory[key] = dict(added)
    found: Mapping[Where, int] = shelf.memory[key]
    return found


def _territories(places: Iterable[Where], territory: Territory) -> Iterator[tuple[Where, Where]]:
    """Each place with its territory. The places of one code stand together, and most of them are one territory."""
    where, first, after = ("", dt.date.min), dt.date.max, dt.date.min
    for code, day in places:
        if code != where[0] or not first <= day < after:
            known = known_day(territory, day)
            version = territory.version(code, known)
            where = (code, known) if version is None else _named(version, territory)
            first, after = (dt.date.max, dt.date.min) if version is None else _spell(version)
        yield (code, day), where


def _spell(version: LocalityVersion) -> tuple[dt.date, dt.date]:
    return version.valid_from or dt.date.min, version.valid_to or dt.date.max


def _named(version: LocalityVersion, territory: Territory) -> Where:
    """The name of a territory: its code and the first day on which the book knows it."""
    return version.code, known_day(territory, version.valid_from or territory.since)


def _finder(place: LocalityVersion, on: dt.date, shelf: Shelf) -> _Finder:
    """The finder for a place on the boundaries of a day, the same for every figure."""
    key = ("finder", place.code, place.valid_from, on)
    if key not in shelf.memory:
        shelf.memory[key] = _Finder(shelf.books.territory, place, on)
    found: _Finder = shelf.memory[key]
    return found


class _Finder:
    """Where territories of other days lie on the boundaries of one day. Each is looked up once."""

    def __init__(self, territory: Territory, place: LocalityVersion, on: dt.date) -> None:
        self.territory, self.place, self.on = territory, place, on
        self._found: dict[Where, tuple[bool | None, str]] = {}
        self._units: dict[tuple[dt.date, str], dict[str, str]] = {}
        self._children: dict[str, str | None] = {}

    def find(self, where: Where) -> tuple[bool | None, str]:
        """(True, child), (False, "") or (None, "") when the territory was divided between inside and outside."""
        if where not in self._found:
            self._found[where] = self._look(where)
        return self._found[where]

    def units(self, day: dt.date, level: str) -> Mapping[str, str]:
        """Code and name of the units of a day that lie in the place, wholly or in part."""
        if (day, level) not in self._units:
            self._units[day, level] = {
                unit.code: unit.name
                for province in self.provinces(day)
                for unit in self.territory.tree(day, within=province.code, level=level)
                if self.find(_named(unit, self.territory))[0] is not False
            }
        return self._units[day, level]

    def provinces(self, day: dt.date) -> list[LocalityVersion]:
        return _provinces(self.territory, self.place, self.on, day)

    def _look(self, where: Where) -> tuple[bool | None, str]:
        children = {self._child(version) for version in standing(self.territory, *where, self.on)}
        if children == {None} or not children:
            return False, ""
        if None in children:
            return None, ""
        # Divided between children of the same place: it is inside, and stands at the place itself.
        return True, next(iter(children)) or "" if len(children) == 1 else self.place.code

    def _child(self, version: LocalityVersion | None) -> str | None:
        """The child of the place that the version is or lies in; the place itself; None outside."""
        if version is None:
            return None
        above = version.parent_code
        if self.place.code in (version.code, above):
            return version.code
        if above is None:
            return None
        if above not in self._children:
            self._children[above] = self._child(self.territory.version(above, self.on))
        return self._children[above]


def standing(territory: Territory, code: str, day: dt.date, on: dt.date) -> list[LocalityVersion | None]:
    """The territories of the day ``on`` in which (code, day) lies. Most stand unchanged, and need no lineage."""
    then, now = territory.version(code, day), territory.version(code, on)
    if then is not None and now is not None and then.valid_from == now.valid_from:
        return [now]
    return [one.version for one in territory.placements(code, day, on)]


def _provinces(territory: Territory, place: LocalityVersion, on: dt.date, day: dt.date) -> list[LocalityVersion]:
    """The provinces of a day that the place, as it is on another day, is made of or lies in."""
    found: dict[str, LocalityVersion] = {}
    made_of = [place] if on == day else [one.version for one in territory.constituents(place.code, on, day)]
    for part in filter(None, made_of):
        line = [part, *territory.ancestors(part.code, day)]
        for version in line:
            if version.level == "province":
                found[version.code] = version
    return [found[code] for code in sorted(found)]


def _nothing(readings: Mapping[str, Reading]) -> tuple[Reason, ...]:
    """Why a quantity has nothing at all to be read from."""
    said: list[Reason] = []
    for reading in readings.values():
        if not reading.snapshots:
            said += reading.silence
        elif reading.other_standards:
            found = ", ".join(reading.other_standards)
            said.append(reasons.other_standards(str(reading.asked.period), reading.asked.standard, found))
    return tuple(dict.fromkeys(said))


def _owed(readings: Mapping[str, Reading], finder: _Finder) -> tuple[int, Mapping[str, str]]:
    """Who owes the rows: the communes of the period's last day that lie in the place, or its provinces."""
    day = next(iter(readings.values())).asked.period.last
    if all(one.asked.table.keeper == "province" for one in readings.values()):
        return len(finder.provinces(day)), {}
    owing = finder.units(day, "commune")
    return len(owing), owing


def _coverage(
    readings: Mapping[str, Reading], owing: Mapping[str, str], of: int
) -> tuple[set[str] | None, int, list[Reason]]:
    """Communes that reported everything the measure needs; the count; and what is missing, said."""
    if not owing:
        absent = {one.code: one.name for reading in readings.values() for one in reading.absent}
        have = of - len(absent)
        why = dict.fromkeys(reason for reading in readings.values() for reason in reading.silence)
        return None, have, [reasons.partial(have, of, ", ".join(absent.values())), *why] if absent else []
    reported = [
        reading.reported - {code for code, _ in reading.blank}
        for reading in readings.values()
        if reading.asked.table.keeper == "commune"
    ]
    covered = frozenset.intersection(*reported) & set(owing)
    filled_in = {one.code for reading in readings.values() for one in reading.fills} & covered
    have = len(covered) - len(filled_in)
    missing = [name for code, name in owing.items() if code not in covered]
    said = [reasons.partial(have, of, _some([*(owing[code] for code in sorted(filled_in)), *missing]))]
    if filled_in:
        said.append(reasons.filled(len(filled_in), len(missing), _some([owing[code] for code in sorted(filled_in)])))
    return set(covered), have, said if have < of else []


Held = Mapping[str, Mapping[Where, int]]  # quantity -> territory -> amount


def _title(
    readings: Mapping[str, Reading], held: Held, measure: Measure, finder: _Finder, result: RolledUp
) -> Reason | None:
    """Titles on boundaries that changed since: how many of the constituents held one.

    What was recognised in a period stays recognised in it; what is held on a day is held by the units of that day.
    """
    day = next(iter(readings.values())).asked.period.last
    moved = _moved(held, measure, finder, day)
    if moved or measure.kind != "stock" or None in result.totals.values():
        return moved
    return _drop_outlived(result, readings, held, finder)


def _moved(held: Held, measure: Measure, finder: _Finder, day: dt.date) -> Reason | None:
    """Units of the period's last day that are no longer there on the day asked for."""
    territory, on = finder.territory, finder.on
    if on == day or measure.title_of is None:
        return None
    units = finder.units(day, measure.title_of)
    if all(_same_territory(territory, code, day, on) for code in units):
        return None
    amounts = next(iter(held.values()))
    holders = {code for code, since in amounts if code in units and _same_territory(territory, code, since, day)}
    return reasons.title_not_carried(len(holders), len(units))


def _drop_outlived(result: RolledUp, readings: Mapping[str, Reading], held: Held, finder: _Finder) -> Reason | None:
    """Leave out titles of territories that are no more, where the new territory has its own; say where it has none."""
    territory, on = finder.territory, finder.on
    stand = {where for where in result.inside if _same_territory(territory, *where, on)}
    outlived = {where: _stand_in(territory, *where, on) for where in result.inside - stand}
    holders = {code for where in stand for code in _stand_in(territory, *where, on)}
    unsure = {code for codes in outlived.values() for code in codes} - holders
    if unsure:
        before = {where for where, codes in outlived.items() if unsure & set(codes)}
        day = _latest(readings, before, territory)
        made_of = sum(len(territory.constituents(code, on, day)) for code in unsure)
        having = len({code for code, _ in before})
        return reasons.title_not_carried(having, max(made_of, having))
    for name, amounts in held.items():
        for where in outlived:
            result.totals[name] = (result.totals[name] or 0) - amounts[where]
            result.parts[finder.find(where)[1]][name] -= amounts[where]
    result.inside = frozenset(stand)
    return None


def _latest(readings: Mapping[str, Reading], among: set[Where], territory: Territory) -> dt.date:
    """The last day on which something became true of some territories."""
    places = (place for one in readings.values() for place in _territories(one.amounts, territory))
    return max(known_day(territory, day) for (_, day), where in places if where in among)


def _stand_in(territory: Territory, code: str, day: dt.date, on: dt.date) -> list[str]:
    """The codes of the units in which a territory of another day lies."""
    return [one.version.code for one in territory.placements(code, day, on) if one.version]


def _same_territory(territory: Territory, code: str, day: dt.date, on: dt.date) -> bool:
    then, now = territory.version(code, day), territory.placements(code, day, on)
    stands = now[0].version if len(now) == 1 else None
    if then is None or stands is None or stands.level != then.level:
        return False
    return len(territory.constituents(stands.code, on, day)) == 1


def _name(territory: Territory, code: str, on: dt.date) -> str:
    version = territory.version(code, on)
    return version.name if version else code


def _some(names: list[str], most: int = 5) -> str:
    more = f" … (+{len(names) - most})" if len(names) > most else ""
    return ", ".join(names[:most]) + more
