"""Writes of an office to the book of localities: add events, remove them. Each is one act, checked whole before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtqg.core.acts import Act, Author
from mtqg.core.disk import sha256
from mtqg.core.errors import Problem, Refused
from mtqg.core.instance import Instance
from mtqg.core.register.booked import alone, lines_at
from mtqg.core.register.database import Database
from mtqg.core.register.writing import begin
from mtqg.core.table import PROVENANCE, Table
from mtqg.localities import problems as say
from mtqg.localities.adding import lines_of, read_events
from mtqg.localities.book import Localities
from mtqg.localities.office import Event, events_at, extended, with_events
from mtqg.localities.terms import OFFICE_TABLES


def add_events(instance: Instance, author: Author, file: Path, *, why: str = "", is_dry: bool = False) -> list[Event]:
    """Add the events of a file to the office's book: from this act on every answer knows them.

    All or nothing. Raises Refused with every error of the file, or with everything in which the book that would be
    contradicts itself, by the same checks that the shipped tables passed.
    """
    with instance.register() as register:
        if is_dry:
            return _fresh(register.database, file)
        with begin(register, author, verb="localities.add", why=why) as act:
            _alone(register.database)
            events = _fresh(register.database, file)
            for table in OFFICE_TABLES:
                if rows := lines_of(events)[table.name]:
                    act.add(table, _frame(instance, table, rows))
            act.note(events=[event.name for event in events], files={file.name: sha256(file.read_bytes())})
    return events


def remove_events(instance: Instance, author: Author, names: Sequence[str], *, why: str) -> Act:
    """End events that the office wrote down. Refused where a later event builds on them."""
    import polars as pl

    if not why.strip():
        raise Refused(say.NEEDS_WHY.at("--why"))
    with instance.register() as register, begin(register, author, verb="localities.remove", why=why) as act:
        database = register.database
        _alone(database)
        held = events_at(database)
        known = [event.name for event in held]
        if unknown := [name for name in names if name not in known]:
            raise Refused([say.NO_EVENT.at(name, name, known=", ".join(known) or "-") for name in unknown])
        _book_with([event for event in held if event.name not in names])
        for table in OFFICE_TABLES:
            gone = [line for line in lines_at(database, table) if line["event"] in names]
            kinds = {"added_by": pl.Int64, "row_no": pl.Int64}
            act.end(table, pl.DataFrame([{name: line[name] for name in kinds} for line in gone], schema=kinds))
        act.note(events=list(names))
    assert act.sealed is not None
    return act.sealed


def _alone(database: Database) -> None:
    for table in OFFICE_TABLES:
        alone(database, table)


def _fresh(database: Database, file: Path) -> list[Event]:
    """The events of a file, fit to be added to those that the office has."""
    held = events_at(database)
    placed = read_events(file, extended(held))
    shipped = Localities.seed().events
    known = {event.name for event in held}
    if twice := [(place, event) for place, event in placed if event.name in shipped or event.name in known]:
        raise Refused([say.EVENT_KNOWN.at(place, event.name) for place, event in twice])
    fresh = [event for _, event in placed]
    _book_with([*held, *fresh], {event.name: place for place, event in placed})
    return fresh


def _book_with(events: Sequence[Event], places: dict[str, str] | None = None) -> Localities:
    """The book that would be, or Refused with everything in which it contradicts itself."""
    from mtqg.localities.checks import contradictions

    ordered = sorted(events, key=lambda event: (event.operative, event.name))
    book, left_out = with_events(Localities.seed(), ordered)
    problems: list[Problem] = _unfit(left_out, ordered, places or {})
    if problems := problems or contradictions(book):
        raise Refused(problems)
    return book


def _unfit(left_out: Sequence[Event], events: Sequence[Event], places: dict[str, str]) -> list[Problem]:
    """Events that do not fit; where a new one is in the way of one that stood, it is the new one that does not."""
    blamed: dict[str, Event] = {}
    for event in left_out:
        codes = event.sources | event.targets
        fresh = [one for one in events if one.name in places and codes & (one.sources | one.targets)]
        blamed |= {one.name: one for one in ([event] if event.name in places else fresh or [event])}
    return [
        say.EVENT_UNFIT.at(
            places.get(name, ""), name, day=event.operative, codes=", ".join(sorted(event.sources | event.targets))
        )
        for name, event in blamed.items()
    ]


def _frame(instance: Instance, table: Table, rows: Sequence[dict[str, Any]]) -> Any:
    """Rows as the register takes them; the act says from which file they came."""
    from mtqg.core.frames import typed

    blank: dict[str, Any] = {**dict.fromkeys(PROVENANCE), "origin": instance.origin}
    return typed([{**blank, **row} for row in rows], table.taken)
