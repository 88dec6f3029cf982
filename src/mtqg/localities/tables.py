"""The tables of the book of localities: their columns, where the shipped ones lie, and how they are read fast.

Reading strictly and reading fast are two things. ``checks.py`` reads strictly, and writes a seal (hashes) over
tables that passed; ``seed_rows`` trusts sealed tables and reads them as plain tuples of text.
"""

from __future__ import annotations

import csv
import datetime as dt
import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SEED = Path(__file__).parent / "seed"

COLUMNS: dict[str, tuple[str, ...]] = {
    "versions": ("code", "name", "kind", "level", "parent_code", "valid_from", "valid_to", "source"),
    "events": ("event", "operative", "in_force", "kind", "document", "confidence", "source", "note"),
    "flows": (
        "event",
        "from_code",
        "from_valid_from",
        "to_code",
        "to_valid_from",
        "extent",
        "population_ppm",
        "area_ppm",
        "households_ppm",
    ),
    "documents": ("document", "issued_by", "standing", "source"),
    "lists": ("list", "label", "document"),
    "members": (
        "list",
        "zone",
        "code",
        "first_day",
        "last_day",
        "document",
        "place",
        "standing",
        "source",
        "note",
    ),
    "counts": (
        "list",
        "item",
        "code",
        "zone",
        "count",
        "unit",
        "first_day",
        "last_day",
        "document",
        "place",
        "standing",
        "source",
        "note",
    ),
    "regions": ("province_code", "region", "region_label", "standing", "source"),
    "aliases": ("alias", "code", "source", "confirmed_by", "confirmed_on"),
}

Row = tuple[str, ...]
Rows = Iterable[Mapping[str, Any] | Sequence[Any]]


def read_fast(table: str, folder: Path = SEED) -> list[Row]:
    """Rows of a sealed table as they stand, without any check."""
    with without_gc(), (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return list(map(tuple, lines))


@contextmanager
def without_gc() -> Iterator[None]:
    """Build a large table at once: nothing in it is garbage, and searching for some costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def plain(table: str, rows: Rows | Callable[[], Rows]) -> list[Row]:
    """Rows from anywhere (mappings or sequences; days as dates or ISO text; None or empty) as tuples of text."""
    given = rows() if callable(rows) else rows
    return [_plain_row(COLUMNS[table], row) for row in given]


def digest(folder: Path = SEED) -> str:
    """One hash over all tables of a folder, by name."""
    total = hashlib.sha256()
    for table in sorted(COLUMNS):
        total.update(table.encode() + b"\0" + hashlib.sha256((folder / f"{table}.csv").read_bytes()).digest())
    return total.hexdigest()


def _plain_row(columns: tuple[str, ...], row: Mapping[str, Any] | Sequence[Any]) -> Row:
    values = [row.get(column) for column in columns] if isinstance(row, Mapping) else list(row)
    values += [None] * (len(columns) - len(values))
    return tuple(map(_plain_value, values))


def _plain_value(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
