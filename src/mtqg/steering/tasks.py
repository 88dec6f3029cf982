"""The state of a task is its last event; whether it is late is a question of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

STATES = {"open": "đang thực hiện", "done": "hoàn thành", "withdrawn": "đã rút"}
LATE = "quá hạn"
# State -> the events that may follow.
FOLLOWS = {
    "open": ("progress", "done", "extended", "withdrawn"),
    "done": ("reopened", "withdrawn"),
    "withdrawn": (),
}
OWNERS = ("progress", "done")  # of whoever must do it; the others are of whoever gave it


@dataclass(frozen=True)
class TaskEvent:
    """What became of a task."""

    number: int
    event: str
    day: dt.date
    acted_by: str
    note: str | None
    due_on: dt.date | None


@dataclass(frozen=True)
class Task:
    """A task with its events in order."""

    code: str
    place: str
    text: str
    owner: str | None
    assigned_at: str
    day: dt.date
    due: dt.date
    events: tuple[TaskEvent, ...] = ()
    session: str | None = None
    conclusion: int | None = None
    document: tuple[str, str | None, dt.date | None] | None = None

    @staticmethod
    def of(row: Any, events: Iterable[Any]) -> Task:
        """From a row of ``steering_tasks`` and those of ``steering_task_events``."""
        found = [
            TaskEvent(one.event_no, one.event, one.day, one.acted_by, one.note, one.due_on)
            for one in sorted(events, key=lambda one: one.event_no)
        ]
        document = (row.document_number, row.document_issuer, row.signed_on) if row.document_number else None
        said = (row.locality_code, row.text, row.owner_account, row.assigned_at, row.day, row.due_on)
        return Task(row.task_code, *said, tuple(found), row.session_code, row.conclusion_no, document)

    @property
    def state(self) -> str:
        told = [one.event for one in self.events if one.event in ("done", "reopened", "withdrawn")]
        return {"done": "done", "withdrawn": "withdrawn"}.get(told[-1], "open") if told else "open"

    @property
    def last(self) -> int:
        return self.events[-1].number if self.events else 0

    @property
    def due_now(self) -> dt.date:
        """The last day that was given."""
        return next((one.due_on for one in reversed(self.events) if one.due_on), self.due)

    @property
    def done_on(self) -> dt.date | None:
        return next((one.day for one in reversed(self.events) if one.event == "done"), None)

    def is_late(self, on: dt.date) -> bool:
        """Not done by its day, or done after it."""
        if self.state == "withdrawn":
            return False
        ended = self.done_on if self.state == "done" else on
        return (ended or on) > self.due_now

    def late_days(self, on: dt.date) -> int:
        ended = self.done_on if self.state == "done" else on
        return max(0, ((ended or on) - self.due_now).days) if self.is_late(on) else 0


def counted(tasks: Iterable[Task], on: dt.date) -> dict[str, int]:
    """How many are open, late, done and withdrawn: an open one that is past its day counts as late alone."""
    found = {"open": 0, "late": 0, "done": 0, "withdrawn": 0}
    for one in tasks:
        found["late" if one.state == "open" and one.is_late(on) else one.state] += 1
    return found
