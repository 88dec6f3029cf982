"""The rows that a close of a locality for a period is about. A live figure takes the very same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from mtqg.core.period import Period
from mtqg.core.table import Table
from mtqg.core.territory import Territory, known_day


def asked_for(table: Table, period: Period) -> tuple[str, list[Any]]:
    """The condition on rows of the register: reviews by their period, spells that began by its last day."""
    if table.time == "period":
        return "r.period = ?", [str(period)]
    return "r.day <= ?", [period.last.isoformat()]


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
