"""The tables of a register as its own database describes them, whatever version made it.

Nothing is listed by hand: what the database has is what is backed up, and a table of tomorrow's version is not
forgotten. Both databases are put into the same words, so that one's backup goes into the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtqg.backup.problems import UNKNOWN_COLUMN
from mtqg.core.errors import Refused
from mtqg.core.register.database import Database, quoted
from mtqg.core.table import Kind

if TYPE_CHECKING:
    import polars as pl

# What is not data of the office, and why.
LEFT_OUT = {
    "django_session": "who is signed in: a restored copy asks again",
    "axes_accessattempt": "guesses of passwords: they concern the server where they were made",
    "axes_accessattemptexpiration": "the same",
    "axes_accessfailurelog": "the same",
    "axes_accesslog": "the same",
    "django_migrations": "stands in the manifest; the restore makes the schema itself",
}
PAGE = 20_000  # rows read and written at once
ID = "id"

_KINDS = {
    **dict.fromkeys(("bigint", "integer", "smallint"), "integer"),
    "inet": "text",
    **dict.fromkeys(("text", "varchar", "char", "character varying", "character"), "text"),
    **dict.fromkeys(("bool", "boolean"), "flag"),
    **dict.fromkeys(("datetime", "timestamp with time zone"), "instant"),
    **dict.fromkeys(("blob", "bytea"), "bytes"),
    "date": "date",
}
_UTC = "YYYY-MM-DD HH24:MI:SS.US"


@dataclass(frozen=True)
class Shape:
    """A table: its name and columns with their kinds. "instant" is UTC, as text."""

    name: str
    columns: dict[str, str]

    @property
    def kinds(self) -> dict[str, Kind]:
        """The kinds under which a frame holds the columns."""
        return {name: "text" if kind == "instant" else kind for name, kind in self.columns.items()}  # type: ignore[misc]


def shapes(database: Database) -> list[Shape]:
    """Every table that goes into a backup, by name."""
    return [shape for shape in every_table(database) if shape.name not in LEFT_OUT]


def every_table(database: Database) -> list[Shape]:
    columns = _postgresql(database) if database.kind == "postgresql" else _sqlite(database)
    return [Shape(name, _ordered(columns[name])) for name in sorted(columns)]


def pages(database: Database, shape: Shape, size: int = PAGE) -> Iterator[pl.DataFrame]:
    """The rows of a table in the order of their ids, some at a time."""
    columns = ", ".join(f"{_read(database, name, kind)} AS {quoted(name)}" for name, kind in shape.columns.items())
    sql = f"SELECT {columns} FROM {quoted(shape.name)}"
    if ID not in shape.columns:  # none of ours; small tables of other makers
        yield database.frame(f"{sql} ORDER BY 1", shape.kinds)
        return
    last = 0
    while True:
        page = database.frame(f"{sql} WHERE id > ? ORDER BY id LIMIT {size}", shape.kinds, [last])
        if page.is_empty():
            return
        yield page
        last = page[ID][-1]


def writable(database: Database, shape: Shape, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as the database takes them, in the shape's order: days as text, instants with a zone where it wants one."""
    import polars as pl

    days = [pl.col(pl.Date).dt.to_string("%Y-%m-%d")]
    zoned = [pl.col(name) + "+00:00" for name, kind in shape.columns.items() if kind == "instant"]
    found = rows.select(list(shape.columns))
    return found.with_columns(*days, *(zoned if database.kind == "postgresql" else []))


def _ordered(columns: dict[str, str]) -> dict[str, str]:
    """The id, then the others by name: each database has an order of its own, by how its tables came to be."""
    return {name: columns[name] for name in sorted(columns, key=lambda name: (name != ID, name))}


def _read(database: Database, name: str, kind: str) -> str:
    if kind == "instant" and database.kind == "postgresql":
        return f"to_char({quoted(name)} AT TIME ZONE 'UTC', '{_UTC}')"
    return quoted(name)


def _sqlite(database: Database) -> dict[str, dict[str, str]]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
    return {
        table: {
            str(name): _kind(table, str(declared))
            for _, name, declared, *_ in database.rows(f"PRAGMA table_info({quoted(table)})")
        }
        for (table,) in database.rows(sql)
    }


def _postgresql(database: Database) -> dict[str, dict[str, str]]:
    sql = (
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
        "JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name "
        "WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.ordinal_position"
    )
    found: dict[str, dict[str, str]] = {}
    for table, name, declared in database.rows(sql):
        found.setdefault(table, {})[name] = _kind(table, declared)
    return found


def _kind(table: str, declared: str) -> str:
    bare = declared.lower().split("(")[0].replace(" unsigned", "").strip()
    if bare not in _KINDS:
        raise Refused(UNKNOWN_COLUMN.at(table, declared))
    return _KINDS[bare]
