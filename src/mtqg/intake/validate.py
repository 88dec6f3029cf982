"""What must hold in the rows: required, least, periods, standards, the form's own checks, no key twice.

Expressions over whole columns find the suspect rows; Python words only these.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.errors import Refused
from mtqg.core.form import Form, RowCheck
from mtqg.core.period import read_period
from mtqg.intake import problems as say
from mtqg.intake.findings import Findings
from mtqg.intake.lookups import Lookups
from mtqg.intake.sheet import shown

LAW_KEYS = ("area", "region", "group", "standard")
# Set by the place of the row, and told there when they are missing.
_OF_PLACE = {
    "commune": {"locality_code"},
    "unit": {"locality_code"},
    "village": {"locality_code", "village_code"},
    "subject": {"locality_code", "village_code", "subject_code"},
    "member": {"locality_code", "village_code", "member_code"},
}


def check_columns(frame: pl.DataFrame, form: Form, found: Findings) -> None:
    """Required, least and step of each column, and days of a spell in their order."""
    for column in form.table.stored:
        name, value = column.name, pl.col(column.name)
        if column.required and not column.key_of and name not in _OF_PLACE[form.place] | {"period"}:
            for ix in _where(frame, value.is_null()):
                found.add(ix, name, say.REQUIRED, column_label=column.label)
        if column.least is not None:
            for ix in _where(frame, value < column.least):
                found.add(ix, name, say.TOO_SMALL, least=column.least)
        if column.step is not None:
            for ix in _where(frame, value.mod(column.step) != 0):
                found.add(ix, name, say.NOT_A_STEP, step=column.step)
    if form.table.time == "spell":
        for ix in _where(frame, pl.col("ends_on") <= pl.col("day")):
            found.add(ix, "ends_on", say.ENDS_EARLY, begins=shown(frame["day"][ix]))


def check_periods(frame: pl.DataFrame, form: Form, found: Findings, given: dict[int, tuple[str, str]]) -> pl.DataFrame:
    """The frame with its column ``period`` set.

    given: for a source, the period that was said apart from its rows, and by what (--period, a hidden sheet).
    """
    if form.table.time != "period":
        return frame
    wanted = {source: _days(said) for source, (said, _) in given.items()}
    known: dict[str, tuple[dt.date, dt.date] | None] = {}
    periods: list[str | None] = []
    for ix, (text, source) in enumerate(zip(frame["period"].to_list(), frame["source_no"].to_list(), strict=True)):
        said, where = given.get(source, (None, ""))
        periods.append(said or text)
        if text is None:
            if said is None:
                found.add(ix, "period", say.NO_PERIOD)
            continue
        if text not in known:
            known[text] = _days(text)
        if known[text] is None:
            found.add(ix, "period", say.BAD_PERIOD)
        elif said is not None and wanted[source] != known[text]:
            found.add(ix, "period", say.PERIOD_DIFFERS, wanted=said, where=where)
    return frame.with_columns(pl.Series("period", periods, dtype=pl.String))


def _days(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a period; None where it does not parse."""
    try:
        period = read_period(text)
    except Refused:
        return None
    return period.first, period.last


def check_rows(frame: pl.DataFrame, form: Form, found: Findings, lookups: Lookups) -> None:
    """The form's own checks, with the law's values that were in force on each row's day beside it."""
    rows = frame.select("ix", *(column.name for column in form.table.stored))
    if form.law and "standard" in rows.columns and lookups.standards:
        known = ", ".join(lookups.standards)
        for ix in _where(rows, ~pl.col("standard").is_in(list(lookups.standards))):
            found.add(ix, "standard", say.UNKNOWN_STANDARD, known=known)
    if form.law and lookups.with_law:
        rows = lookups.with_law(rows, form.law, on="day", by=[key for key in LAW_KEYS if key in rows.columns])
    for check in form.checks:
        suspect = nw.from_native(rows).filter(check.wrong).to_native()
        needed = _needed(check, rows) if len(suspect) else []
        for row in suspect.sort("ix").iter_rows(named=True):
            # A cell that could not be read is null here, which is not what the sheet says.
            if not any(found.has(row["ix"], column) for column in needed):
                _tell(row, check, form, found)


def _needed(check: RowCheck, rows: pl.DataFrame) -> list[str]:
    """The columns that a check reads: those without which it cannot be computed."""

    def fails_without(column: str) -> bool:
        try:
            nw.from_native(rows.clear().drop(column)).filter(check.wrong)
        except nw.exceptions.ColumnNotFoundError:
            return True
        return False

    return [column for column in rows.columns if fails_without(column)]


def _tell(row: dict[str, Any], check: RowCheck, form: Form, found: Findings) -> None:
    values = {name: "" if value is None else shown(value) for name, value in row.items() if name != "ix"}
    values |= {column.name: "•••" for column in form.table.columns if column.personal}
    if check.column in form.table.kinds and not found.has(row["ix"], check.column):
        choices = form.table.column(check.column).choices or {}
        given = choices.get(str(row[check.column]), values[check.column])
        found.add(row["ix"], check.column, check.code, **{**values, "given": given})


def check_keys(frame: pl.DataFrame, form: Form, found: Findings) -> None:
    """No key twice in one import: the second row is wrong, and says where the first one stands."""
    key = list(form.table.key)
    doubled = (
        frame.select("ix", *key)
        .drop_nulls([name for name in key if form.table.column(name).required])
        .with_columns(pl.col("ix").min().over(key).alias("first"))
        .filter(pl.col("ix") != pl.col("first"))
        .sort("ix")
    )
    titles = {item.column for item in form.fields}
    at = next((name for name in reversed(key) if name in titles and name != "day"), key[-1])
    for row in doubled.iter_rows(named=True):
        told = ", ".join(shown(row[name]) for name in key)
        found.add(row["ix"], at, say.DUPLICATE, given=told, first=found.where(row["first"], at))


def _where(frame: pl.DataFrame, wrong: pl.Expr) -> list[int]:
    places: list[int] = frame.lazy().filter(wrong).select("ix").collect()["ix"].to_list()
    return places
