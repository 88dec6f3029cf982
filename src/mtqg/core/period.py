"""Periods: what a figure is about. A period has a first and a last day; a stock is read on the last."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from mtqg.core.errors import Refused, code

BAD_PERIOD = code(
    "C-010",
    vi="Kỳ “{given}” không đọc được.",
    en="The period “{given}” cannot be read.",
    remedy_vi="Ghi kỳ như 2023, 2023-Q3, 2023-H1, 2023-09, 2024-10-16 hoặc A..B (gồm cả hai đầu).",
    remedy_en="Write 2023, 2023-Q3, 2023-H1, 2023-09, 2024-10-16 or A..B (both ends included).",
    wrong_use=True,
)
BAD_DAY = code(
    "C-011",
    vi="Ngày “{given}” không đọc được.",
    en="The day “{given}” cannot be read.",
    remedy_vi="Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2024-10-16.",
    remedy_en="Write the day as year-month-day, for example 2024-10-16.",
    wrong_use=True,
)

_SHAPE = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
)


@dataclass(frozen=True, order=True)
class Period:
    """``first`` to ``last``, both included; ``text`` is how it was written."""

    first: dt.date
    last: dt.date
    text: str

    def __str__(self) -> str:
        return self.text

    def covers(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    @property
    def years(self) -> list[int]:
        """The calendar years that the period touches."""
        return list(range(self.first.year, self.last.year + 1))


def read_day(text: str) -> dt.date:
    """An ISO day, or Refused."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(BAD_DAY.at(given=text)) from None


def read_period(text: str) -> Period:
    """A period as officers write it: a year, half-year, quarter, month, day, or ``A..B`` of those.

    >>> read_period("2022..2023").last
    datetime.date(2023, 12, 31)
    """
    first, dots, last = text.partition("..")
    try:
        start = _simple(first)
        end = _simple(last) if dots else start
        if end.last < start.first:
            raise ValueError(text)
    except ValueError:
        raise Refused(BAD_PERIOD.at(given=text)) from None
    return Period(start.first, end.last, text)


def year(number: int) -> Period:
    """The calendar year."""
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31), f"{number:04d}")


def _simple(text: str) -> Period:
    match = _SHAPE.fullmatch(text)
    if not match:
        raise ValueError(text)
    number = int(match["year"])
    if match["day"]:
        day = dt.date.fromisoformat(text)
        return Period(day, day, text)
    if match["month"]:
        first = last = int(match["month"])
    elif match["quarter"]:
        first, last = 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"])
    elif match["half"]:
        first, last = 6 * int(match["half"]) - 5, 6 * int(match["half"])
    else:
        first, last = 1, 12
    end = calendar.monthrange(number, last)[1]
    return Period(dt.date(number, first, 1), dt.date(number, last, end), text)
