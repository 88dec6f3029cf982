"""Writing the generated rows as offices send them: workbooks with a title block, and plain csv.

The same rows give the same bytes: no clock, no name of a machine or a person goes into a file.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from mtqg.core.form import Form

NOTICE = "DỮ LIỆU MINH HỌA"
EXPLANATION = "Số liệu do chương trình tạo ra để minh họa, không phải số liệu của bất kỳ cơ quan, hộ gia đình nào."
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PREFIX = "minh-hoa_"
CREATED = dt.datetime(2024, 10, 16)  # noqa: DTZ001 - a workbook's properties know no time zone
DAY_IN_CSV = "%d/%m/%Y"
DAY_IN_CELL = "dd/mm/yyyy"
_WIDE = {"text": 16, "integer": 11, "decimal": 11, "date": 13, "flag": 9}

Row = Sequence[object]


def headers(form: Form, columns: Sequence[str]) -> list[str]:
    """The sheet's headers of the columns."""
    by_column = {field.column: field.header for field in form.fields}
    return [by_column[column] for column in columns]


def columns_of(form: Form) -> list[str]:
    """The form's columns in its order, without those that identify a person: a demonstration invents no people."""
    return [field.column for field in form.fields if not _is_personal(form, field.column)]


def worded(form: Form, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> list[Row]:
    """Rows as an officer writes them: the label of a choice in the place of its code."""
    labels = {column: (found.choices if (found := form.column(column)) else None) or {} for column in columns}
    return [[labels[column].get(str(row.get(column)), row.get(column)) for column in columns] for row in rows]


def write_csv(
    path: Path, form: Form, columns: Sequence[str], rows: Iterable[Row], *, leave_out: Collection[str] = ()
) -> None:
    """UTF-8 with a mark at the beginning, so that a spreadsheet shows Vietnamese. Header and rows only.

    leave_out: columns of the rows that this file does without.
    """
    kept = [column for column in columns if column not in leave_out]
    rows = map(itemgetter(*(columns.index(column) for column in kept)), rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(headers(form, kept))
        lines.writerows(_with_days(form, kept, rows))


def write_xlsx(path: Path, form: Form, columns: Sequence[str], rows: Iterable[Row], *, issuer: str, about: str) -> None:
    """A workbook as an office types it: notice, issuer, motto, title, header, numbers of the columns, rows."""
    import xlsxwriter  # costs 60 ms

    book = xlsxwriter.Workbook(path, {"in_memory": True, "default_date_format": DAY_IN_CELL, "strings_to_urls": False})
    book.set_properties({"title": f"{NOTICE} - {form.label}", "comments": EXPLANATION, "created": CREATED})
    sheet = book.add_worksheet("Biểu")
    first = _title_block(book, sheet, form, len(columns), issuer=issuer, about=about)
    _header(book, sheet, form, columns, first)
    _rows(sheet, first + 2, rows)
    book.close()


def _title_block(book: Any, sheet: Any, form: Form, width: int, *, issuer: str, about: str) -> int:
    """Write the lines above the header; gives the row of the header. No cell is merged."""
    red = book.add_format({"bold": True, "font_color": "#C00000", "font_size": 13})
    bold, plain = book.add_format({"bold": True}), book.add_format({"italic": True})
    title = book.add_format({"bold": True, "font_size": 13})
    right = max(2, width - 4)
    sheet.write_string(0, 0, NOTICE, red)
    sheet.write_string(1, 0, issuer.upper(), bold)
    for line, text in enumerate(MOTTO, 1):
        sheet.write_string(line, right, text, bold)
    sheet.write_string(4, 0, form.label.upper(), title)
    sheet.write_string(5, 0, about, plain)
    sheet.write_string(6, 0, EXPLANATION, plain)
    return 8


def _header(book: Any, sheet: Any, form: Form, columns: Sequence[str], row: int) -> None:
    style = {
        "bold": True,
        "bg_color": "#DDEBF7",
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    }
    head = book.add_format(style)
    number = book.add_format({"italic": True, "border": 1, "align": "center"})
    for at, text in enumerate(headers(form, columns)):
        sheet.write_string(row, at, text, head)
        sheet.write_string(row + 1, at, f"({at + 1})", number)
        found = form.column(columns[at])
        sheet.set_column(at, at, _WIDE[found.kind if found else "text"])
    sheet.set_row(row, 32)
    sheet.freeze_panes(row + 2, 0)


def _rows(sheet: Any, first: int, rows: Iterable[Row]) -> None:
    for at, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif isinstance(value, int):
                sheet.write_number(at, column, value)
            elif isinstance(value, dt.date):
                sheet.write_datetime(at, column, value)


def _with_days(form: Form, columns: Sequence[str], rows: Iterable[Row]) -> Iterable[Row]:
    """Rows with days as text; a day recurs so often that each is worded once."""
    days = [at for at, column in enumerate(columns) if (found := form.column(column)) and found.kind == "date"]
    worded_days: dict[object, str] = {None: ""}
    for row in rows:
        cells = list(row)
        for at in days:
            day = cells[at]
            if day not in worded_days:
                worded_days[day] = f"{day:{DAY_IN_CSV}}"
            cells[at] = worded_days[day]
        yield cells


def _is_personal(form: Form, column: str) -> bool:
    found = form.column(column)
    return found is not None and found.personal
