"""Thanh Hóa on a Friday: 2024 is closed for all its old communes, and of 2025 all but twelve of the 166 have sent."""

import datetime as dt
from functools import cache

from reviewed_rows import PROVINCE, add, close, counted, sheet

THIS, LAST = "2025", "2024"
DAY, BEFORE = dt.date(2025, 11, 20), dt.date(2024, 11, 20)
MISSING = 12


@cache
def communes(day):
    from mtqg.localities.book import Localities

    return tuple(one.code for one in Localities.seed().tree(day, PROVINCE, "commune"))


def now():
    """The communes that owe this year's review."""
    return communes(dt.date(2025, 12, 31))


def friday(instance, *, poor=4):
    """``poor``: poor households of a commune of this year; those of the year before are one more in three."""
    _sent(instance, communes(dt.date(2024, 12, 31)), LAST, BEFORE, max(2, poor // 3), households=400)
    close(instance, LAST)
    sends(instance, now()[:-MISSING], poor=poor)
    return instance


def sends(instance, codes, *, poor=4):
    """What communes send of this year, in one file each of counts and sheets."""
    _sent(instance, codes, THIS, DAY, poor, households=1400)


def _sent(instance, codes, period, day, poor, *, households):
    about = {"period": period, "day": day}
    rows = [counted(code, households + at % 40, **about) for at, code in enumerate(codes)]
    add(instance, "household_counts", rows, where=PROVINCE, file=f"so-ho-{period}-{codes[0]}.xlsx")
    sheets = [
        sheet(f"{code}-{at}", code, "near_poor" if at % 3 == 0 else "poor", **about)
        for code in codes
        for at in range(poor + len(code) % 2)
    ]
    add(instance, "poverty_sheets", sheets, where=PROVINCE, file=f"ra-soat-{period}-{codes[0]}.xlsx")
