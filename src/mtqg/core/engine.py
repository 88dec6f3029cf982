"""The one place that knows engines apart: a lazy result as Python tuples. Rules and measures never need to."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl


def tuples(rows: nw.LazyFrame[Any]) -> list[tuple[Any, ...]]:
    """Run the query and give its rows. Meant for counts and sums, never for a whole table."""
    native: Any = rows.to_native()
    if isinstance(native, pl.LazyFrame):
        return native.collect().rows()
    if rows.implementation.is_duckdb():
        return [tuple(row) for row in native.fetchall()]
    return [tuple(row) for row in native.collect()]
