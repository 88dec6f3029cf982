"""The rows below a header: which they are, and their cells as typed columns.

Columns repeat themselves: each distinct raw value is read once, so a hundred thousand rows cost a few hundred readings
and one look-up a cell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl

from mtqg.core.errors import Code
from mtqg.core.form import Form
from mtqg.core.frames import TYPES
from mtqg.core.table import Column
from mtqg.core.text import clean
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers
from mtqg.intake.header import Header
from mtqg.intake.sheet import Raw, Sheet
from mtqg.intake.values import Read, Wrong, reader

PLACE_NAMES = ("locality_name", "district_name", "village_name")
_TOTALS = frozenset({"tổng cộng", "tổng số", "tổng", "cộng", "cộng tổng"})


class Fault(NamedTuple):
    """Something wrong at a cell: place of the row among the body's rows, column of the table, and why."""

    at: int
    column: str
    code: Code
    says: dict[str, Any]


@dataclass(frozen=True)
class Body:
    """Rows of one sheet. ``numbers[i]`` is the sheet's row of ``frame[i]``. ``strays``: cells outside the header."""

    sheet: Sheet
    header: Header
    numbers: list[int]
    frame: pl.DataFrame
    faults: list[Fault]
    strays: list[tuple[int, int]]  # place of the row, number of the sheet's column
    decomposed: int  # cells whose letters were decomposed (NFD)
    totals: list[int]  # rows of totals that were left out


def read_body(sheet: Sheet, header: Header, form: Form, answers: Answers) -> Body:
    """The typed rows of a sheet whose header was found right, with everything wrong in single cells."""
    numbers, totals = _rows(sheet, header)
    rows = [sheet.rows[number - sheet.top] for number in numbers]
    at = {number: place for place, number in enumerate(numbers)}
    faults = list(_from_xml(sheet, header, at))
    broken = {(fault.at, fault.column) for fault in faults}
    columns, decomposed = {}, 0
    for column in read_columns(form):
        if column.name not in header.columns:
            columns[column.name] = pl.Series(column.name, [None] * len(rows), dtype=TYPES[column.kind])
            continue
        raw = list(map(itemgetter(header.columns[column.name] - sheet.left), rows)) if rows else []
        values, wrong = _read(raw, reader(column, answers))
        faults += [
            Fault(place, column.name, why.code, dict(why.says))
            for place, why in wrong
            if (place, column.name) not in broken
        ]
        decomposed += _decomposed(raw)
        columns[column.name] = pl.Series(column.name, values, dtype=TYPES[column.kind])
    strays = _strays(sheet, header, numbers)
    return Body(sheet, header, numbers, pl.DataFrame(columns), faults, strays, decomposed, totals)


def read_columns(form: Form) -> list[Column]:
    """The columns whose cells become values: those of the table, and names of places to be checked."""
    columns = list(form.table.columns)
    have = {column.name for column in columns}
    names = [item for item in form.fields if item.column in PLACE_NAMES and item.column not in have]
    return columns + [Column(name=item.column, kind="text", label=item.header) for item in names]


def _rows(sheet: Sheet, header: Header) -> tuple[list[int], list[int]]:
    numbers: list[int] = []
    totals: list[int] = []
    start = max(header.first, sheet.top)
    for number, row in enumerate(sheet.rows[start - sheet.top :], start):
        first = row[0] if row and row[0] else None  # mostly the row begins at once, and a search is not needed
        if first is None or _blank(first):
            first = next((cell for cell in row if not _blank(cell)), None)
        if first is None:
            continue
        is_total = isinstance(first, str) and len(first) < 20 and clean(first).casefold().rstrip(":") in _TOTALS
        (totals if is_total else numbers).append(number)
    return numbers, totals


def _blank(cell: Raw) -> bool:
    return not cell.strip() if isinstance(cell, str) else cell is None


def _read(raw: list[Raw], read: Read) -> tuple[list[Any], list[tuple[int, Wrong]]]:
    """Values of a column, and where there is none and why. Types apart: True, 1 and 1.0 are equal to Python."""
    kinds = set(map(type, raw))
    known = {kind: {value: read(value) for value in {cell for cell in raw if type(cell) is kind}} for kind in kinds}
    if len(kinds) == 1:
        only = known[kinds.pop()]
        values = [only[cell] for cell in raw]
    else:
        values = [known[type(cell)][cell] for cell in raw]
    if not any(isinstance(value, Wrong) for table in known.values() for value in table.values()):
        return values, []
    wrong = [(place, value) for place, value in enumerate(values) if isinstance(value, Wrong)]
    for place, _ in wrong:
        values[place] = None
    return values, wrong


def _decomposed(raw: list[Raw]) -> int:
    odd = {cell for cell in set(raw) if isinstance(cell, str) and not unicodedata.is_normalized("NFC", cell)}
    return sum(isinstance(cell, str) and cell in odd for cell in raw) if odd else 0


def _from_xml(sheet: Sheet, header: Header, at: dict[int, int]) -> Iterable[Fault]:
    """Formulas, spreadsheet errors and merged cells among the rows."""
    names = {column: name for name, column in header.columns.items()}
    told = set()
    for found, code in ((sheet.odd.faults, say.CELL_FAULT), (sheet.odd.formulas, say.FORMULA)):
        for (row, column), text in found.items():
            if row in at and column in names and (row, column) not in told:
                told.add((row, column))
                yield Fault(at[row], names[column], code, {"given": text})
    for area in sheet.odd.merged:
        for row in range(area.first[0], min(area.last[0], sheet.top + len(sheet.rows)) + 1):
            name = next((names[c] for c in range(area.first[1], area.last[1] + 1) if c in names), None)
            if row in at and name:
                yield Fault(at[row], name, say.MERGED_CELL, {"given": str(area)})


def _strays(sheet: Sheet, header: Header, numbers: list[int]) -> list[tuple[int, int]]:
    """Cells with something in them under no header."""
    width = max((len(sheet.rows[number - sheet.top]) for number in numbers), default=0)
    titled = {*header.columns.values(), *header.ignored}
    found = []
    for column in range(sheet.left, sheet.left + width):
        if column not in titled:
            found += [
                (place, column) for place, number in enumerate(numbers) if not _blank(sheet.value(number, column))
            ]
    return found
