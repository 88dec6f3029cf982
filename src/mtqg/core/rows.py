"""Rows of a quantity: which rows of which snapshots it counts, as one lazy frame."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.amounts import Asked
from mtqg.core.engine import tuples
from mtqg.core.measure import Quantity
from mtqg.core.period import Period
from mtqg.core.shelf import Books
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import ROW_ID, Table
from mtqg.core.territory import Territory, known_day

AMOUNT = "amount"
PLACE = "place_code"


def reported(table: Table, snapshot: Snapshot, period: Period, standard: str | None) -> nw.LazyFrame[Any]:
    """All rows of a table that speak about the period, whatever they say: who has reported at all."""
    rows = _with_younger_columns(nw.from_native(snapshot.table(table.name)), table)
    if table.time == "period":
        rows = rows.filter(nw.col("period") == snapshot.manifest["period"])
        return rows.filter(nw.col("standard") == standard) if standard and _has(table, "standard") else rows
    return rows.filter(nw.col("day") <= period.last)


def _with_younger_columns(rows: nw.LazyFrame[Any], table: Table) -> nw.LazyFrame[Any]:
    """Columns that the table got after the snapshot was closed: nobody said anything in them."""
    held = rows.collect_schema()
    missing = [column for column in table.stored if column.name not in held]
    nothing = [nw.lit(None).cast(_TYPES[column.kind]).alias(column.name) for column in missing]
    return rows.with_columns(*nothing) if nothing else rows


_TYPES: dict[str, Any] = {
    "integer": nw.Int64,
    "flag": nw.Boolean,
    "date": nw.Date,
    "text": nw.String,
    "decimal": nw.String,
}


def counted(asked: Asked, snapshot: Snapshot, books: Books) -> nw.LazyFrame[Any]:
    """The rows that a quantity adds up, each with its ``amount``.

    kind "stock": of a table of spells, those that hold on the last day; "flow": those that began within the period.
    """
    quantity, table, period = asked.quantity, asked.table, asked.period
    rows = reported(table, snapshot, period, asked.standard if quantity.by_standard else None)
    if table.time == "spell":
        rows = rows.filter(_began(period) if asked.kind == "flow" else _holds(period))
    if quantity.where is not None:
        rows = rows.filter(quantity.where)
    if quantity.within is not None:
        rows = on_list(rows, books.members(snapshot, quantity.within), table, books.territory)
    if quantity.having is not None:
        rows = rows.filter(quantity.having | quantity.having.is_null())
    return rows.with_columns(amount_of(quantity).alias(AMOUNT))


def amount_of(quantity: Quantity) -> nw.Expr:
    """What a row adds: one, or its column; nothing known where the row lacks what ``having`` asks."""
    amount = nw.lit(1, dtype=nw.Int64) if quantity.column is None else nw.col(quantity.column).cast(nw.Int64)
    if quantity.having is None:
        return amount
    return nw.when(quantity.having).then(amount).otherwise(nw.lit(None, dtype=nw.Int64))


def on_list(
    rows: nw.LazyFrame[Any], members: nw.LazyFrame[Any], table: Table, territory: Territory
) -> nw.LazyFrame[Any]:
    """Rows whose village or locality stood on a list on the row's day, or lay in a district or province that did."""
    places = [rows.rename({name: PLACE}) for name in ("village_code", "locality_code") if _has(table, name)]
    if above := _above(rows, members, territory):
        higher = pl.LazyFrame(
            above, schema={"locality_code": pl.String, "day": pl.Date, PLACE: pl.String}, orient="row"
        )
        places.append(rows.join(nw.from_native(higher), on=["locality_code", "day"], how="inner"))
    found = [
        place.join(members, left_on=PLACE, right_on="member_code", how="inner")
        .filter(nw.col("valid_from") <= nw.col("day"))
        .filter(nw.col("valid_to").is_null() | (nw.col("day") < nw.col("valid_to")))
        .select(*ROW_ID)
        for place in places
    ]
    return rows.join(nw.concat(found).unique(list(ROW_ID)), on=list(ROW_ID), how="semi")


def _above(rows: nw.LazyFrame[Any], members: nw.LazyFrame[Any], territory: Territory) -> list[tuple[str, dt.date, str]]:
    """(locality, day, the district or province on the list that it lies in). Most lists name villages and communes."""
    named = tuples(members.select("member_code", "valid_from").unique())
    versions = [territory.version(code, known_day(territory, day)) for code, day in named]
    wanted = {one.code for one in versions if one is not None and one.level != "commune"}
    if not wanted:
        return []
    return [
        (code, day, parent.code)
        for code, day in tuples(rows.select("locality_code", "day").unique())
        for parent in territory.ancestors(code, known_day(territory, day))
        if parent.code in wanted
    ]


def _began(period: Period) -> nw.Expr:
    return (nw.col("day") >= period.first) & (nw.col("day") <= period.last)


def _holds(period: Period) -> nw.Expr:
    """A spell holds on its first day and until the day before ``ends_on``."""
    return (nw.col("day") <= period.last) & (nw.col("ends_on").is_null() | (nw.col("ends_on") > period.last))


def _has(table: Table, column: str) -> bool:
    return any(one.name == column for one in table.columns)
