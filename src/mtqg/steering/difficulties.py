"""Difficulties from the report of a locality to the answer: the state of a question is its last event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

NEW = "new"
STATES = {
    NEW: "mới phản ánh",
    "grouped": "đã tổng hợp",
    "asked": "đã hỏi cấp trên",
    "answered": "đã có trả lời",
}
# State of a question -> the events that may follow.
FOLLOWS = {
    "grouped": ("asked", "answered"),
    "asked": ("asked", "answered"),
    "answered": ("reopened",),
}


@dataclass(frozen=True)
class QuestionEvent:
    """A question was asked upward, answered or opened again."""

    number: int
    event: str
    day: dt.date
    acted_by: str
    counterpart: str | None
    document: tuple[str, str, dt.date] | None
    text: str | None


@dataclass(frozen=True)
class Question:
    """A question with its events in order and the reports that it is made of."""

    code: str
    place: str
    day: dt.date
    programme: str | None
    text: str
    law: tuple[str | None, str | None]
    events: tuple[QuestionEvent, ...] = ()
    reports: tuple[str, ...] = ()

    @staticmethod
    def of(row: Any, events: Iterable[Any], reports: Iterable[str]) -> Question:
        """From the rows of its tables."""
        found = [_event(one) for one in sorted(events, key=lambda one: one.event_no)]
        law = (row.law_document, row.law_place)
        said = (row.question_code, row.locality_code, row.day, row.programme, row.text, law)
        return Question(*said, tuple(found), tuple(sorted(reports)))

    @property
    def state(self) -> str:
        last = self.events[-1].event if self.events else ""
        if last == "reopened":
            return "asked" if any(one.event == "asked" for one in self.events) else "grouped"
        return last or "grouped"

    @property
    def last(self) -> int:
        return self.events[-1].number if self.events else 0

    @property
    def answer(self) -> QuestionEvent | None:
        """The answer that stands."""
        return self.events[-1] if self.state == "answered" else None

    @property
    def asked_on(self) -> dt.date | None:
        return next((one.day for one in self.events if one.event == "asked"), None)


def _event(row: Any) -> QuestionEvent:
    document = (row.document_number, row.document_issuer, row.signed_on) if row.document_number else None
    return QuestionEvent(row.event_no, row.event, row.day, row.acted_by, row.counterpart, document, row.text)
