"""The rows below a header: which they are, and their cells as typed columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl

from mtqg.core.errors import Code
from mtqg.core.form import Form
from mtqg.core.frames import TYPES
from mtqg.core.table import Column
from mtqg.core.text import clean
from mtqg.intake import faults
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers
from mtqg.intake.cells import Ways, read_cells
from mtqg.intake.encoding import as_unicode, texts_of
from mtqg.intake.ending import end_of_rows, is_blank
from mtqg.intake.header import Header
from mtqg.intake.sheet import Raw, Sheet, shown
from mtqg.intake.values import EXCEL_DAY_0, MAC_DAY_0

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
    totals: list[int]  # rows of totals that were left out
    signed: tuple[int, int] | None = None  # first and last line below the table, of signatures
    repairs: dict[str, Counter[str]] = field(default_factory=dict)  # column -> what was done to how many cells
    used: Counter[tuple[str, str]] = field(default_factory=Counter)  # answer -> cells that it decided


def read_body(sheet: Sheet, header: Header, form: Form, answers: Answers) -> Body:
    """The typed rows of a sheet whose header was found right, with everything wrong in single cells."""
    end = end_of_rows(sheet, header, form)
    numbers, totals = _rows(sheet, header, end)
    rows = [sheet.rows[number - sheet.top] for number in numbers]
    at = {number: place for place, number in enumerate(numbers)}
    raw = {
        column.name: list(map(itemgetter(header.columns[column.name] - sheet.left), rows)) if rows else []
        for column in read_columns(form)
        if column.name in header.columns
    }
    faulty = [*_from_xml(sheet, header, at), *_percents(sheet, header, form, at)]
    broken = {(fault.at, fault.column) for fault in faulty}
    texts = texts_of({name: filter(_is_odd, set(cells)) for name, cells in raw.items()}, sheet.fonts)
    ways = Ways(answers, texts, MAC_DAY_0 if sheet.is_1904 else EXCEL_DAY_0, bool(sheet.name))
    columns, repairs, used = {}, {}, Counter[tuple[str, str]]()
    wanted = read_columns(form)
    for column in sorted(wanted, key=lambda one: header.columns.get(one.name, 0)):  # told as they stand in the sheet
        if column.name not in raw:
            columns[column.name] = pl.Series(column.name, [None] * len(rows), dtype=TYPES[column.kind])
            continue
        cells = read_cells(raw.pop(column.name), column, ways)
        faulty += [
            Fault(place, column.name, why.code, dict(why.says))
            for place, why in cells.wrong
            if (place, column.name) not in broken
        ]
        repairs[column.name] = cells.repairs
        used.update(cells.used)
        columns[column.name] = pl.Series(column.name, cells.values, dtype=TYPES[column.kind])
    frame = pl.DataFrame([columns[column.name] for column in wanted])
    strays = _strays(sheet, header, numbers)
    signed = (end, sheet.top + len(sheet.rows) - 1) if end < sheet.top + len(sheet.rows) else None
    return Body(sheet, header, numbers, frame, faulty, strays, totals, signed, repairs, used)


def _is_odd(cell: Raw) -> bool:
    return isinstance(cell, str) and not cell.isascii()


def read_columns(form: Form) -> list[Column]:
    """The columns whose cells become values: those of the table, and names of places to be checked."""
    columns = list(form.table.columns)
    have = {column.name for column in columns}
    names = [item for item in form.fields if item.column in PLACE_NAMES and item.column not in have]
    return columns + [Column(name=item.column, kind="text", label=item.header) for item in names]


def _rows(sheet: Sheet, header: Header, end: int) -> tuple[list[int], list[int]]:
    numbers: list[int] = []
    totals: list[int] = []
    start = max(header.first, sheet.top)
    for number, row in enumerate(sheet.rows[start - sheet.top : end - sheet.top], start):
        first = row[0] if row and row[0] else None  # mostly the row begins at once, and a search is not needed
        if first is None or is_blank(first):
            first = next((cell for cell in row if not is_blank(cell)), None)
        if first is None:
            continue
        # No total is in sight where its first letter is not: most rows are passed by that.
        could_be = isinstance(first, str) and len(first) < 20 and first.lstrip()[:1] in "TtCc"
        is_total = could_be and clean(as_unicode(first)).casefold().rstrip(":") in _TOTALS
        (totals if is_total else numbers).append(number)
    return numbers, totals


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


def _percents(sheet: Sheet, header: Header, form: Form, at: dict[int, int]) -> Iterable[Fault]:
    """Numbers that the sheet shows as percent in columns of whole numbers: 100 % on the screen is 1 in the file."""
    names = {header.columns[one.name]: one.name for one in form.table.columns if one.name in header.columns}
    whole = {column.name for column in form.table.columns if column.kind == "integer"}
    for row, column in sorted(sheet.odd.percents):
        value = sheet.value(row, column)
        if row in at and names.get(column) in whole and isinstance(value, int | float) and not isinstance(value, bool):
            says = {"value": shown(float(value)), "on_screen": f"{float(value) * 100:g} %".replace(".", ",")}
            yield Fault(at[row], names[column], faults.PERCENT, says)


def _strays(sheet: Sheet, header: Header, numbers: list[int]) -> list[tuple[int, int]]:
    """Cells with something in them under no header."""
    width = max((len(sheet.rows[number - sheet.top]) for number in numbers), default=0)
    titled = {*header.columns.values(), *header.ignored}
    found = []
    for column in range(sheet.left, sheet.left + width):
        if column not in titled:
            found += [
                (place, column) for place, number in enumerate(numbers) if not is_blank(sheet.value(number, column))
            ]
    return found
