"""Counts by commune and class as the product makes them: one pass over the file, on Polars."""

from __future__ import annotations

import datetime as dt

import narwhals as nw
import polars as pl
from timing import run

from mtqg.law import seed
from mtqg.poverty.classify import class_counts, standard_on

COLUMNS = ["locality_code", "area", "income_points", "deprivation_points"]


def counted(path, limits):
    rows = nw.from_native(pl.scan_parquet(path).select(COLUMNS))
    standard = standard_on(dt.date.fromisoformat(limits["on"]), seed())
    counts = class_counts(rows, standard).to_native().collect(engine="streaming")
    return 0.0, list(counts.iter_rows())


run(counted)
