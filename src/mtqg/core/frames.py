"""Frames of rows: fixed types, a fixed order, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from mtqg.core.table import Kind, Table

# Only these types: every engine reads them alike. Counts and đồng are Int64; Polars wraps smaller ones silently.
TYPES: dict[Kind, Any] = {
    "text": pl.String,
    "integer": pl.Int64,
    "decimal": pl.String,
    "date": pl.Date,
    "flag": pl.Boolean,
    "bytes": pl.Binary,
}

CSV_ROWS = 50_000  # rows written as csv at once


def schema(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    return {name: TYPES[kind] for name, kind in kinds.items()}


def empty(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema=schema(table.kinds))


def typed(rows: Iterable[Mapping[str, Any]] | pl.DataFrame, kinds: Mapping[str, Kind]) -> pl.DataFrame:
    """Rows with exactly these columns, in this order and of these types; what is not named is left out."""
    wanted = schema(kinds)
    if isinstance(rows, pl.DataFrame):
        return rows.select([pl.col(name).cast(kind) for name, kind in wanted.items()])
    return pl.DataFrame([{name: row.get(name) for name in kinds} for row in rows], schema=wanted)


def sorted_rows(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return frame.sort(list(by), nulls_last=True, maintain_order=True).rechunk()


def parquet(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet. Same rows in the same order give the same bytes within one Polars version."""
    out = io.BytesIO()
    frame.rechunk().write_parquet(out, compression="zstd", compression_level=3, row_group_size=65536, statistics=True)
    return out.getvalue()


def rows_hash(frame: pl.DataFrame) -> str:
    """Hash of the rows in their order, independent of how a file packs them. A part at a time: csv is large."""
    hashed = hashlib.sha256()
    for part in csv_parts(frame, include_header=True):
        hashed.update(part)
    return hashed.hexdigest()


def csv_parts(frame: pl.DataFrame, *, include_header: bool = False) -> Iterator[bytes]:
    """The frame as csv, in parts that follow each other."""
    for at in range(0, max(len(frame), 1), CSV_ROWS):
        yield frame.slice(at, CSV_ROWS).write_csv(include_header=include_header and not at).encode()
