"""Measures: how a number is defined. A measure is data; ``figure`` computes it for a place, a period and a state.

``Count`` and ``Sum`` say what is counted in which table. A measure is one of

- ``Tally``: one quantity (a count of titles, a sum of households);
- ``Ratio``: part over whole, which may come from two tables and two days; divided last, once;
- ``Assigned``: the value that a decision wants of another measure;
- ``Distance``: how far a measure is beyond what was assigned of it, whichever way the decision wants it to go;
- ``Derived``: made of figures of other measures (a mean yearly fall).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from mtqg.core.period import Period

if TYPE_CHECKING:
    import narwhals as nw

MeasureKind = Literal["stock", "flow", "cumulative", "change"]


@dataclass(frozen=True)
class Cite:
    """Document and place of the law. It must resolve to the book of law: tested."""

    document: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What is added up: rows of ``table`` for which ``where`` is true.

    within: the row's village or locality must stand on this list on the row's day.
    having: which of those count, said by columns that a row may lack: a row for which this is unknown makes its
        locality missing, not smaller. (A row for which ``where`` is unknown is simply not among the rows.)
    by_standard: only rows of the standard asked for.
    """

    table: str
    where: nw.Expr | None = None
    having: nw.Expr | None = None
    within: str | None = None
    by_standard: bool = False
    column: str | None = None  # None: each row counts one


def Count(
    table: str,
    *,
    where: nw.Expr | None = None,
    having: nw.Expr | None = None,
    within: str | None = None,
    by_standard: bool = False,
) -> Quantity:
    """The number of rows."""
    return Quantity(table=table, where=where, having=having, within=within, by_standard=by_standard)


def Sum(
    table: str,
    column: str,
    *,
    where: nw.Expr | None = None,
    having: nw.Expr | None = None,
    within: str | None = None,
    by_standard: bool = False,
) -> Quantity:
    """The sum of an integer column; a row without a value makes its locality missing, not zero."""
    return Quantity(table=table, where=where, having=having, within=within, by_standard=by_standard, column=column)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What every measure says of itself.

    kind: a stock is read on the last day of the period, a flow happened within it, a change compares two days.
    places: decimals that are printed; rounding is half up, once, from the exact value.
    standards: kind of standard that the measure depends on ("poverty"), or None.
    title_of: the level whose units hold the title that is counted. Titles are never carried to other boundaries.
    kept: whether a close counts it beforehand. Families of hundreds of measures are counted when they are asked for.
    """

    name: str
    label: str
    kind: MeasureKind
    unit: str
    law: tuple[Cite, ...]
    places: int = 0
    standards: str | None = None
    title_of: Literal["commune", "district"] | None = None
    note: str = ""
    kept: bool = True


@dataclass(frozen=True, kw_only=True)
class Tally(Measure):
    """One quantity."""

    of: Quantity


@dataclass(frozen=True, kw_only=True)
class Ratio(Measure):
    """``scale`` times part over whole; 100 for a percentage.

    published: names of the statements' part and whole, where published numbers can stand in (basis "published").
    """

    part: Quantity
    whole: Quantity
    scale: int = 100
    published: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Assigned(Measure):
    """What was assigned: the wanted value of another measure for the place and period, by the book of targets."""

    of: str


@dataclass(frozen=True, kw_only=True)
class Distance(Measure):
    """A measure against what was assigned of it: above zero it is reached with so much to spare, below zero it is not.

    The target says whether the figure has to be high or low.
    """

    of: str


def against_target(of: Measure) -> tuple[Assigned, Distance]:
    """``X_target`` and ``X_over_target``: what was assigned of a measure, and how far it is beyond that."""
    label = f"{of.label[0].lower()}{of.label[1:]}"
    assigned = Assigned(
        name=f"{of.name}_target",
        label=f"Mức giao: {label}",
        kind=of.kind,
        unit=of.unit,
        places=of.places,
        law=of.law,
        standards=of.standards,
        of=of.name,
    )
    distance = Distance(
        name=f"{of.name}_over_target",
        label=f"Chênh lệch so với mức giao: {label}",
        kind=of.kind,
        unit="điểm phần trăm" if of.unit == "%" else of.unit,
        places=of.places,
        law=of.law,
        standards=of.standards,
        note="Từ 0 trở lên là đạt: quyết định giao chỉ tiêu nói phải cao hơn hay thấp hơn mức giao.",
        of=of.name,
    )
    return assigned, distance


@dataclass(frozen=True)
class Input:
    """A figure that a derived measure needs: which measure, for which period."""

    measure: str
    period: Period


@dataclass(frozen=True, kw_only=True)
class Derived(Measure):
    """A function of figures of other measures for the same place, standard and boundaries."""

    inputs: Callable[[Period], Sequence[Input]]
    value: Callable[[Sequence[Fraction], Period], Fraction]
