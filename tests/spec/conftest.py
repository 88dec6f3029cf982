"""``spec(TABLE, apply)``: a table that an officer can read, one expression, the expected result, on every engine."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

Row = tuple[Any, ...]
Apply = Callable[[Any], Any]

POLARS = {int: pl.Int64, dt.date: pl.Date, str: pl.String}
SQL = {int: "BIGINT", dt.date: "DATE", str: "VARCHAR"}
SPARK = {int: "bigint", dt.date: "date", str: "string"}
# A column without any value has the type that its name says.
BY_NAME = ((r"_(points|vnd|count|indicators|year)$", int), (r"(_on|day)$", dt.date))


class Table:
    """The parsed table: column names, types and rows. The first column names the row, ``expected`` the result."""

    def __init__(self, text: str) -> None:
        head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        assert head[-1] == "expected", "the last column is called expected"
        assert all(len(line) == len(head) for line in lines), "every line has a cell for each column"
        assert lines, "a table without rows proves nothing"
        self.names = head[:-1]
        self.types = [_type(name, [line[at] for line in lines]) for at, name in enumerate(self.names)]
        self.rows = [tuple(map(_read, line[:-1], self.types)) for line in lines]
        self.expected = {line[0]: line[-1] or None for line in lines}
        assert len(self.expected) == len(lines), "every row has its own name"


def _type(name: str, cells: list[str]) -> type:
    filled = [cell for cell in cells if cell]
    if filled and all(re.fullmatch(r"-?\d+", cell) for cell in filled):
        return int
    if filled and all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) for cell in filled):
        return dt.date
    return str if filled else next((kind for shape, kind in BY_NAME if re.search(shape, name)), str)


def _read(cell: str, kind: type) -> Any:
    if not cell:
        return None
    return dt.date.fromisoformat(cell) if kind is dt.date else kind(cell)


def _polars(table: Table) -> pl.DataFrame:
    return pl.DataFrame(
        table.rows, schema=dict(zip(table.names, map(POLARS.get, table.types), strict=True)), orient="row"
    )


def _on_polars(table: Table, apply: Apply) -> tuple[list[str], list[Row]]:
    made: pl.DataFrame = nw.to_native(apply(nw.from_native(_polars(table))))
    return made.columns, made.rows()


def _on_polars_lazy(table: Table, apply: Apply) -> tuple[list[str], list[Row]]:
    made: pl.DataFrame = nw.to_native(apply(nw.from_native(_polars(table).lazy()))).collect()
    return made.columns, made.rows()


def _on_duckdb(table: Table, apply: Apply) -> tuple[list[str], list[Row]]:
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{name}" {SQL[kind]}' for name, kind in zip(table.names, table.types, strict=True))
        connection.execute(f"CREATE TABLE sheets ({columns})")
        connection.executemany(f"INSERT INTO sheets VALUES ({', '.join('?' * len(table.names))})", table.rows)
        made = nw.to_native(apply(nw.from_native(connection.table("sheets"))))
        return made.columns, made.fetchall()


def _on_spark(table: Table, apply: Apply) -> tuple[list[str], list[Row]]:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    types = ", ".join(f"`{name}` {SPARK[kind]}" for name, kind in zip(table.names, table.types, strict=True))
    made = nw.to_native(apply(nw.from_native(session.createDataFrame(table.rows, types))))
    return made.columns, [tuple(row) for row in made.collect()]


ENGINES = {"polars": _on_polars, "polars lazy": _on_polars_lazy, "duckdb": _on_duckdb}
if importlib.util.find_spec("pyspark"):
    ENGINES["spark"] = _on_spark


@pytest.fixture(params=list(ENGINES))
def spec(request: pytest.FixtureRequest) -> Iterator[Callable[[str, Apply], None]]:
    """Run ``apply`` over the table and compare its last new column with ``expected``, row by row, on each engine."""
    run = ENGINES[request.param]

    def check(text: str, apply: Apply) -> None:
        table = Table(text)
        columns, rows = run(table, apply)
        assert len(columns) > len(table.names), "apply adds the column that is expected"
        assert len(rows) == len(table.rows), "no row is lost or doubled"
        assert {row[0]: row[-1] for row in rows} == table.expected

    yield check
