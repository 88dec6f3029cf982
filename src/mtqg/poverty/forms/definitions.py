"""Definitions of the report forms: read strictly from ``forms.toml``.

A column holds a number that is counted (``source``: the name of a measure, or "movement:COLUMN"), or one made of other
columns (``formula``: "3/1" is a rate in percent, "1-2-3-4" a sum). ``{item}`` in a column stands for each item of
a family (``each``), ``{row}`` in a source for the form's kinds of rows, household and person.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from mtqg.core.errors import Refused
from mtqg.poverty.forms.problems import BAD_DEFINITION, NO_FORM
from mtqg.poverty.indicators import INDICATORS, STANDARD_INDICATORS
from mtqg.poverty.terms import CAUSES

# The standard says which of the columns of the sheet are its indicators, and in which order its forms show them.
ROWS = ("household", "person")
_FORM_KEYS = {"number", "code", "title", "unit", "rows", "columns", "list_of", "standing", "note"}
_COLUMN_KEYS = {"n", "label", "group", "source", "formula", "measure", "each", "hidden", "places"}
_FORMULA = re.compile(r"\d+/\d+|\d+([+-]\d+)*")


@dataclass(frozen=True)
class FormColumn:
    """``n``: the number printed over it. ``source`` or ``formula`` may be None, not both."""

    n: int
    label: str
    group: str = ""
    source: str | None = None
    formula: str | None = None
    measure: str | None = None  # whose figure a formula's value is
    hidden: bool = False
    places: int = 0

    @property
    def terms(self) -> tuple[tuple[int, int], ...]:
        """(sign, column) of a formula that adds."""
        return tuple((-1 if sign == "-" else 1, int(n)) for sign, n in re.findall(r"([+-]?)(\d+)", self.formula or ""))

    @property
    def rate(self) -> tuple[int, int] | None:
        """(part, whole) of a formula that divides."""
        part, slash, whole = (self.formula or "").partition("/")
        return (int(part), int(whole)) if slash else None

    def source_of(self, row: str) -> str | None:
        """The measure that is counted in a kind of row."""
        return self.source.replace("{row}", row) if self.source else None

    def measure_of(self, row: str) -> str | None:
        """The measure whose figure stands in the cell."""
        name = self.measure or self.source
        return name.replace("{row}", row) if name and not name.startswith("movement:") else None


@dataclass(frozen=True)
class ReportForm:
    """A report form. ``list_of``: the class whose households it names, instead of columns of numbers."""

    number: int
    code: str
    title: str
    unit: str
    rows: tuple[str, ...]
    columns: tuple[FormColumn, ...]
    standing: str
    list_of: str | None = None
    note: str = ""

    def column(self, n: int) -> FormColumn:
        return next(column for column in self.columns if column.n == n)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source, for every kind of row, once."""
        found = (column.source_of(row) for row in self.rows for column in self.columns)
        return tuple(dict.fromkeys(name for name in found if name))


def report_form(number: int, standard: str, ethnic_groups: Sequence[str] = ()) -> ReportForm:
    """A form for a standard, whose indicators differ, with columns for the main ethnic groups of the place.

    Refused where there is none of that number.
    """
    held = _held()
    if number not in held:
        raise Refused(NO_FORM.at(given=number, known=", ".join(map(str, held))))
    return _built(held[number], standard, ethnic_groups)


def numbers() -> tuple[int, ...]:
    return tuple(_held())


def load(text: str) -> dict[int, dict[str, Any]]:
    """Forms by number. Refused with every error at once: unknown keys, columns without a source, bad formulas."""
    try:
        lines = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(BAD_DEFINITION.at(given=str(error))) from None
    wrong = [f"{name}" for name in set(lines) - {"form"}]
    for form in lines.get("form", []):
        wrong += _faults(form)
    if wrong:
        raise Refused([BAD_DEFINITION.at(given=one) for one in wrong])
    return {form["number"]: form for form in lines["form"]}


def _faults(form: Mapping[str, Any]) -> Iterator[str]:
    at = f"biểu {form.get('number', '?')}"
    yield from (f"{at}: {name}" for name in sorted(set(form) - _FORM_KEYS))
    yield from (f"{at}: thiếu {name}" for name in ("number", "code", "title", "unit", "standing") if name not in form)
    if not set(form.get("rows", ["household"])) <= set(ROWS):
        yield f"{at}: rows {form['rows']}"
    columns = form.get("columns", [])
    if not columns and "list_of" not in form:
        yield f"{at}: thiếu columns"
    for column in columns:
        yield from _column_faults(f"{at}, cột {column.get('n', '?')}", column)


def _column_faults(at: str, column: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{at}: {name}" for name in sorted(set(column) - _COLUMN_KEYS))
    if not isinstance(column.get("n"), int) or not column.get("label"):
        yield f"{at}: thiếu n, label"
    if ("source" in column) == ("formula" in column):
        yield f"{at}: cần đúng một trong source, formula"
    if "formula" in column and not _FORMULA.fullmatch(column["formula"].replace("{n}", "1").replace("{of}", "1")):
        yield f"{at}: {column['formula']}"
    if column.get("each") not in (None, "indicators", "causes", "ethnic_groups"):
        yield f"{at}: each {column['each']}"


def _built(form: Mapping[str, Any], standard: str, ethnic_groups: Sequence[str]) -> ReportForm:
    families = _families(standard, ethnic_groups)
    columns = tuple(made for column in form.get("columns", ()) for made in _columns(column, families))
    there = {column.n for column in columns}
    return ReportForm(
        number=form["number"],
        code=form["code"],
        title=form["title"],
        unit=form["unit"],
        rows=tuple(form.get("rows", ["household"])),
        columns=tuple(replace(column, formula=_kept(column.formula, there)) for column in columns),
        standing=form["standing"],
        list_of=form.get("list_of"),
        note=form.get("note", ""),
    )


def _columns(column: Mapping[str, Any], families: Mapping[str, Mapping[str, str]]) -> Iterator[FormColumn]:
    """The column, or one for each item of its family; ``{of}`` in a formula: the same item of the hidden counts."""
    given = {name: value for name, value in column.items() if name != "each"}
    if "each" not in column:
        yield FormColumn(**given)
        return
    for at, (item, label) in enumerate(families[column["each"]].items()):
        filled = {
            name: text.format(item=item, label=label, row="{row}", of=given.get("n", 0) + at + HIDDEN)
            for name, text in given.items()
            if isinstance(text, str)
        }
        yield FormColumn(**{**given, **filled, "n": given["n"] + at})


HIDDEN = 100  # the numbers of hidden columns of counts begin so much later than those of the rates made of them


def _families(standard: str, ethnic_groups: Sequence[str]) -> dict[str, Mapping[str, str]]:
    names: Sequence[str] = STANDARD_INDICATORS.get(standard, tuple(INDICATORS))
    return {
        "causes": CAUSES,
        "indicators": {name: _lacked(INDICATORS[name]) for name in names},
        "ethnic_groups": {name: name for name in ethnic_groups},
    }


def _lacked(label: str) -> str:
    said = label.removeprefix("Thiếu hụt ")
    return said[0].upper() + said[1:]


def _kept(formula: str | None, there: set[int]) -> str | None:
    """A sum without the columns that a family did not fill."""
    if formula is None or "/" in formula:
        return formula
    return "".join(sign + n for sign, n in re.findall(r"([+-]?)(\d+)", formula) if int(n) in there)


@cache
def _held() -> dict[int, dict[str, Any]]:
    return load((Path(__file__).parent / "forms.toml").read_text(encoding="utf-8"))
