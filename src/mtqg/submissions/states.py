"""The state of a submission: its last event, and what may follow it.

A sent report is accepted or returned by the level above; what was accepted is approved by somebody who did not send it;
what was approved is closed with the period. A closed one is returned only to be amended: the next close is an edition.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mtqg.core.register.database import Database, quoted
from mtqg.submissions.terms import SUBMISSION_EVENTS, SUBMISSIONS

NEW = ""  # the state of a submission without an event: it is owed

# State -> the events that may follow.
FOLLOWS: dict[str, tuple[str, ...]] = {
    NEW: ("draft", "sent"),
    "draft": ("draft", "sent", "withdrawn"),
    "sent": ("accepted", "returned", "withdrawn"),
    "returned": ("draft", "sent"),
    "accepted": ("approved", "returned"),
    "approved": ("closed", "returned"),
    "closed": ("returned",),
    "withdrawn": ("draft", "sent"),
}
HANDED_IN = ("sent", "accepted", "approved", "closed")


@dataclass(frozen=True)
class Event:
    """One event. ``cells`` are those that must be mended: sheet, cell and reason each."""

    number: int
    event: str
    day: dt.date
    acted_by: str
    entered_by: str | None
    due_on: dt.date | None
    cells: tuple[dict[str, str], ...]
    note: str | None


@dataclass(frozen=True)
class Submission:
    """What a locality hands in for a form and a period, with its events in order."""

    code: str
    form: str
    locality: str
    period: str
    to_level: str
    due: dt.date
    events: tuple[Event, ...]

    @property
    def state(self) -> str:
        return self.events[-1].event if self.events else NEW

    @property
    def last(self) -> int:
        """Number of the last event; 0 before the first."""
        return self.events[-1].number if self.events else 0

    @property
    def due_now(self) -> dt.date:
        """The day by which it is owed now: a returned one is owed again by its own day."""
        return (self.state == "returned" and self.events[-1].due_on) or self.due

    @property
    def entered_by(self) -> frozenset[str]:
        """Everybody who drafted or sent what stands now, since it was last approved and amended."""
        amended = [one.number for one in self.events if one.event == "returned" and self._was(one.number, "closed")]
        since = max(amended, default=0)
        return frozenset(one.acted_by for one in self.events if one.number > since and one.event in ("draft", "sent"))

    def is_late(self, on: dt.date) -> bool:
        """Whether it was not handed in by its day."""
        return self.state not in HANDED_IN and on > self.due_now

    def _was(self, number: int, event: str) -> bool:
        return any(one.number == number - 1 and one.event == event for one in self.events)

    def as_json(self) -> dict[str, Any]:
        return {
            "submission": self.code,
            "form": self.form,
            "locality": self.locality,
            "period": self.period,
            "to_level": self.to_level,
            "due": self.due_now.isoformat(),
            "state": self.state or None,
            "events": [
                {
                    "number": one.number,
                    "event": one.event,
                    "day": one.day.isoformat(),
                    "by": one.acted_by,
                    "due": one.due_on.isoformat() if one.due_on else None,
                    "cells": list(one.cells),
                    "note": one.note,
                }
                for one in self.events
            ],
        }


def submission(database: Database, code: str) -> Submission | None:
    """The submission of a code, or None."""
    return next(iter(submissions(database, code=code)), None)


def submissions(
    database: Database, *, code: str | None = None, locality: str | None = None, codes: Collection[str] | None = None
) -> list[Submission]:
    """The submissions in force with their events, by due day and place; of a code, codes, a locality if asked."""
    wanted = None if code is None and codes is None else sorted({*(codes or ()), *([code] if code is not None else [])})
    events: dict[str, list[Event]] = {}
    for of, *event in _rows(database, SUBMISSION_EVENTS, _EVENT, "submission_code", wanted, order="event_no"):
        number, kind, day, by, entered_by, due_on, cells, note = event
        read = tuple(json.loads(cells)) if cells else ()
        events.setdefault(of, []).append(Event(number, kind, _day(day), by, entered_by, _maybe(due_on), read, note))
    found = [
        Submission(of, form, place, period, level, _day(due), tuple(events.get(of, ())))
        for of, form, place, period, level, due in _rows(
            database, SUBMISSIONS, _SUBMISSION, "submission_code", wanted, order="submission_code"
        )
    ]
    return ordered(one for one in found if locality is None or one.locality == locality)


def ordered(found: Iterable[Submission]) -> list[Submission]:
    """By due day and place."""
    return sorted(found, key=lambda one: (one.due, one.locality, one.code))


_SUBMISSION = ("submission_code", "form_name", "locality_code", "period", "to_level", "day")
_EVENT = ("submission_code", "event_no", "event", "day", "acted_by", "entered_by", "due_on", "cells", "note")


def _rows(
    database: Database, table: Any, names: tuple[str, ...], where: str, wanted: Sequence[str] | None, *, order: str
) -> list[tuple[Any, ...]]:
    columns = ", ".join(map(quoted, names))
    asked = "" if wanted is None else f" AND {quoted(where)} IN ({', '.join('?' * len(wanted))})"
    sql = f"SELECT {columns} FROM {quoted(table.name)} WHERE ended_by IS NULL{asked} ORDER BY {quoted(order)}"  # noqa: S608
    return database.rows(sql, wanted or [])


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def _maybe(value: Any) -> dt.date | None:
    return None if value is None else _day(value)
