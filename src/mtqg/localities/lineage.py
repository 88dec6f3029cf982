"""Where a territory lies on another day, and what made it up: walks along the flows.

A share is the fraction of the origin that lies in a place, one for each kind of weight, or None where no law gives it.
A place may be "within": the territory is somewhere inside a larger unit, and no source says where.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mtqg.localities.book import CODE, FROM, PARENT, TO, Key
from mtqg.localities.tables import without_gc

if TYPE_CHECKING:
    from mtqg.localities.book import Localities
    from mtqg.localities.tables import Row
    from mtqg.localities.version import Version

WEIGHTS = ("population", "area", "households", "poor_households")
_WHOLE_PPM = 1_000_000
Shares = tuple[Fraction | int | None, ...]
ALL: Shares = (1, 1, 1, 1)
UNKNOWN: Shares = (None, None, None, None)
COUNTRY: Key = ("", "")  # the place above all provinces


class Flow(NamedTuple):
    """What goes from one version to another in an event; an end None where no source names it."""

    event: str
    source: Key | None
    target: Key | None
    extent: str
    shares: Shares


class Place(NamedTuple):
    """A version, or somewhere within it."""

    key: Key
    is_within: bool


@dataclass(frozen=True)
class Placement:
    """Part of a territory as it lies on another day.

    ``extent``: whole (all of it lies here), part, area_only (no people), people_only (no land), within (somewhere
    inside this larger unit). ``shares``: fraction by kind of weight, None where unknown.
    ``version`` None: the country, or land that was in no unit.
    """

    version: Version | None
    extent: str
    shares: dict[str, Fraction | None]


class Index(NamedTuple):
    """Flows by the version they leave (``out``) and by the version they reach (``into``)."""

    out: dict[Key, list[Flow]]
    into: dict[Key, list[Flow]]

    @classmethod
    def of(cls, book: Localities) -> Index:
        out: dict[Key, list[Flow]] = {}
        into: dict[Key, list[Flow]] = {}
        with without_gc():
            for row in book.table("flows"):
                flow = read_flow(row)
                if flow.source:
                    out.setdefault(flow.source, []).append(flow)
                if flow.target:
                    into.setdefault(flow.target, []).append(flow)
        return cls(out, into)


def read_flow(row: Row) -> Flow:
    event, from_code, from_day, to_code, to_day, extent, population, area, households = row
    source = (from_code, from_day) if from_code else None
    target = (to_code, to_day) if to_code else None
    if extent == "whole":
        return Flow(event, source, target, extent, ALL)
    people, land, homes = (_fraction(text) for text in (population, area, households))
    # All the people or none of them are all the households or none, and all the poor ones or none.
    homes = people if homes is None and people in (0, 1) else homes
    poor = homes if homes in (0, 1) else None
    return Flow(event, source, target, extent, (people, land, homes, poor))


def placements(book: Localities, key: Key, on: dt.date) -> list[Placement]:
    """Where a version's territory lies on a day, by code."""
    found = book.walk(on).places(key)
    return [_placement(book, place, shares, len(found) == 1) for place, shares in sorted(found.items())]


def constituents(book: Localities, version: Version, on: dt.date, day: dt.date) -> list[Placement]:
    """The versions of ``day`` that make up a version of ``on``, each with how much of it lies there."""
    if version.holds(day) and day >= book.since:
        return [_placement(book, Place(version.key, False), ALL, True)]  # all it is made of came on its first day
    back, found = book.walk(on), book.walk(day).reached(version.key)
    parts = []
    for key in sorted(found):
        places = back.places(key)
        inside = {place: shares for place, shares in places.items() if _lies_in(book, place, version, on)}
        share = _sum(inside.values()) if inside else UNKNOWN
        is_whole = len(inside) == len(places)
        parts.append(_placement(book, Place(key, False), ALL if is_whole else share, is_whole))
    for flow in book.index.into.get(version.key, ()):
        if flow.source is None and day < on:
            parts.append(Placement(None, flow.extent, dict.fromkeys(WEIGHTS)))
    return parts


class Walk:
    """Places on one day of any version's territory; each version is walked once."""

    def __init__(self, book: Localities, day: str) -> None:
        self.book, self.day = book, day
        self._known: dict[Key, dict[Place, Shares]] = {}

    def places(self, key: Key) -> dict[Place, Shares]:
        """Places that together hold the whole territory of a version, with the share of each."""
        found = self._known.get(key)
        if found is None:
            row = self.book.row(key)
            if row[TO] and row[TO] <= self.day:
                found = self._later(key, row)
            elif row[FROM] > self.day:
                found = self._earlier(key, row)
            else:
                found = {Place(key, False): ALL}
            self._known[key] = found
        return found

    def reached(self, key: Key) -> set[Key]:
        """Versions of the day that share territory with a version, found by every path."""
        return {place.key for place in self.places(key) if not place.is_within}

    def _later(self, key: Key, row: Row) -> dict[Place, Shares]:
        flows = self.book.index.out.get(key, [])
        if flows and all(flow.target for flow in flows):
            return self._through((flow.target, flow.shares) for flow in flows if flow.target)
        eve = _eve(row[TO])
        inside = [(child[CODE], child[FROM]) for child in self.book.inside(eve).get(row[CODE], ())]
        followed = [child for child in inside if self._is_followed(child)]
        if not followed:
            return {self._stand(row, eve): ALL}
        # A tier that ended: its territory lies where its children's lies; lost children lie among the others.
        total = self._through((child, UNKNOWN) for child in followed)
        if len(followed) < len(inside):
            total[Place(common_parent(self.book, [place.key for place in total], self.day), True)] = UNKNOWN
            total = {place: UNKNOWN if len(total) > 1 else shares for place, shares in total.items()}
        return total

    def _is_followed(self, key: Key) -> bool:
        """Whether a source says where a territory went: it is still there, it flows on, or its children do."""
        row = self.book.row(key)
        if not row[TO] or row[TO] > self.day:
            return True
        flows = self.book.index.out.get(key, [])
        if flows and all(flow.target for flow in flows):
            return True
        inside = self.book.inside(_eve(row[TO])).get(row[CODE], ())
        return any(self._is_followed((child[CODE], child[FROM])) for child in inside)

    def _earlier(self, key: Key, row: Row) -> dict[Place, Shares]:
        begins = dt.date.fromisoformat(row[FROM])
        steps = [
            # An origin that no source names was somewhere within the parent.
            (self.places(flow.source) if flow.source else {self._stand(row, begins): ALL}, shares)
            for flow, shares in _origins(self.book.index.into.get(key, []))
        ]
        return _joined(steps or [({self._stand(row, begins): ALL}, ALL)])

    def _through(self, steps: Iterable[tuple[Key, Shares]]) -> dict[Place, Shares]:
        return _joined([(self.places(key), shares) for key, shares in steps])

    def _stand(self, row: Row, moment: dt.date) -> Place:
        """The smallest unit of the day that surely holds a territory of which no source says more."""
        while row[PARENT]:
            row = self.book.now(moment)[row[PARENT]]
            if not self._is_followed((row[CODE], row[FROM])):
                continue
            places = self.places((row[CODE], row[FROM]))
            if len(places) == 1:
                return Place(next(iter(places)).key, True)
            common = common_parent(self.book, [place.key for place in places], self.day)
            if common != COUNTRY:
                return Place(common, True)
        return Place(COUNTRY, True)


