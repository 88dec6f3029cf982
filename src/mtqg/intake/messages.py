"""What a reader should know of a sheet that was read, though nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from mtqg.core.errors import Refused, language
from mtqg.core.form import Form
from mtqg.core.period import read_period
from mtqg.intake.body import PLACE_NAMES, Body
from mtqg.intake.places import KNOWN_SINCE


def told(body: Body, form: Form) -> Iterator[str]:
    """Columns that are not there, rows that were left out, letters that were put together, days before the books."""
    where = " ".join(part for part in (body.sheet.file, body.sheet.name) if part)
    columns = [column for column in form.table.stored if column.name not in body.header.columns]
    fields = {item.column: item.header for item in form.fields}
    lacking = [fields[column.name] for column in columns if column.name in fields and column.name not in PLACE_NAMES]
    if lacking := [title for title in lacking if title != "Kỳ"]:
        told = ", ".join(lacking)
        yield in_language(
            f"{where}: không có cột {told}; các giá trị này để trống.",
            f"{where}: there is no column {told}; these values stay empty.",
        )
    if body.totals:
        rows = ", ".join(map(str, body.totals))
        yield in_language(
            f"{where}: không đọc dòng tổng cộng (dòng {rows}).", f"{where}: rows of totals were not read (row {rows})."
        )
    if body.decomposed:
        yield in_language(
            f"{where}: {body.decomposed} ô dùng Unicode tổ hợp, đã chuyển sang Unicode dựng sẵn.",
            f"{where}: {body.decomposed} cells had decomposed letters; they were composed.",
        )
    if body.sheet.hidden:
        yield in_language(f"{where}: trang tính ẩn, vẫn được đọc.", f"{where}: the sheet is hidden; it was read.")
    early = body.frame.select((pl.col("day") < KNOWN_SINCE).sum()).item() or 0
    if early:
        yield in_language(
            f"{where}: {early} dòng có ngày trước {KNOWN_SINCE:%d/%m/%Y}; địa bàn được kiểm tra theo ngày đó.",
            f"{where}: {early} rows have a day before {KNOWN_SINCE}; their places were held against that day.",
        )


def outside_period(frame: pl.DataFrame, form: Form) -> Iterator[str]:
    """Rows whose day is not in their period: the period given may be the wrong one, which no other check can see."""
    if form.table.time != "period" or not form.reviewed:
        return
    for text in frame["period"].unique().drop_nulls().sort():
        try:
            period = read_period(text)
        except Refused:
            continue  # told at its cells
        days = frame.filter(pl.col("period") == text)["day"].drop_nulls().to_list()
        outside = [day for day in days if not period.first <= day <= period.last]
        if outside:
            first, last = min(outside), max(outside)
            yield in_language(
                f"{len(outside)} dòng có ngày ngoài kỳ {text} (từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}): "
                "xem lại kỳ đã ghi hoặc --period.",
                f"{len(outside)} rows have a day outside the period {text} (from {first} to {last}): "
                "look at the period that was given.",
            )


def in_language(vi: str, en: str) -> str:
    """The message in the language in force."""
    return en if language() == "en" else vi
