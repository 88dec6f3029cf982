"""The shelf: which snapshots a question is answered from.

A question names a locality, a period and the boundaries of a day; the shelf finds the editions, known by then, that
hold the tables of every province of that day which lies in the locality.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from mtqg.core.catalogue import Catalogue
from mtqg.core.estimate import EstimateBook
from mtqg.core.gaps import GapBook
from mtqg.core.period import Period
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import Table
from mtqg.core.territory import Territory

if TYPE_CHECKING:
    import narwhals as nw


class LawBook(Protocol):
    """What core asks of the book of law."""

    def citation(self, document: str, place: str) -> dict[str, Any]:
        """Document, place and standing, as a figure shows them."""
        ...

    def standard_on(self, kind: str, on: dt.date) -> str | None:
        """The national standard of a kind (such as "poverty") that is applied on a day."""
        ...


class AssignedValue(Protocol):
    """A wanted value and the decision that set it."""

    @property
    def value(self) -> Decimal: ...
    @property
    def direction(self) -> str: ...
    def is_met_by(self, value: Fraction) -> bool: ...
    @property
    def document(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def standing(self) -> str: ...


class TargetBook(Protocol):
    """What core asks of the book of targets."""

    def of(self, measure: str, locality_code: str, period: Period) -> AssignedValue | None:
        """What was assigned of a measure to a locality for a period."""
        ...


@dataclass(frozen=True)
class Books:
    """The books of a state: localities, law, who stands on which list, and what was assigned."""

    territory: Territory
    law: LawBook
    members: Callable[[Snapshot, str], nw.LazyFrame[Any]]  # a snapshot's list -> member_code, valid_from, valid_to
    targets: Callable[[], TargetBook] | None = None  # read only by figures that ask for it
    estimates: Callable[[], EstimateBook] | None = None  # what was reported before there were rows
    gaps: Callable[[], GapBook] | None = None  # what was chosen for communes that have not sent theirs

    def standard(self, kind: str | None, asked: str | None, on: dt.date) -> str | None:
        """The standard asked for, or the one that the law applies on the day; None where the measure knows none."""
        if kind is None:
            return None
        return asked or self.law.standard_on(kind, on)


class Live(Protocol):
    """The state of the register after the editions."""

    @property
    def n(self) -> int:
        """The act up to which it is read."""
        ...

    def since(
        self, edition: Snapshot | None, table: Table, province: str, period: Period, territory: Territory
    ) -> Snapshot | None:
        """The edition with what was recorded since; the edition itself where nothing was."""
        ...

    def begun(self, table: Table, codes: Collection[str]) -> Iterable[Period]:
        """The periods of which some of these localities have rows of a table by now, closed or not."""
        ...


@dataclass(frozen=True)
class Shelf:
    """The editions that were known at a moment, and the books to read them with."""

    snapshots: tuple[Snapshot, ...]
    books: Books
    catalogue: Catalogue
    live: Live | None = None  # what was recorded since the editions; without it only what was closed is answered
    is_filled: bool = False  # whether figures count what was chosen for communes that have not sent theirs
    memory: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)  # what was read once

    def find(self, table: Table, province: str, period: Period, edition: int | None) -> Snapshot | None:
        """The edition that holds a table of a province for a period; the newest, unless one is named.

        Reviews are frozen period by period. Spells (titles, certificates) may be read from a later close as well: the
        earliest one that reaches the last day of the period. What was recorded since is added, unless an edition is
        asked for by its number.
        """
        closed = self.closed(table, province, period, edition)
        if self.live is None or edition is not None:
            return closed
        return self.live.since(closed, table, province, period, self.books.territory)

    def closed(self, table: Table, province: str, period: Period, edition: int | None) -> Snapshot | None:
        """The edition alone."""
        held = [one for one in self.snapshots if one.locality == province and one.has(table.name)]
        exact = [one for one in held if (one.period.first, one.period.last) == (period.first, period.last)]
        if not exact and table.time == "spell":
            later = [one for one in held if one.period.last >= period.last]
            reach = min((one.period.last for one in later), default=None)
            exact = [one for one in later if one.period.last == reach]
        if edition is not None:
            exact = [one for one in exact if one.edition == edition]
        return max(exact, key=lambda one: (one.manifest["n"], one.edition), default=None)
