"""Who owes what to whom by when, by law: a shipped table, dated, cited, with its standing.

A line says a day of each year or quarter. The table holds what was read in the documents; what a province sets for its
communes is a submission that its office opens.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEED = Path(__file__).parent / "seed" / "calendar.csv"
WHO = {"commune": "Xã", "province": "Tỉnh", "spender": "Đơn vị sử dụng ngân sách, chủ đầu tư"}
STANDINGS = ("read", "reported", "unverified")
_EVERY = {"year": (0,), "quarter": (0, 3, 6, 9)}


@dataclass(frozen=True)
class Duty:
    """A line: what is due, from whom, to whom, and the article that says so."""

    duty: str
    what: str
    english: str
    who: str
    to_whom: str
    form: str
    every: str
    month: int
    day: int
    is_before: bool  # "trước ngày": the day itself is late
    document: str
    place: str
    standing: str
    first_day: dt.date
    source: str

    def days(self, year: int) -> Iterator[dt.date]:
        """The last days on which it is in time, of those that fall into a year."""
        for months in _EVERY[self.every]:
            named = dt.date(year, self.month + months, self.day)
            yield named - dt.timedelta(days=1) if self.is_before else named


@dataclass(frozen=True)
class Due:
    """A duty with the day by which it is due."""

    duty: Duty
    on: dt.date


@cache
def duties() -> tuple[Duty, ...]:
    """The shipped calendar. ValueError where a line is not one: the package itself would be wrong."""
    with SEED.open(encoding="utf-8", newline="") as lines:
        found = tuple(map(_read, csv.DictReader(lines, strict=True)))
    if len({one.duty for one in found}) < len(found):
        raise ValueError("calendar.csv names a duty twice")
    return found


def due(today: dt.date, who: Collection[str], *, within: int) -> list[Due]:
    """What these owe from a day on, within some days. A duty is known from the first day of its document."""
    until = today + dt.timedelta(days=within)
    found = [
        Due(one, day)
        for one in duties()
        if one.who in who
        for year in range(today.year, until.year + 1)
        for day in one.days(year)
        if max(today, one.first_day) <= day <= until
    ]
    return sorted(found, key=lambda one: (one.on, one.duty.duty))


def _read(row: dict[str, str]) -> Duty:
    if row["who"] not in WHO or row["standing"] not in STANDINGS or row["every"] not in _EVERY:
        raise ValueError(f"calendar.csv: {row['duty']}")
    numbers = {"month": int(row["month"]), "day": int(row["day"]), "is_before": row["is_before"] == "1"}
    made = Duty(**{**row, **numbers, "first_day": dt.date.fromisoformat(row["first_day"])})  # type: ignore[arg-type]
    if not (made.document and made.place and made.source and list(made.days(2027))):
        raise ValueError(f"calendar.csv: {made.duty} has no ground")
    return made
