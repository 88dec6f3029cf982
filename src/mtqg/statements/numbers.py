"""Printed numbers: what was written, its value, and the interval of values that the print stands for.

A number is printed rounded. "52,1" stands for every value that rounds to it, "hơn 2.700" for values above, so two
printed numbers contradict each other only when the intervals that they stand for do not meet.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from mtqg.core.numbers import number, rounded

COUNT, RATE, MONEY = "count", "rate", "money"
ROUNDED_ZEROS = 3

_PREFIXES = {
    "~": ("~", "≈", "khoảng", "about", "around", "gần bằng"),
    ">": (">", "hơn", "trên", "more than", "over", "above"),
    "<": ("<", "gần", "nearly", "under", "below", "dưới"),
}
_MINUS = {"−": "-", "–": "-"}
_GROUPED = {
    "point": re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?|\d+(\.\d+)?"),
    "comma": re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?|\d+(,\d+)?"),
}
_PLAIN = re.compile(r"\d[\d.,]*")
_UNSURE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True)
class Interval:
    """All values from ``low`` to ``high``, both included; ``high`` None means without an upper end."""

    low: Fraction
    high: Fraction | None

    def meets(self, other: Interval) -> bool:
        return (other.high is None or self.low <= other.high) and (self.high is None or other.low <= self.high)

    def both(self, other: Interval) -> Interval | None:
        """The values in both, or None where there are none."""
        if not self.meets(other):
            return None
        highs = [high for high in (self.high, other.high) if high is not None]
        return Interval(max(self.low, other.low), min(highs) if highs else None)

    def plus(self, other: Interval) -> Interval:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def minus(self, other: Interval) -> Interval | None:
        if self.high is None or other.high is None:
            return None
        return Interval(self.low - other.high, self.high - other.low)

    def from_zero(self) -> Interval:
        """Without the values below zero, which a rate of zero does not stand for."""
        return Interval(max(self.low, Fraction(0)), self.high)

    def times(self, factor: Fraction) -> Interval:
        """For a factor above zero."""
        return Interval(self.low * factor, None if self.high is None else self.high * factor)

    def over(self, base: Interval) -> Interval | None:
        """Quotients of amounts and bases of zero and more; None where nothing can be divided."""
        if self.low < 0 or base.low < 0 or base.high == 0:
            return None
        low = Fraction(0) if base.high is None else self.low / base.high
        return Interval(low, None if base.low == 0 or self.high is None else self.high / base.low)

    @property
    def middle(self) -> Fraction:
        return self.low if self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True)
class Number:
    """A number as printed: ``text`` untouched, ``value`` read, ``decimals`` as many as the print has."""

    text: str
    value: Decimal
    decimals: int
    prefix: str = ""  # "", "~", ">" or "<"

    def interval(self, kind: str) -> Interval:
        """The values that the print stands for.

        A count is exact. A rate is rounded at its last digit; so is money, and at its closing zeros where these are
        three or more (by chance that is one amount in a thousand), two digits at least counting. "About" reaches one
        whole unit of the last digit that is no zero to both sides, "over" and "nearly" to one.
        """
        value = Fraction(self.value)
        unit = Fraction(1, 10**self.decimals)
        zeros, digits = (0, 0) if self.decimals or not self.value else _closing_zeros(self.value)
        if self.prefix:
            unit = max(unit, Fraction(10**zeros)) if kind != RATE else unit
        elif kind == MONEY and zeros >= ROUNDED_ZEROS:
            unit = Fraction(10 ** (zeros if digits > 1 else zeros - 1))
        if self.prefix:
            return Interval(value - unit * (self.prefix != ">"), value + unit * (self.prefix != "<"))
        return Interval(value, value) if kind == COUNT else Interval(value - unit / 2, value + unit / 2)


def read_number(text: str, decimal: str = "point") -> Number:
    """A printed number in the notation given ("point" or "comma"). Raises ValueError for anything else.

    >>> read_number("12,5 %", "comma").value
    Decimal('12.5')
    """
    prefix, sign, digits = _split(text)
    if not _GROUPED[decimal].fullmatch(digits):
        raise ValueError(text)
    mark, group = (".", ",") if decimal == "point" else (",", ".")
    plain = digits.replace(group, "").replace(mark, ".")
    value = Decimal(sign + plain)
    return Number(text.strip(), value, len(plain.partition(".")[2]), prefix)


def notations(text: str) -> set[str]:
    """In which notations a printed number can be read: both, one, or none.

    A number that reads the same in both gives both; so does 1.234, which does not.
    """
    try:
        digits = _split(text)[2]
    except ValueError:
        return set()
    return {name for name, shape in _GROUPED.items() if shape.fullmatch(digits)}


def is_unsure(text: str) -> bool:
    """True for 1.234 and 1,234: a decimal number in one notation, thousands in the other."""
    try:
        return bool(_UNSURE.fullmatch(_split(text)[2]))
    except ValueError:
        return False


def vietnamese(value: Decimal | Fraction, decimals: int | None = None) -> str:
    """A number as it is written in Vietnamese: 1.234,5."""
    if isinstance(value, Fraction):
        value = rounded(value, decimals or 0)
    elif decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return number(value)


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, str, str]:
    """Prefix mark, sign and digits of a printed number, without the percent sign."""
    if _PLAIN.fullmatch(text):
        return "", "", text
    rest = unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip().lower()
    prefix = ""
    for mark, words in _PREFIXES.items():
        for word in sorted(words, key=len, reverse=True):
            if not prefix and rest.startswith(word):
                prefix, rest = mark, rest[len(word) :].strip()
    rest = rest.removesuffix("%").strip()
    for odd, plain in _MINUS.items():
        rest = rest.replace(odd, plain)
    sign = "-" if rest.startswith("-") else ""
    digits = rest.removeprefix("-").removeprefix("+").strip()
    if not digits:
        raise ValueError(text)
    return prefix, sign, digits


def _closing_zeros(value: Decimal) -> tuple[int, int]:
    """How many zeros close a whole number, and how many digits stand before them."""
    text = str(abs(int(value)))
    digits = len(text.rstrip("0"))
    return len(text) - digits, digits
