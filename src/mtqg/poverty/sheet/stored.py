"""One household as the register holds it: its sheet and its answers in a review, in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mtqg.core.errors import Refused
from mtqg.core.register.database import Database
from mtqg.core.table import Table
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.sheet import problems as wrong
from mtqg.poverty.sheet.answers import read_answers
from mtqg.poverty.sheet.judging import Household
from mtqg.poverty.sheet.terms import ASKED, POVERTY_ANSWERS
from mtqg.poverty.terms import POVERTY_SHEETS

GIVEN = ("income_points", "deprivation_points", "income_vnd", "allowance_vnd", "is_farm_household")


def stored_household(
    database: Database, household_code: str, period: str, *, standard: str | None = None, locality: str | None = None
) -> tuple[Household, str]:
    """A household of a review and the standard of its sheet; Refused where there is none, or where two standards
    have one and none was asked for (then the first by name answers).

    locality: of the row; another's rows under the same code are then not read.
    """
    sheets = _rows(database, POVERTY_SHEETS, household_code, period, locality)
    answers = {row["standard"]: row for row in _rows(database, POVERTY_ANSWERS, household_code, period, locality)}
    by_standard = {row["standard"]: row for row in sheets}
    names = sorted({*by_standard, *answers})
    wanted = standard if standard in names else next(iter(names), None)
    if wanted is None:
        raise Refused(wrong.NO_HOUSEHOLD.at(given=household_code, period=period))
    return _household(household_code, by_standard.get(wanted, {}), answers.get(wanted, {})), wanted


def _household(code: str, sheet: Mapping[str, Any], answered: Mapping[str, Any]) -> Household:
    ticked = {name: sheet.get(name) for name in INDICATORS if sheet.get(name) is not None}
    ticked |= {name: answered.get(name) for name in ASKED}
    either = {**answered, **sheet}
    return Household(
        household_code=code,
        day=either["day"],
        area=either["area"],
        region=answered.get("region"),
        answers=read_answers(ticked),
        **{name: sheet.get(name) for name in GIVEN},
    )


def _rows(
    database: Database, table: Table, household_code: str, period: str, locality: str | None
) -> list[dict[str, Any]]:
    """The rows in force of a household: read as they are, without a frame."""
    names = [column.name for column in table.stored]
    flags = {column.name for column in table.stored if column.kind == "flag"}
    chosen = ", ".join(f'"{name}"' for name in names)
    sql = f'SELECT {chosen} FROM "{table.name}" WHERE ended_by IS NULL AND household_code = ? AND period = ?'  # noqa: S608 - names of the declaration
    given = [household_code, period]
    if locality is not None:
        sql, given = f"{sql} AND locality_code = ?", [*given, locality]
    return [
        {name: _value(value, name in flags) for name, value in zip(names, row, strict=True)}
        for row in database.rows(sql, given)
    ]


def _value(value: Any, is_flag: bool) -> Any:
    if is_flag and value is not None:
        return bool(value)
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return dt.date.fromisoformat(value)
    return value
