"""A finding from the day it was raised until it is closed: its state is its last event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

OPEN = "open"
STATES = {OPEN: "chờ trả lời", "answered": "đã trả lời", "closed": "đã khép"}
# State -> the events that may follow, and the right that each needs.
FOLLOWS = {
    OPEN: ("answered", "closed"),
    "answered": ("returned", "closed"),
    "closed": ("reopened",),
}
RIGHT_OF = {"answered": "send", "returned": "audit", "closed": "audit", "reopened": "audit"}
SETS_DUE = ("returned", "reopened")


@dataclass(frozen=True)
class Event:
    """A finding was answered, returned, closed or opened again."""

    number: int
    event: str
    on: dt.date
    acted_by: str
    text: str
    due: dt.date | None


@dataclass(frozen=True)
class Audited:
    """A finding with its events in order."""

    code: str
    place: str
    period: str
    day: dt.date
    subject_kind: str
    subject: str
    severity: str
    text: str
    law: tuple[str, str | None]
    raised_on: dt.date
    due: dt.date
    raised_by: str
    events: tuple[Event, ...] = ()

    @staticmethod
    def of(row: Any, events: Iterable[Any]) -> Audited:
        """From the rows of its tables, whatever holds their columns."""
        found = [
            Event(one.event_no, one.event, one.happened_on, one.acted_by, one.text, one.due_on)
            for one in sorted(events, key=lambda one: one.event_no)
        ]
        about = (row.finding_code, row.locality_code, row.period, row.day, row.subject_kind, row.subject)
        said = (row.severity, row.text, (row.law_document, row.law_place), row.raised_on, row.due_on, row.raised_by)
        return Audited(*about, *said, tuple(found))

    @property
    def state(self) -> str:
        last = self.events[-1].event if self.events else ""
        return last if last in ("answered", "closed") else OPEN

    @property
    def last(self) -> int:
        """Number of the last event; 0 before the first."""
        return self.events[-1].number if self.events else 0

    @property
    def due_now(self) -> dt.date:
        """The day by which an answer is owed now."""
        return next((one.due for one in reversed(self.events) if one.due is not None), self.due)

    @property
    def answered_by(self) -> frozenset[str]:
        return frozenset(one.acted_by for one in self.events if one.event == "answered")

    def is_late(self, on: dt.date) -> bool:
        """Whether an answer is owed since before a day."""
        return self.state == OPEN and on > self.due_now
