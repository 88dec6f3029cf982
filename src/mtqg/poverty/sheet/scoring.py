"""From answers to points: form B1 adds the points of the boxes, form B2 counts the deprived indicators.

An unanswered question leaves the sum unknown: it is never a zero. The law says what an indicator counts; without that
value the indicators are counted and B2 stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import narwhals as nw

from mtqg.core.errors import Problem
from mtqg.poverty.sheet import problems as wrong
from mtqg.poverty.sheet.answers import Answers
from mtqg.poverty.sheet.definition import NO, YES, Item, Section


@dataclass(frozen=True)
class Line:
    """A question with what was ticked and the points of it; None where they are not known."""

    form: str
    item: str
    label: str
    ticked: tuple[str, ...]
    said: str
    points: int | None

    def as_json(self) -> dict[str, Any]:
        names = ("form", "item", "label", "ticked", "said", "points")
        return {name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in names}


@dataclass(frozen=True)
class Score:
    """The points of a form. ``points`` is None while a question is open, with the questions that are."""

    points: int | None
    lines: tuple[Line, ...] = ()
    open: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True)
class Deprivation:
    """The deprived indicators: how many, where every one is answered, and the points that they make."""

    count: int | None
    points: int | None
    lines: tuple[Line, ...] = ()
    open: tuple[str, ...] = ()


def income_score(section: Section | None, answers: Answers, *, is_synthetic: bool, where: str = "") -> Score:
    """B1 of a household: the points of its boxes by the table of its area and region.

    Without a table there is no sum; an illustrative one serves invented households alone.
    """
    if section is None:
        return Score(None, problem=wrong.NO_TABLE.at(given=where))
    if section.standing == "illustrative" and not is_synthetic:
        return Score(None, problem=wrong.ILLUSTRATIVE.at(given=section.version))
    if section.standing == "unverified":
        return Score(None, problem=wrong.NO_TABLE.at(given=where or section.version))
    lines = tuple(_line(section, item, answers.get(item.code, ())) for item in section.items)
    unanswered = tuple(line.item for line in lines if line.points is None)
    total = None if unanswered else sum(line.points or 0 for line in lines)
    return Score(total, lines, unanswered)


def deprivation_score(section: Section | None, answers: Answers, *, each: int | None) -> Deprivation:
    """Deprived indicators of a household. ``each``: points that the law counts for one; None where it is not known."""
    if section is None:
        return Deprivation(None, None)
    lines = tuple(_indicator(section, item, answers.get(item.code, ()), each) for item in section.items)
    unanswered = tuple(line.item for line in lines if not line.ticked)
    count = None if unanswered else sum(line.ticked == (YES,) for line in lines)
    points = count * each if count is not None and each is not None else None
    return Deprivation(count, points, lines, unanswered)


def points_of(section: Section) -> nw.Expr:
    """B1 of many households, as the columns of ``poverty_answers`` hold their answers: one row a household.

    Reads a column for each item of the section: codes of boxes, separated by ``;``, null where nobody answered.
    Gives the sum of the points, null where a question is open or a box is not of this section.
    """
    return _sum(section.items, _item_points)


def deprived_of(section: Section) -> nw.Expr:
    """The number of deprived indicators of many households, from the flags lacks_*; null where one is not known."""

    def counted(item: Item) -> nw.Expr:
        return nw.col(item.code).cast(nw.Int64)

    return _sum(section.items, counted)


def _sum(items: tuple[Item, ...], of: Callable[[Item], nw.Expr]) -> nw.Expr:
    return reduce(lambda one, other: one + other, [of(item) for item in items])  # null stays null


def _item_points(item: Item) -> nw.Expr:
    points: Mapping[str, int | None] = {option.code: option.points for option in item.options}
    if item.choice == "exclusive":
        return nw.col(item.code).replace_strict(points, default=None, return_dtype=nw.Int64)
    padded = nw.concat_str([nw.lit(";"), nw.col(item.code), nw.lit(";")])
    nothing = nw.lit(0).cast(nw.Int64)
    parts = [
        nw.when(padded.str.contains(f";{code};", literal=True)).then(nw.lit(n).cast(nw.Int64)).otherwise(nothing)
        for code, n in points.items()
    ]
    total = reduce(lambda one, other: one + other, parts)
    known = "|".join(points)
    fits = nw.col(item.code).str.contains(f"^({known})(;({known}))*$")
    return nw.when(fits).then(total)


def _line(section: Section, item: Item, ticked: Any) -> Line:
    options = [item.option(code) for code in ticked]
    points = None
    if options and all(option is not None and option.points is not None for option in options):
        points = sum(option.points or 0 for option in options if option is not None)
        if item.choice == "exclusive" and len(options) > 1:
            points = None
    said = "; ".join(option.label for option in options if option is not None)
    return Line(section.form, item.code, item.label, tuple(ticked), said, points)


def _indicator(section: Section, item: Item, ticked: Any, each: int | None) -> Line:
    codes = tuple(ticked) if tuple(ticked) in ((YES,), (NO,)) else ()
    points = {(YES,): each, (NO,): 0}.get(codes)
    return Line(section.form, item.code, item.label, codes, item.labels[codes[0]] if codes else "", points)
