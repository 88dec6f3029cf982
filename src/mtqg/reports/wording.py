"""How figures are said in Vietnamese: numbers, days, periods, coverage, standing. No number is written here."""

from __future__ import annotations

from fractions import Fraction

from mtqg.core.figure import Figure
from mtqg.core.numbers import day, number, rounded
from mtqg.core.period import Period, year
from mtqg.core.wording import KINDS, STANDINGS, STATUSES, SYNTHETIC

__all__ = ["KINDS", "STANDINGS", "STATUSES", "SYNTHETIC", "day", "number"]

NO_DATA = "Chưa có số liệu của phần này trong kho số liệu."
UNKNOWN = "chưa xác định"
PADDED_BELOW = 10


def count(value: int, *, padded: bool = False) -> str:
    """A count; with ``padded`` one below ten gets a zero ("06 huyện"), as some provinces write."""
    return f"{value:02d}" if padded and 0 < value < PADDED_BELOW else number(value)


def exact(value: Fraction, places: int, unit: str, *, padded: bool = False) -> str:
    """An exact value, rounded once, half up; "%" closed up, other units are left to the sentence."""
    shown = rounded(value, places)
    if places == 0:
        return count(int(shown), padded=padded)
    return number(shown) + ("%" if unit == "%" else "")


def value(figure: Figure, *, padded: bool = False) -> str:
    """The value of a figure, or that it is unknown."""
    if figure.exact is None:
        return UNKNOWN
    return exact(figure.exact, figure.measure.places, figure.measure.unit, padded=padded)


def years(period: Period) -> str:
    """The years of a period: "2023", or "2022-2023"."""
    first, last = period.first.year, period.last.year
    return f"{first:04d}" if first == last else f"{first:04d}-{last:04d}"


def run(period: Period) -> str:
    """A row of years in words: "năm 2022", or "các năm 2022-2023"."""
    return ("năm " if period.first.year == period.last.year else "các năm ") + years(period)


def is_year(period: Period) -> bool:
    """Whether the period is one calendar year."""
    whole = year(period.first.year)
    return (period.first, period.last) == (whole.first, whole.last)


def about(period: Period) -> str:
    """What a period is, in words for a panel or a table: a year, a day, or from a day to a day."""
    if is_year(period):
        return f"năm {years(period)}"
    if period.first == period.last:
        return f"ngày {day(period.last)}"
    return f"từ ngày {day(period.first)} đến ngày {day(period.last)}"


def when(figure: Figure) -> str:
    """What a figure is about: a stock stands on a day or at a year's review, a flow happened within a period."""
    period = figure.question.period
    if figure.measure.kind == "stock" and not is_year(period):
        return f"ngày {day(period.last)}"
    return about(period)


def roman(ordinal: int) -> str:
    """The ordinal of a part.

    >>> roman(9)
    'IX'
    """
    digits = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
    said = ""
    for letter, worth in digits:
        times, ordinal = divmod(ordinal, worth)
        said += letter * times
    return said


def letter(ordinal: int) -> str:
    """The mark of a note, from 1: a, b, … z, aa."""
    said = ""
    while ordinal:
        ordinal, rest = divmod(ordinal - 1, 26)
        said = chr(ord("a") + rest) + said
    return said


def difference(value: Fraction, places: int) -> str:
    """A signed difference, so that a fall is seen: "+1" or "-0,12"."""
    shown = rounded(value, places)
    return ("+" if shown > 0 else "") + number(shown)
