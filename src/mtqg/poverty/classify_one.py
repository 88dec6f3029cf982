"""One sheet checked and classed while somebody waits: the very rule of the files, in a few milliseconds.

Most of the time of one row is the making of its plan. So the plan is made once for a standard and thread, over a cell
that each sheet refills: Polars asks for the cell's frame when it runs, from a thread of its own, so the cell belongs to
the plan and not to the thread's variables.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.errors import Problem, language
from mtqg.poverty.classify import COLUMNS, POINTS, Standard, classified, faults
from mtqg.poverty.classify_errors import law_of, problems_of
from mtqg.poverty.classify_read import TEXT

_SCHEMA = {name: pl.Int64 if name in POINTS else pl.String for name in COLUMNS}
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_MOST_PLANS = 8  # standards and languages in use at once; an office has two or three
_mine = threading.local()


@dataclass(frozen=True)
class Judged:
    """What the rule says of a sheet; with ``problems``, class and reason are missing: the sheet cannot be."""

    standard: str
    poverty_class: str | None
    reason: str | None
    problems: tuple[Problem, ...] = ()


class _Plan:
    """The faults, class and reason of whatever frame lies in the cell."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard  # held, so that its law's identity stays a key
        self.cell: list[pl.DataFrame] = [pl.DataFrame(schema=_SCHEMA)]
        self.law = law_of(standard)
        rows = nw.from_native(pl.defer(lambda: self.cell[0], schema=_SCHEMA))
        marks = {code: fault.fill_null(False) for code, fault in faults(standard).items()}
        self.query: pl.LazyFrame = classified(rows.with_columns(**marks), standard).to_native()

    def run(self, row: dict[str, Any]) -> dict[str, Any]:
        self.cell[0] = pl.DataFrame({name: [row[name]] for name in COLUMNS}, schema=_SCHEMA)
        return self.query.collect().row(0, named=True)


def judge(sheet: Mapping[str, Any], standard: Standard, *, place: str = "") -> Judged:
    """The class of one sheet, or everything that cannot be in it.

    sheet: household_code, locality_code, area, income_points, deprivation_points, as numbers or as the texts of a form;
        blank or absent is missing. Other keys are not read.
    place: where an error is to be said to be.
    Gives what ``mtqg classify`` gives for a file of that one row.
    """
    row = {name: _bare(sheet.get(name)) for name in COLUMNS}
    numbers = {name: _whole(row[name]) for name in POINTS}
    texts = {name + TEXT: row[name] for name in POINTS if numbers[name] is None}
    plan = _plan(standard)
    found = plan.run({**row, **numbers})
    if problems := tuple(problems_of({**found, **texts}, place=place, law=plan.law)):
        return Judged(standard.name, None, None, problems)
    return Judged(standard.name, found["poverty_class"], found["reason"])


def _plan(standard: Standard) -> _Plan:
    plans: dict[tuple[Any, ...], _Plan] = _mine.__dict__.setdefault("plans", {})
    key = (standard.name, standard.on, standard.issuer, id(standard.law), language())
    if key not in plans:
        while len(plans) >= _MOST_PLANS:
            del plans[next(iter(plans))]
        plans[key] = _Plan(standard)
    return plans[key]


def _bare(value: Any) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else str(value).strip() or None


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and _WHOLE.fullmatch(text) else None
