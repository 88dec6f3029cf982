"""Lines that an office added to a book, read as plain text: they are few, and a cold question starts no engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mtqg.core.register.chain import touched_since
from mtqg.core.register.database import Database, quoted
from mtqg.core.register.rows import selected
from mtqg.core.table import ROW_ID, Kind, Table

Line = dict[str, Any]  # column -> text, whole number or None; days as ISO text


def is_extended(database: Database, tables: Sequence[Table], n: int | None = None) -> bool:
    """Whether any act up to ``n`` touched one of the tables."""
    return touched_since(database, [table.name for table in tables], 0, n) is not None


def lines_at(database: Database, table: Table, n: int | None = None) -> list[Line]:
    """The lines of a table in force at act ``n`` (now, unless said), in the order in which they were added."""
    kinds: dict[str, Kind] = {
        **{column.name: column.kind for column in table.columns},
        **dict.fromkeys(ROW_ID, "integer"),
    }
    sql, values = f"{selected(table, kinds)} WHERE r.ended_by IS NULL", []
    if n is not None:
        sql = (
            f"{selected(table, kinds)} LEFT JOIN act ended ON ended.id = r.ended_by "
            "WHERE added.n <= ? AND (r.ended_by IS NULL OR ended.n > ?)"
        )
        values = [n, n]
    found = database.rows(f"{sql} ORDER BY added.n, r.row_no", values)
    return [dict(zip(kinds, map(_text, row), strict=True)) for row in found]


def alone(database: Database, table: Table) -> None:
    """Let nobody else add lines until the transaction ends: what was checked is still so when it is written.

    SQLite has one writer anyway. Readers never wait.
    """
    if database.kind == "postgresql":
        database.execute(f"LOCK TABLE {quoted(table.name)} IN SHARE ROW EXCLUSIVE MODE")


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
