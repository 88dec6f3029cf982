"""What was published of a place, number by number, held against what its register counts.

A print is compared as the interval that it stands for. Neither side changes the other: a difference is told with both,
and where the register does not know, nothing is said to differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from mtqg.books import opened_shelf
from mtqg.catalogue import CATALOGUE
from mtqg.core.figure import Figure, Question, figure
from mtqg.core.instance import open_instance
from mtqg.core.measure import Ratio
from mtqg.core.numbers import decimal_text
from mtqg.core.period import Period, read_period
from mtqg.core.shelf import Shelf
from mtqg.localities.book import Localities
from mtqg.published import published_figure
from mtqg.statements.figures import shipped_places
from mtqg.statements.model import Statement
from mtqg.statements.office import office_statements

PART, WHOLE, VALUE = "part", "whole", "value"


@dataclass(frozen=True)
class Held:
    """A published number beside ours.

    statement: None where the print is the sum over the units that make up the place now. of: which side of our figure.
    """

    statement: Statement | None
    figure: Figure
    of: str
    printed: Fraction
    ours: Fraction | None
    agrees: bool | None  # None: ours is not known

    @property
    def difference(self) -> Fraction | None:
        """Ours less the print."""
        return None if self.ours is None else self.ours - self.printed

    def as_json(self) -> dict[str, Any]:
        one = self.statement
        return {
            "statement": one.as_json() if one else None,
            "measure": self.figure.measure.name,
            "of": self.of,
            "period": str(self.figure.question.period),
            "standard": self.figure.standard,
            "printed": decimal_text(self.printed),
            "ours": None if self.ours is None else decimal_text(self.ours),
            "difference": None if self.difference is None else decimal_text(self.difference),
            "agrees": self.agrees,
            "coverage": {"have": self.figure.have, "of": self.figure.of},
            "status": self.figure.status,
            "reason": self.figure.reason,
        }


def held_against(home: Path, *, locality: str, period: Period | None = None, on: dt.date | None = None) -> list[Held]:
    """Every published level of a place that a measure is tied to, in the order of the periods.

    period: only those within it. on: by the boundaries of that day, the sums over the units that made the place up;
        without it each print by itself, by the boundaries of its own period.
    """
    instance = open_instance(home)
    known = (*shipped_places(), *office_statements(instance))
    with opened_shelf(instance) as shelf:
        if on is not None:
            return list(_sums(known, home, shelf, locality, period, on))
        return list(_each(_about(known, locality, period), shelf, locality))


def _tied() -> dict[str, tuple[str, str]]:
    """Measure of the statements -> measure of ours and which side of it: the first that names it."""
    found: dict[str, tuple[str, str]] = {}
    for one in CATALOGUE.measures.values():
        if isinstance(one, Ratio) and one.published:
            part, whole = one.published
            for name, side in ((part, PART), (whole, WHOLE), (one.name, VALUE)):
                found.setdefault(name, (one.name, side))
    return found


def _about(known: Iterable[Statement], locality: str | None, period: Period | None) -> list[Statement]:
    """Levels, not changes, of a place within a period; final ones and those of a round."""
    tied = _tied()
    mine = [
        one
        for one in known
        if one.key.measure in tied
        and not one.key.form
        and one.first is not None
        and one.last is not None
        and (locality is None or one.key.scope.code == locality)
        and (period is None or (period.first <= one.first and one.last <= period.last))
    ]
    return sorted(mine, key=lambda one: (one.key.period, one.key.standard, list(tied).index(one.key.measure), one.id))


def _each(statements: Sequence[Statement], shelf: Shelf, locality: str) -> Iterator[Held]:
    tied = _tied()
    for one in statements:
        name, side = tied[one.key.measure]
        asked = Question(
            measure=name,
            locality=locality,
            period=read_period(one.key.period),
            standard=one.key.standard or None,
        )
        found = figure(asked, shelf)
        ours = _ours(found, side)
        agrees = None if ours is None else is_within(one, ours)
        yield Held(one, found, side, Fraction(one.value), ours, agrees)


def is_within(one: Statement, ours: Fraction) -> bool:
    """Whether the interval that a print stands for has our number in it."""
    low, high = one.interval.low, one.interval.high
    return Fraction(low) <= ours and (high is None or ours <= Fraction(high))


def _sums(
    known: Sequence[Statement], home: Path, shelf: Shelf, locality: str, period: Period | None, on: dt.date
) -> Iterator[Held]:
    """What was printed of the units that make up a place on a day: summed, divided last, for each of their periods."""
    book = shelf.books.territory
    assert isinstance(book, Localities)
    book.require(locality, on)
    tied = _tied()
    asked = dict.fromkeys(
        (tied[one.key.measure][0], one.key.period, one.key.standard)
        for one in _about(known, None, period)
        if one.last is not None and one.key.scope.code in _units(book, locality, on, one.last)
    )
    for measure, text, standard in asked:
        of = Question(measure=measure, locality=locality, period=read_period(text), on=on, standard=standard or None)
        printed, ours = published_figure(of, home), figure(of, shelf)
        for side in (PART, WHOLE, VALUE):
            total, mine = _ours(printed, side), _ours(ours, side)
            if total is not None:
                yield Held(None, ours, side, total, mine, None if mine is None else mine == total)


@cache
def _units(book: Localities, locality: str, on: dt.date, day: dt.date) -> frozenset[str]:
    """The codes of a day's units that lie in a place of another day."""
    placed = book.constituents(locality, on, max(day, book.since))
    return frozenset(one.version.code for one in placed if one.version)


def _ours(found: Figure, side: str) -> Fraction | None:
    value = {PART: found.part, WHOLE: found.whole, VALUE: found.exact}[side]
    return None if value is None else Fraction(value)
