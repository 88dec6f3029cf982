"""Rows of a quantity: which rows of which snapshots it counts, as one lazy frame."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from mtqg.core.measure import Quantity
from mtqg.core.period import Period
from mtqg.core.shelf import Books
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import ROW_ID, Table

AMOUNT = "amount"


def reported(table: Table, snapshot: Snapshot, period: Period, standard: str | None) -> nw.LazyFrame[Any]:
    """All rows of a table that speak about the period, whatever they say: who has reported at all."""
    rows = nw.from_native(snapshot.table(table.name))
    if table.time == "period":
        rows = rows.filter(nw.col("period") == snapshot.manifest["period"])
        return rows.filter(nw.col("standard") == standard) if standard and _has(table, "standard") else rows
    return rows.filter(nw.col("day") <= period.last)


def counted(
    quantity: Quantity,
    table: Table,
    snapshot: Snapshot,
    *,
    kind: str,
    period: Period,
    standard: str | None,
    books: Books,
) -> nw.LazyFrame[Any]:
    """The rows that a quantity adds up, each with its ``amount``.

    kind "stock": of a table of spells, those that hold on the last day; "flow": those that began within the period.
    """
    rows = reported(table, snapshot, period, standard if quantity.by_standard else None)
    if table.time == "spell":
        rows = rows.filter(_began(period) if kind == "flow" else _holds(period))
    if quantity.where is not None:
        rows = rows.filter(quantity.where)
    if quantity.within is not None:
        rows = on_list(rows, books.members(snapshot, quantity.within), table)
    amount = nw.lit(1, dtype=nw.Int64) if quantity.column is None else nw.col(quantity.column)
    return rows.with_columns(amount.alias(AMOUNT))


def on_list(rows: nw.LazyFrame[Any], members: nw.LazyFrame[Any], table: Table) -> nw.LazyFrame[Any]:
    """Rows whose village or locality stood on a list on the row's day."""
    places = [name for name in ("village_code", "locality_code") if _has(table, name)]
    found = [
        rows.join(members, left_on=place, right_on="member_code", how="inner")
        .filter(nw.col("valid_from") <= nw.col("day"))
        .filter(nw.col("valid_to").is_null() | (nw.col("day") < nw.col("valid_to")))
        .select(*ROW_ID)
        for place in places
    ]
    return rows.join(nw.concat(found).unique(list(ROW_ID)), on=list(ROW_ID), how="semi")


def _began(period: Period) -> nw.Expr:
    return (nw.col("day") >= period.first) & (nw.col("day") <= period.last)


def _holds(period: Period) -> nw.Expr:
    """A spell holds on its first day and until the day before ``ends_on``."""
    return (nw.col("day") <= period.last) & (nw.col("ends_on").is_null() | (nw.col("ends_on") > period.last))


def _has(table: Table, column: str) -> bool:
    return any(one.name == column for one in table.columns)
