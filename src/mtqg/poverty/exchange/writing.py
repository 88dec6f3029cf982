"""A file that another software can take in: its own columns, in its order, written as it writes them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtqg.poverty.exchange.mapping import Mapping


def write_file(out: Path, by: Mapping, rows: Sequence[dict[str, Any]]) -> None:
    """Write sheets as .xlsx or .csv. Numbers are numbers, days are days, codes keep their zeros."""
    lines = [[_written(by, name, row[name]) for name in by.columns] for row in rows]
    if out.suffix.lower() == ".csv":
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([list(by.columns.values()), *lines])
        return
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(by.sheet or None)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, list(by.columns.values()))
        for at, line in enumerate(lines, start=1):
            for place, value in enumerate(line):
                if isinstance(value, dt.date):
                    sheet.write_datetime(at, place, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, int):
                    sheet.write_number(at, place, value)
                elif value is not None:
                    sheet.write_string(at, place, value)


def _written(by: Mapping, name: str, value: Any) -> Any:
    key = str(value).lower() if isinstance(value, bool) else value
    told = by.values.get(name, {}).get(key, value) if value is not None else None
    return ("1" if told else "0") if isinstance(told, bool) else told
