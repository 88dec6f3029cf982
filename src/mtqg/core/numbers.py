"""Numbers rounded once, and numbers and days as Vietnamese officers write them: 35.320 hộ, 3,52%, 16/10/2024."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction


def number(value: int | Decimal | str) -> str:
    """Dots for thousands, a comma for decimals: 1234567.5 -> 1.234.567,5. Decimals stay as many as given."""
    text = format(Decimal(value), ",f")
    return text.translate(str.maketrans(",.", ".,"))


def with_unit(value: int | Decimal | str, unit: str) -> str:
    """The number with its unit; "%" is closed up, words stand apart."""
    return number(value) + (unit if unit == "%" else f" {unit}" if unit else "")


def day(value: dt.date | str | None) -> str:
    """A day as dd/mm/yyyy; nothing for none."""
    if value is None:
        return ""
    return (dt.date.fromisoformat(value) if isinstance(value, str) else value).strftime("%d/%m/%Y")


def rounded(exact: Fraction, places: int) -> Decimal:
    """The exact value rounded once, half up (away from zero), to so many decimals.

    >>> rounded(Fraction(16245, 10000), 2)
    Decimal('1.62')
    """
    scaled = abs(exact) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    return Decimal(whole if exact >= 0 else -whole).scaleb(-places)


def decimal_text(exact: Fraction, digits: int = 34) -> str:
    """The value as a decimal: exact when it ends, otherwise to ``digits`` significant digits."""
    with localcontext() as context:
        context.prec = digits
        context.rounding = ROUND_HALF_UP
        quotient = (Decimal(exact.numerator) / Decimal(exact.denominator)).normalize()
    return format(quotient, "f")
