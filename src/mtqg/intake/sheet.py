"""One model for every file of rows: a sheet with its cells, each with an address and a raw value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# str, int, float, bool, dt.date, dt.datetime, dt.time, dt.timedelta; "" for an empty cell
Raw: TypeAlias = Any
Address: TypeAlias = tuple[int, int]  # row and column, both from 1


@dataclass(frozen=True)
class Area:
    """A block of merged cells, corners included."""

    first: Address
    last: Address

    def holds(self, row: int, column: int) -> bool:
        return self.first[0] <= row <= self.last[0] and self.first[1] <= column <= self.last[1]

    @property
    def size(self) -> int:
        return (self.last[0] - self.first[0] + 1) * (self.last[1] - self.first[1] + 1)

    def __str__(self) -> str:
        return f"{address(*self.first)}:{address(*self.last)}"


@dataclass(frozen=True)
class Oddities:
    """What a sheet says beside its values: formulas, spreadsheet errors, merged cells, cells shown as percent."""

    formulas: dict[Address, str] = field(default_factory=dict)
    faults: dict[Address, str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    percents: frozenset[Address] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """A sheet of a file. ``rows[0]`` is the sheet's row ``top``; a row's first cell stands in column ``left``."""

    file: str
    name: str
    sha256: str
    rows: list[list[Raw]]
    top: int = 1
    left: int = 1
    hidden: bool = False
    odd: Oddities = Oddities()
    is_1904: bool = False  # the workbook counts days from 1904
    fonts: frozenset[str] = frozenset()  # encodings of the fonts of the workbook's cells

    def value(self, row: int, column: int) -> Raw:
        """The raw value at an address, "" outside of what was written."""
        line = self.rows[row - self.top] if 0 <= row - self.top < len(self.rows) else []
        at = column - self.left
        return line[at] if 0 <= at < len(line) else ""

    def place(self, row: int, column: int) -> dict[str, str]:
        """File, sheet and cell, as every error of the file names them."""
        return {"file": self.file, "sheet": self.name, "cell": address(row, column)}


def letters(column: int) -> str:
    """Letter of a column.

    >>> letters(1), letters(27)
    ('A', 'AA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def read_address(text: str) -> Address:
    """Row and column of an address such as C7."""
    column = row = 0
    for sign in text:
        if sign.isdigit():
            row = row * 10 + int(sign)
        else:
            column = column * 26 + ord(sign) - 64
    return row, column


def shown(value: Raw) -> str:
    """A raw value as a person reads it in the cell."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return str(value)
