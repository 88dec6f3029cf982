"""Rows of a query as a frame of fixed types, and a frame as rows that a database takes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from mtqg.core.table import Kind

# What a database hands over before it is given its type: days and flags as SQLite keeps them.
_BY_CURSOR: dict[Kind, Any] = {
    "text": pl.String,
    "integer": pl.Int64,
    "decimal": pl.String,
    "date": pl.String,
    "flag": pl.Int64,
    "bytes": pl.Binary,
}
_BY_CSV: dict[Kind, Any] = {**_BY_CURSOR, "flag": pl.String, "bytes": pl.String}


def by_cursor(cursor: Any, kinds: Mapping[str, Kind], size: int) -> pl.DataFrame:
    """Fetch ``size`` rows at a time, and give the columns their types once, at the end."""
    schema = {name: _BY_CURSOR[kind] for name, kind in kinds.items()}
    parts = [pl.DataFrame(schema=schema)]
    while rows := cursor.fetchmany(size):
        parts.append(pl.DataFrame(rows, schema, orient="row"))
    return _from_sqlite(pl.concat(parts, rechunk=True), kinds)


def by_copy(connection: Any, sql: str, kinds: Mapping[str, Kind], values: Sequence[Any]) -> pl.DataFrame:
    """Let PostgreSQL write csv. Null is an empty field and an empty text two quotation marks: they stay apart."""
    schema = {name: _BY_CSV[kind] for name, kind in kinds.items()}
    taken = io.BytesIO()
    with connection.cursor().copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", values) as copy:
        for part in copy:
            taken.write(part)
    if not taken.tell():
        return _from_csv(pl.DataFrame(schema=schema), kinds)
    taken.seek(0)
    read = pl.read_csv(taken, has_header=False, schema=schema)
    return _from_csv(read, kinds)


def plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Days as text: SQLite keeps them so."""
    return rows.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))


def as_csv(rows: pl.DataFrame, size: int = 50_000) -> Iterator[bytes]:
    """The rows as PostgreSQL reads them, a part at a time."""
    for at in range(0, len(rows), size):
        part = rows.slice(at, size)
        part = part.with_columns(
            pl.format("\\x{}", pl.col(name).bin.encode("hex")).alias(name)
            for name, kind in rows.schema.items()
            if kind == pl.Binary
        )
        yield part.write_csv(include_header=False).encode()


def _from_sqlite(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> pl.DataFrame:
    days = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in kinds.items() if kind == "date"]
    flags = [pl.col(name).cast(pl.Boolean) for name, kind in kinds.items() if kind == "flag"]
    return frame.with_columns(*days, *flags)


def _from_csv(frame: pl.DataFrame, kinds: Mapping[str, Kind]) -> pl.DataFrame:
    days = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in kinds.items() if kind == "date"]
    flags = [pl.col(name) == "t" for name, kind in kinds.items() if kind == "flag"]
    # bytea comes as \x and hexadecimal digits
    data = [pl.col(name).str.slice(2).str.decode("hex") for name, kind in kinds.items() if kind == "bytes"]
    return frame.with_columns(*days, *flags, *data)
