"""The book of localities of an office: the shipped book and the events that the office wrote down, as of an act.

Reading checks nothing: what was added was checked by its act, with the strict checks that check the shipped tables.
Where a later version of the package knows the same event, the shipped one stands and the office's is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from mtqg.core.register.booked import Line, is_extended, lines_at
from mtqg.core.register.database import Database
from mtqg.localities.book import CODE, FROM, TO, Localities
from mtqg.localities.tables import COLUMNS, Row
from mtqg.localities.terms import OFFICE_EVENTS, OFFICE_FLOWS, OFFICE_LOCALITIES, OFFICE_TABLES

SOURCE = "office"  # whose row it is, in the book's column ``source``
ABOUT = ("operative", "in_force", "kind", "document", "issued_by", "note")
_PPM = ("population_ppm", "area_ppm", "households_ppm")


class Event(NamedTuple):
    """An event with the localities that begin and what goes to each: plain text, as the book's tables hold it."""

    name: str
    operative: str
    in_force: str
    kind: str
    document: str
    issued_by: str
    note: str
    begins: tuple[tuple[str, str, str, str, str], ...]  # code, name, kind, level, parent
    flows: tuple[tuple[str, ...], ...]  # from code, to code, extent, millionths of people, area, households

    @property
    def sources(self) -> set[str]:
        return {flow[0] for flow in self.flows if flow[0]}

    @property
    def targets(self) -> set[str]:
        return {begin[0] for begin in self.begins}


def localities_at(database: Database, n: int | None = None) -> Localities:
    """The office's book of localities at act ``n``: the shipped one where the office added nothing."""
    if not is_extended(database, OFFICE_TABLES, n):
        return Localities.seed()
    return extended(events_at(database, n))


def events_at(database: Database, n: int | None = None) -> tuple[Event, ...]:
    return joined({table.name: lines_at(database, table, n) for table in OFFICE_TABLES})


def joined(tables: Mapping[str, Sequence[Line]]) -> tuple[Event, ...]:
    """Events with what belongs to them, by day, from the lines of the three tables."""
    begins, flows = defaultdict(list), defaultdict(list)
    for line in tables.get(OFFICE_LOCALITIES.name, ()):
        begins[line["event"]].append(tuple(line[name] for name in ("code", "name", "kind", "level", "parent_code")))
    for line in tables.get(OFFICE_FLOWS.name, ()):
        shares = ("" if line[name] is None else str(line[name]) for name in _PPM)
        flows[line["event"]].append((line["from_code"], line["to_code"], line["extent"], *shares))
    found = [
        Event(
            name=line["event"],
            **{name: line[name] for name in ABOUT},
            begins=tuple(sorted(begins[line["event"]])),
            flows=tuple(sorted(flows[line["event"]])),
        )
        for line in tables.get(OFFICE_EVENTS.name, ())
    ]
    return tuple(sorted(found, key=lambda event: (event.operative, event.name)))


def extended(events: tuple[Event, ...]) -> Localities:
    """The shipped book with events of an office; not checked. The same book for the same events."""
    return _extended(events) if events else Localities.seed()


@lru_cache(maxsize=4)
def _extended(events: tuple[Event, ...]) -> Localities:
    return with_events(Localities.seed(), events)[0]


def with_events(base: Localities, events: Sequence[Event]) -> tuple[Localities, list[Event]]:
    """A book with events, by day, and those that were left out because the book contradicts them; not checked."""
    spells = _Spells(base, events)
    left_out = [event for event in events if not spells.apply(event)]
    taken = [event for event in events if event not in left_out]
    known = {row[0] for row in base.table("documents")}
    documents = {event.document: (event.document, event.issued_by, "reported", SOURCE) for event in taken}
    tables = {
        "versions": spells.versions(),
        "events": [*base.table("events"), *map(_event_row, taken)],
        "flows": [*base.table("flows"), *spells.flows],
        "documents": [*base.table("documents"), *(row for name, row in documents.items() if name not in known)],
    }
    kept = {name: partial(base.table, name) for name in COLUMNS if name not in tables}
    return Localities({**kept, **{name: partial(_given, rows) for name, rows in tables.items()}}), left_out


class _Spells:
    """The spells of the codes that events name, as one event after another changes them."""

    def __init__(self, base: Localities, events: Sequence[Event]) -> None:
        self.base = base
        self.touched = {code for event in events for code in event.sources | event.targets}
        self.rows: dict[str, list[Row]] = {code: [] for code in self.touched}
        for row in base.table("versions"):
            if row[CODE] in self.touched:
                self.rows[row[CODE]].append(row)
        self.flows: list[Row] = []

    def apply(self, event: Event) -> bool:
        """End what the event ends and begin what it begins; False where one is not there, or is there already."""
        day = event.operative
        ending = {code: self._open(code, day) for code in event.sources}
        if any(row is None for row in ending.values()):
            return False
        if any(self._stands(code, day) for code in event.targets - event.sources):
            return False
        for code, row in ending.items():
            assert row is not None
            spells = self.rows[code]
            spells[spells.index(row)] = (*row[:TO], day, *row[TO + 1 :])
        for code, name, kind, level, parent in event.begins:
            self.rows[code].append((code, name, kind, level, parent, day, "", SOURCE))
        for source, target, *rest in event.flows:
            row = ending.get(source)
            sides = (source, row[FROM] if row else "", target, day if target else "")
            self.flows.append((event.name, *sides, *rest))
        return True

    def versions(self) -> list[Row]:
        """All rows of the book, the changed among them, and what begins after those that were there."""
        changed = {(row[CODE], row[FROM]): row for rows in self.rows.values() for row in rows}
        touched = self.touched
        kept = [
            changed.pop((row[CODE], row[FROM])) if row[CODE] in touched else row for row in self.base.table("versions")
        ]
        return [*kept, *changed.values()]

    def _open(self, code: str, day: str) -> Row | None:
        """The spell of a code that holds on the eve of a day, and of which no end is known."""
        return next((row for row in self.rows[code] if row[FROM] < day and not row[TO]), None)

    def _stands(self, code: str, day: str) -> bool:
        return any(not row[TO] or row[TO] > day or row[FROM] >= day for row in self.rows[code])


def _event_row(event: Event) -> Row:
    return (event.name, event.operative, event.in_force, event.kind, event.document, "high", SOURCE, event.note)


def _given(rows: list[Row]) -> list[Row]:
    return rows
