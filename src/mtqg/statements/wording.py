"""Vietnamese sentences of findings: statements and numbers as they are read."""

from __future__ import annotations

from fractions import Fraction

from mtqg.statements import terms
from mtqg.statements.labels import label
from mtqg.statements.model import Statement
from mtqg.statements.numbers import Interval, vietnamese

_KINDS = {
    "investment": "đầu tư",
    "recurrent": "thường xuyên",
    "zone I": "khu vực I",
    "zone II": "khu vực II",
    "zone III": "khu vực III",
    "outside zones": "ngoài khu vực",
}
_SOURCES = {"central": "trung ương", "local": "địa phương", "provincial": "tỉnh", "other": "nguồn khác"}
_PROGRAMMES = {
    "all3": "cả ba chương trình",
    "GNBV": "giảm nghèo bền vững",
    "DTTS": "vùng dân tộc thiểu số và miền núi",
    "NTM": "nông thôn mới",
    "merged": "chương trình hợp nhất",
    "5 programmes": "năm chương trình",
}
# Words of a table for what it counts, as they are said.
_UNITS = {
    "units": "đơn vị",
    "products": "sản phẩm",
    "criteria": "tiêu chí",
    "households": "hộ",
    "persons": "người",
    "communes": "xã",
    "districts": "huyện",
    "villages": "thôn, bản",
}
_MARKS = {"~": "khoảng ", ">": "hơn ", "<": "gần ", "": ""}


def number(one: Statement) -> str:
    """The printed number in Vietnamese notation, with its unit."""
    decimals = min(one.decimals, 4)
    unit = "%" if terms.is_rate(one.key.measure) and not one.key.form else _UNITS.get(one.unit, one.unit)
    return f"{_MARKS[one.number.prefix]}{vietnamese(one.value, decimals)} {unit}".strip()


def subject(one: Statement) -> str:
    """What the number is about: measure, place, period and the columns that narrow it."""
    return ", ".join([label(one.key.measure), one.key.scope.printed, one.key.period, *_narrowing(one)])


def what(one: Statement) -> str:
    """The same without place and period."""
    return ", ".join([label(one.key.measure), *_narrowing(one)])


def _narrowing(one: Statement) -> list[str]:
    """The columns that narrow a number: programme, source, kind, and the start of a change."""
    key = one.key
    named = (_PROGRAMMES.get(key.programme, key.programme), _SOURCES.get(key.source, ""), _KINDS.get(key.kind, ""))
    change = f"so với {key.since}" if key.form else ""
    return [word for word in (*named, change, "bình quân năm" if key.form == "change_per_year" else "") if word]


def about(one: Statement) -> str:
    return f"{subject(one)}: {number(one)}"


def added(parts: tuple[Statement, ...]) -> str:
    """The parts as a sum; a long list is told by its ends."""
    shown = [vietnamese(one.value, min(one.decimals, 4)) for one in parts]
    return " + ".join(shown) if len(shown) <= 8 else f"{shown[0]} + … + {shown[-1]} ({len(shown)} số)"


def between(interval: Interval, decimals: int) -> str:
    """An interval as "từ a đến b", or one number where both ends print the same."""
    low = vietnamese(interval.low, decimals)
    if interval.high is None:
        return f"từ {low} trở lên"
    high = vietnamese(interval.high, decimals)
    return low if low == high else f"từ {low} đến {high}"


def percent(value: Fraction, decimals: int) -> str:
    return f"{vietnamese(value * 100, decimals)} %"
