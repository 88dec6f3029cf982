"""The rows that a close of a locality for a period is about. A live figure takes the very same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl

from mtqg.core.period import Period
from mtqg.core.register.database import Database
from mtqg.core.register.rows import places
from mtqg.core.table import Table
from mtqg.core.territory import Territory, known_day


def asked_for(table: Table, period: Period) -> tuple[str, list[Any]]:
    """The condition on rows of the register: reviews by their period, spells that began by its last day."""
    if table.time == "period":
        return "r.period = ?", [str(period)]
    return "r.day <= ?", [period.last.isoformat()]


def places_within(
    database: Database, table: Table, territory: Territory, locality: str, *, where: str, values: Sequence[Any]
) -> tuple[str, list[Any]]:
    """The condition, narrowed to rows whose place lay in the locality on some row's day: ``within`` still decides.

    A register of many provinces hands over the rows of one, and not all of them to be thrown away.
    """
    every = places(database, table, where=where, values=values)
    kept = within(every, territory, locality)["locality_code"].unique().sort().to_list()
    if len(kept) == every["locality_code"].n_unique():
        return where, list(values)
    marks = ", ".join("?" * len(kept))
    return f"{where} AND r.locality_code IN ({marks})", [*values, *kept]


def within(rows: pl.DataFrame, territory: Territory, locality: str) -> pl.DataFrame:
    """Rows whose place was, or lay in, the locality on the row's own day."""
    places = rows.select("locality_code", "day").unique()
    inside = [lies_in(territory, code, day, locality) for code, day in places.iter_rows()]
    kept = places.filter(pl.Series(inside, dtype=pl.Boolean))
    return rows.join(kept, on=["locality_code", "day"], how="semi")


def lies_in(territory: Territory, code: str, day: dt.date, locality: str) -> bool:
    """Whether a locality is, or lies in, another on a day."""
    if code == locality:
        return True
    return any(parent.code == locality for parent in territory.ancestors(code, known_day(territory, day)))
