"""Chains of directing documents: who carried out what by a document of their own, in how many days, and who has not.

A document is named by number, issuer and day signed, however it is spelt. It stands once in each office's book: in the
issuer's as gone out, in others' as come in. Nothing here asks for today's date or for a database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mtqg.core.text import spelling

Key = tuple[str, str, str]
UnitsOf = Callable[[str, str, dt.date], Iterable[str]]  # place, level, day -> codes of the units of that level in it


@dataclass(frozen=True)
class Named:
    """A document by its name."""

    number: str
    issuer: str
    signed_on: dt.date

    @cached_property
    def key(self) -> Key:
        return spelling(self.number), spelling(self.issuer), self.signed_on.isoformat()

    def __str__(self) -> str:
        return f"{self.number} ({self.issuer}, {self.signed_on:%d/%m/%Y})"


@dataclass(frozen=True)
class Entry:
    """A line of an office's book of documents."""

    id: str
    place: str
    direction: str
    document: Named
    level: str
    subject: str
    day: dt.date
    parent: Named | None = None
    local_level: str | None = None
    local_by: dt.date | None = None

    @staticmethod
    def of(row: Any, id: str) -> Entry:
        """From a row of the table ``directing_documents``, whatever holds its columns."""
        parent = None
        if row.parent_number and row.parent_issuer and row.parent_signed_on:
            parent = Named(row.parent_number, row.parent_issuer, row.parent_signed_on)
        document = Named(row.document_number, row.document_issuer, row.signed_on)
        said = (row.locality_code, row.direction, document, row.issuer_level, row.subject, row.day)
        return Entry(id, *said, parent, row.local_level, row.local_by)


@dataclass(frozen=True)
class Step:
    """A document issued to carry out another: how long it lay before it came in, and how long after.

    ``on_the_way`` and ``in_hand`` are unknown where the office did not enter when the other came in; the days between
    the two signatures always are known.
    """

    entry: Entry
    parent: Named
    received_on: dt.date | None

    @property
    def on_the_way(self) -> int | None:
        return None if self.received_on is None else (self.received_on - self.parent.signed_on).days

    @property
    def in_hand(self) -> int | None:
        return None if self.received_on is None else (self.entry.document.signed_on - self.received_on).days

    @property
    def days(self) -> int:
        return (self.entry.document.signed_on - self.parent.signed_on).days


@dataclass(frozen=True)
class Duty:
    """That a place must carry out a document by one of its own, and whether it did."""

    document: Entry
    place: str
    due: dt.date
    received_on: dt.date | None
    made: Entry | None

    def late_days(self, on: dt.date) -> int:
        """Days past the due day, to the day on which it was signed or, where it is not there, to a day; 0 in time."""
        return max(0, ((self.made.document.signed_on if self.made else on) - self.due).days)

    def state(self, on: dt.date) -> str:
        """ "made", "made_late", "late", "received" or "waiting"."""
        if self.made:
            return "made_late" if self.late_days(on) else "made"
        return "late" if self.late_days(on) else "received" if self.received_on else "waiting"


class Chains:
    """The books of some offices, as documents that carry each other out."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda one: (one.document.signed_on, one.document.key, one.day, one.place))

    @cached_property
    def _of(self) -> dict[Key, list[Entry]]:
        found: dict[Key, list[Entry]] = {}
        for one in self.entries:
            found.setdefault(one.document.key, []).append(one)
        return found

    @cached_property
    def _parents(self) -> dict[Key, set[Key]]:
        found: dict[Key, set[Key]] = {}
        for one in self.entries:
            if one.parent:
                found.setdefault(one.document.key, set()).add(one.parent.key)
        return found

    def books(self, key: Key) -> list[Entry]:
        """The lines of all books in which a document stands, the issuer's first."""
        return sorted(self._of.get(key, []), key=lambda one: (one.direction != "issued", one.day, one.place))

    def documents(self) -> Iterator[Entry]:
        """Each document once, by the line of its issuer's book where there is one; by the day signed."""
        return (self.books(key)[0] for key in self._of)

    def received_on(self, key: Key, place: str) -> dt.date | None:
        """When a document came in at a place."""
        days = (one.day for one in self._of.get(key, ()) if one.place == place and one.direction == "received")
        return min(days, default=None)

    def above(self, key: Key) -> set[Key]:
        """All that a document carries out, step by step; never itself, whatever was written."""
        found: set[Key] = set()
        waiting = [*self._parents.get(key, ())]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._parents.get(one, ())
        return found - {key}

    def chain(self, key: Key) -> list[tuple[int, Entry]]:
        """The whole chain that a document belongs to, from its uppermost document down: (depth, line)."""
        within = {key, *self.above(key)}
        tops = [one for one in within if not self._parents.get(one, set()) & within]
        found: list[tuple[int, Entry]] = []
        seen: set[Key] = set()
        for top in sorted(tops or [key], key=lambda one: one[2]):
            self._down(top, 0, found, seen)
        return found

    def _down(self, key: Key, depth: int, found: list[tuple[int, Entry]], seen: set[Key]) -> None:
        if key in seen:
            return
        seen.add(key)
        if key in self._of:
            found.append((depth, self.books(key)[0]))
        for below in (one for one in self._of if key in self._parents.get(one, ())):
            self._down(below, depth + 1 if key in self._of else depth, found, seen)

    def step(self, entry: Entry) -> Step | None:
        """How long a document took that carries out another; None where it carries out none, or only came in."""
        if entry.parent is None or entry.direction != "issued":
            return None
        return Step(entry, entry.parent, self.received_on(entry.parent.key, entry.place))

    @cached_property
    def _made(self) -> dict[tuple[Key, str], Entry]:
        """The first document by which a place carried out another, whether directly or over one in between."""
        found: dict[tuple[Key, str], Entry] = {}
        for one in self.entries:
            if one.direction == "issued":
                for key in self.above(one.document.key):
                    found.setdefault((key, one.place), one)
        return found

    def duties(self, units_of: UnitsOf, on: dt.date) -> list[Duty]:
        """Who must carry out what by a document of their own, each document and place once, by the due day.

        Whoever issued the document itself owes none. The units are those of the due day, or of ``on`` while it is yet
        to come.
        """
        found: dict[tuple[Key, str], Duty] = {}
        for one in self.entries:
            if one.local_level is None or one.local_by is None:
                continue
            key = one.document.key
            books = self.books(key)
            issuers = {book.place for book in books if book.direction == "issued"}
            came: dict[str, dt.date] = {}
            for book in books:  # those of a place by the day they came in: its first is kept
                if book.direction == "received":
                    came.setdefault(book.place, book.day)
            for place in units_of(one.place, one.local_level, min(one.local_by, on)):
                known = found.get((key, place))
                if place not in issuers and (known is None or one.local_by < known.due):
                    made = self._made.get((key, place))
                    found[key, place] = Duty(books[0], place, one.local_by, came.get(place), made)
        return sorted(found.values(), key=lambda one: (one.due, one.document.document.key, one.place))