def common_parent(book: Localities, keys: Iterable[Key], day: str) -> Key:
    """The nearest unit of a day that holds all of several units of that day; COUNTRY where none does."""
    on = dt.date.fromisoformat(day)
    chains = [list(_upwards(book, key, on)) for key in keys]
    shared = set(chains[0]).intersection(*chains[1:])
    return next((key for key in chains[0] if key in shared), COUNTRY)


def _upwards(book: Localities, key: Key, on: dt.date) -> Iterator[Key]:
    now = book.now(on)
    while key != COUNTRY:
        yield key
        parent = book.row(key)[PARENT]
        key = (parent, now[parent][FROM]) if parent else COUNTRY


def _lies_in(book: Localities, place: Place, version: Version, on: dt.date) -> bool:
    return version.key in _upwards(book, place.key, on)


def _origins(flows: list[Flow]) -> list[tuple[Flow, Shares]]:
    """Flows into a version, each with the share of the version that came through it.

    The law weighs what an origin gave, not what the new unit is made of: unknown, unless only one origin gave any.
    """
    columns = []
    for weight in range(len(WEIGHTS)):
        gave = [flow.shares[weight] != 0 for flow in flows]
        share = 1 if sum(gave) == 1 else None
        columns.append([share if some or not any(gave) else 0 for some in gave])
    return [(flow, tuple(column[number] for column in columns)) for number, flow in enumerate(flows)]


def _joined(steps: list[tuple[dict[Place, Shares], Shares]]) -> dict[Place, Shares]:
    """Places of several parts of a territory together, each part with its share of the whole."""
    if len(steps) == 1:
        return steps[0][0]
    total: dict[Place, Shares] = {}
    for places, shares in steps:
        for place, inner in places.items():
            step = tuple(map(_times, shares, inner))
            total[place] = tuple(map(_plus, total[place], step)) if place in total else step
    return _settled(total)


def _settled(total: dict[Place, Shares]) -> dict[Place, Shares]:
    """One place holds all; one unknown share among known ones is the rest; where the known ones are all, none."""
    if len(total) == 1:
        return dict.fromkeys(total, ALL)
    columns = [_rest_filled([shares[weight] for shares in total.values()]) for weight in range(len(WEIGHTS))]
    return {place: tuple(column[number] for column in columns) for number, place in enumerate(total)}


def _rest_filled(column: list[Fraction | int | None]) -> list[Fraction | int | None]:
    known = sum(share for share in column if share is not None)
    unknown = column.count(None)
    if unknown == 1 or (unknown and known == 1):
        return [1 - known if share is None else share for share in column]
    return column


def _times(one: Fraction | int | None, two: Fraction | int | None) -> Fraction | int | None:
    if one == 0 or two == 0:
        return 0
    return None if one is None or two is None else one * two


def _plus(one: Fraction | int | None, two: Fraction | int | None) -> Fraction | int | None:
    return None if one is None or two is None else one + two


def _sum(shares: Iterable[Shares]) -> Shares:
    total: tuple[Fraction | int | None, ...] = (0, 0, 0, 0)
    for share in shares:
        total = tuple(map(_plus, total, share))
    return total


def _placement(book: Localities, place: Place, shares: Shares, is_all: bool) -> Placement:
    version = None if place.key == COUNTRY else book.made(book.row(place.key))
    told = {kind: None if share is None else Fraction(share) for kind, share in zip(WEIGHTS, shares, strict=True)}
    return Placement(version, _extent(place, shares, is_all), told)


def _extent(place: Place, shares: Shares, is_all: bool) -> str:
    if place.is_within:
        return "within"
    if is_all:
        return "whole"
    return "area_only" if shares[0] == 0 else "people_only" if shares[1] == 0 else "part"


@cache
def _fraction(text: str) -> Fraction | int | None:
    if not text:
        return None
    ppm = int(text)
    return ppm // _WHOLE_PPM if ppm in (0, _WHOLE_PPM) else Fraction(ppm, _WHOLE_PPM)


def _eve(day: str) -> dt.date:
    return dt.date.fromisoformat(day) - dt.timedelta(days=1)
