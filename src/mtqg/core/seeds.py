"""Strict reading of the tables that are shipped with the package.

A seed is a UTF-8 csv with a header. A column that nobody declared, a missing one, a value that does not parse or
a key that stands twice is an error with its file and line: a table of law or of localities is either whole or refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mtqg.core.errors import Problem, Refused, code

SEED_HEADER = code(
    "C-001",
    vi="Bảng gốc có cột không đúng: {given}.",
    en="The seed table has wrong columns: {given}.",
    remedy_vi="Sửa dòng tiêu đề thành: {wanted}.",
    remedy_en="Make the header: {wanted}.",
)
SEED_VALUE = code(
    "C-002",
    vi="Giá trị “{given}” ở cột {column} không đọc được ({reason}).",
    en="The value “{given}” in column {column} cannot be read ({reason}).",
    remedy_vi="Sửa giá trị trong bảng gốc rồi chạy lại.",
    remedy_en="Correct the value in the seed table and run again.",
)
SEED_KEY = code(
    "C-003",
    vi="Khóa {given} xuất hiện hai lần, lần đầu ở dòng {first}.",
    en="The key {given} stands twice, first on line {first}.",
    remedy_vi="Giữ lại một dòng.",
    remedy_en="Keep one of the lines.",
)

Reader = Callable[[str], Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def text(value: str) -> str:
    """A text that must be there."""
    if not value:
        raise ValueError("must not be empty")
    return value


def optional(read: Reader) -> Reader:
    """The same value, or None where the cell is empty."""
    return lambda value: read(value) if value else None


def day(value: str) -> dt.date:
    """An ISO day such as 2025-07-01. Nothing else is guessed."""
    if not _DAY.fullmatch(value):
        raise ValueError("not a day YYYY-MM-DD")
    return dt.date.fromisoformat(value)


def one_of(*words: str) -> Reader:
    """One of the words of a list, exactly."""

    def read(value: str) -> str:
        if value not in words:
            raise ValueError("one of " + ", ".join(words))
        return value

    return read


def rows(path: Path, columns: dict[str, Reader], *, key: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Rows of a seed table as dictionaries with read values, plus ``line`` (line number in the file).

    Raises Refused with every error of the file at once, after the last row was read.
    """
    problems: list[Problem] = []
    seen: dict[tuple[Any, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if list(reader.fieldnames or ()) != list(columns):
            given = ", ".join(reader.fieldnames or ())
            raise Refused(SEED_HEADER.at(f"{path.name}:1", given, wanted=", ".join(columns)))
        for raw in reader:
            place = f"{path.name}:{reader.line_num}"
            row: dict[str, Any] = {"line": reader.line_num}
            for column, read in columns.items():
                value = raw[column]
                try:
                    row[column] = read(value if value is not None else "")
                except ValueError as reason:
                    problems.append(SEED_VALUE.at(place, value, column=column, reason=reason))
            if None in raw:
                problems.append(SEED_HEADER.at(place, raw[None], wanted=", ".join(columns)))
            name = tuple(row.get(column) for column in key)
            if key and name in seen:
                problems.append(SEED_KEY.at(place, name, first=seen[name]))
            seen[name] = reader.line_num
            yield row
    if problems:
        raise Refused(problems)
