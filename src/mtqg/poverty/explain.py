"""What explain adds to a household's sheet: the limits that the law applied, and the class that the rule proposes."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.table import Table
from mtqg.law.book import Law
from mtqg.law.join import with_values
from mtqg.poverty.rules import proposed_class, proposed_class_2016
from mtqg.poverty.terms import POVERTY_SHEETS

LIMITS = ("income_limit", "deprivation_limit")


def with_proposal(table: Table, rows: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Sheets with the limits applied, their standing and ``proposed_class``, in any order; other rows as given."""
    if table.name != POVERTY_SHEETS.name:
        return rows
    return pl.concat([_proposed(name, part, law) for (name,), part in rows.group_by("standard", maintain_order=True)])


def _proposed(standard: Any, sheets: pl.DataFrame, law: Law) -> pl.DataFrame:
    rule = proposed_class_2016() if standard == "poverty-2016" else proposed_class()
    extra = ("upper_limit",) if standard == "poverty-2016" else ()
    joined = with_values(nw.from_native(sheets), *LIMITS, *extra, on="day", standard=standard, law=law)
    proposed: pl.DataFrame = joined.with_columns(proposed_class=rule).to_native()
    return proposed
