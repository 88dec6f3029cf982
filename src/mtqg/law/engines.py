"""A small table in the engine of another frame, so that the two can be joined there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from mtqg.core.errors import Refused
from mtqg.law.problems import NO_ENGINE

_NARWHALS = {"text": nw.String, "integer": nw.Int64, "date": nw.Date}
_SQL = {"text": "VARCHAR", "integer": "BIGINT", "date": "DATE"}
_SPARK = {"text": "string", "integer": "bigint", "date": "date"}

Lines = Sequence[Mapping[str, Any]]


def like(frame: Any, lines: Lines, schema: Mapping[str, str]) -> Any:
    """The lines as a Narwhals frame of the same engine as ``frame``. ``schema``: column -> text, integer or date.

    Raises Refused for an engine in which no such table can be made.
    """
    engine = frame.implementation
    if isinstance(frame, nw.DataFrame):
        return _eager(lines, schema, engine)
    if engine.is_polars():
        return _eager(lines, schema, engine).lazy()
    if engine.is_duckdb():
        return _duckdb(frame.to_native(), lines, schema)
    if engine.is_pyspark():
        return _spark(frame.to_native(), lines, schema)
    raise Refused(NO_ENGINE.at(given=engine))


def _eager(lines: Lines, schema: Mapping[str, str], engine: Any) -> Any:
    columns = {name: [line[name] for line in lines] for name in schema}
    return nw.from_dict(columns, {name: _NARWHALS[kind]() for name, kind in schema.items()}, backend=engine)


def _duckdb(relation: Any, lines: Lines, schema: Mapping[str, str]) -> Any:
    """A relation of the same connection, made by a query over ``relation`` that reads nothing of it."""
    head = ", ".join(f'CAST(NULL AS {_SQL[kind]}) AS "{name}"' for name, kind in schema.items())
    parts = [f"SELECT {head} WHERE FALSE"]  # gives the types, also to a table without lines
    parts += ["SELECT " + ", ".join(_literal(line[name]) for name in schema) for line in lines]
    return nw.from_native(relation.query("rows_of_the_frame", " UNION ALL ".join(parts)))


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, dt.date):
        return f"DATE '{value.isoformat()}'"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _spark(frame: Any, lines: Lines, schema: Mapping[str, str]) -> Any:
    types = ", ".join(f"`{name}` {_SPARK[kind]}" for name, kind in schema.items())
    rows = [tuple(line[name] for name in schema) for line in lines]
    return nw.from_native(frame.sparkSession.createDataFrame(rows, types))
