"""Numbers and days as Vietnamese officers write them: 35.320 hộ, 3,52%, 16/10/2024."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal


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
