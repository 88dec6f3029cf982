"""Periods and days as tables print them: 2023, 2021-2025, 2021-2023-05, 2025-11/12, 2025-target."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.statements.provenance import without_remarks

_YEARS = re.compile(r"(\d{4})-(\d{4}(?:-\d{2})?)")
_SPAN = re.compile(r"(\d{4}(?:-\d{2}){0,2}) to (\d{4}(?:-\d{2}){0,2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LOOSE = re.compile(r"(\d{4})(?:-(\d{2}))?\b.*")


@dataclass(frozen=True)
class Time:
    """``text`` as printed, without remarks; its first and last day where they can be told."""

    text: str
    first: dt.date | None = None
    last: dt.date | None = None
    exists: bool = True  # False for a day that is in no calendar, such as 31 June

    @property
    def year(self) -> int | None:
        return self.last.year if self.last else None


def read_time(printed: str) -> Time:
    """A time as printed. Raises ValueError where not even the year can be told.

    >>> read_time("2021-2025").last
    datetime.date(2025, 12, 31)
    """
    text = without_remarks(printed)
    if not text:
        return Time("")
    match = _YEARS.fullmatch(text) or _SPAN.fullmatch(text)
    try:
        period = read_period(f"{match[1]}..{match[2]}" if match else text)
    except Refused:
        return _impossible_day(text) or _loose(text)
    return Time(text, period.first, period.last)


def _impossible_day(text: str) -> Time | None:
    match = _DAY.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= 12 or not 1 <= int(match[3]) <= 31:
        return None
    year, month = int(match[1]), int(match[2])
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return Time(text, last, last, exists=False)


def _loose(text: str) -> Time:
    match = _LOOSE.fullmatch(text)
    if not match:
        raise ValueError(text)
    month = match[2] if match[2] and 1 <= int(match[2]) <= 12 else ""
    try:
        period = read_period(match[1] + (f"-{month}" if month else ""))
    except Refused:
        raise ValueError(text) from None
    return Time(text, period.first, period.last)
