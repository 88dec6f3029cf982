"""What several tables of the review show together: sheets, counts of households, members, meetings and postings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from mtqg.core.check import Asked
from mtqg.core.errors import Code
from mtqg.core.findings import Finding
from mtqg.poverty.checks_problems import (
    BEFORE_MEETING,
    HEADS,
    MORE_THAN_COUNTED,
    NO_MEETING,
    NOT_COUNTED,
    PERSONS_DIFFER,
    WHILE_POSTED,
)
from mtqg.poverty.review.terms import REVIEW_MEETINGS, REVIEW_POSTINGS
from mtqg.poverty.terms import HOUSEHOLD_COUNTS, HOUSEHOLD_MEMBERS, POVERTY_SHEETS

_PLACE = ["period", "locality_code", "village_code"]
_SHEET = (*_PLACE, "standard", "household_code", "day", "persons", "is_minority", "decided_class", "decided_on")


def sheets_against_tables(asked: Asked) -> Iterator[Finding]:
    """Sheets beside the members, the counts, and the steps of the same review."""
    sheets = asked.rows(POVERTY_SHEETS, *_SHEET)
    if sheets.is_empty():
        return
    yield from _persons(sheets, asked.rows(HOUSEHOLD_MEMBERS, "household_code", "day", "ends_on"), asked.most)
    counts = asked.rows(HOUSEHOLD_COUNTS, *_PLACE, "households", "minority_households")
    yield from _more_than_counted(sheets, counts, asked.most)
    yield from _not_counted(sheets, counts, asked.most)
    yearly = sheets.filter(pl.col("period").str.contains(r"^\d{4}$") & pl.col("decided_on").is_not_null())
    yield from _meetings(yearly, asked.rows(REVIEW_MEETINGS, *_PLACE, "day", "outcome"), asked.most)
    yield from _postings(yearly, asked.rows(REVIEW_POSTINGS, *_PLACE, "until_day"), asked.most)


def heads(asked: Asked) -> Iterator[Finding]:
    """Households whose members hold no head, or several, now."""
    members = asked.rows(HOUSEHOLD_MEMBERS, "household_code", "relation", "ends_on").filter(pl.col("ends_on").is_null())
    is_head = (pl.col("relation") == "head").cast(pl.Int64)
    counted = members.group_by("household_code").agg(is_head.sum().alias("heads")).filter(pl.col("heads") != 1)
    for household, number in counted.sort("household_code").head(asked.most).iter_rows():
        yield Finding("error", HEADS.at(HOUSEHOLD_MEMBERS.name, number, household=household))


def _persons(sheets: pl.DataFrame, members: pl.DataFrame, most: int) -> Iterator[Finding]:
    """The persons of a sheet and the members on its day; a household whose members nobody listed is not compared."""
    spells = members.select("household_code", pl.col("day").alias("since"), "ends_on")
    both = sheets.select(*_PLACE, "household_code", "day", "persons").join(spells, on="household_code")
    there = both.filter(
        (pl.col("since") <= pl.col("day")) & (pl.col("ends_on").is_null() | (pl.col("ends_on") > pl.col("day")))
    )
    counted = there.group_by("period", "household_code", "day", "persons").agg(pl.len().cast(pl.Int64).alias("members"))
    wrong = counted.filter(pl.col("persons") != pl.col("members")).sort("period", "household_code")
    for row in wrong.head(most).iter_rows(named=True):
        at = f"{POVERTY_SHEETS.name} · {row['period']} · {row['household_code']}"
        values = {"household": row["household_code"], "period": row["period"], "members": row["members"]}
        yield Finding("warning", PERSONS_DIFFER.at(at, row["persons"], **values))


def _more_than_counted(sheets: pl.DataFrame, counts: pl.DataFrame, most: int) -> Iterator[Finding]:
    """Poor and near-poor households of a village against all that it counts; so for minority households."""
    listed = sheets.filter(pl.col("decided_class").is_in(["poor", "near_poor"]))
    mine = listed.group_by("standard", *_PLACE).agg(
        pl.len().cast(pl.Int64).alias("all"),
        pl.col("is_minority").fill_null(value=False).cast(pl.Int64).sum().alias("minority"),
    )
    both = mine.join(counts.select(*_PLACE, "households", "minority_households"), on=_PLACE).sort("standard", *_PLACE)
    for part, whole, vi, en in (
        ("all", "households", "hộ nghèo, cận nghèo", "poor and near-poor households"),
        ("minority", "minority_households", "hộ nghèo, cận nghèo dân tộc thiểu số", "minority households on the lists"),
    ):
        for row in both.filter(pl.col(part) > pl.col(whole)).head(most).iter_rows(named=True):
            values = {"counted": row[whole], "what_vi": vi, "what_en": en}
            yield _of_village("error", MORE_THAN_COUNTED, row, row[part], values)


def _not_counted(sheets: pl.DataFrame, counts: pl.DataFrame, most: int) -> Iterator[Finding]:
    """Communes without a count, in reviews in which others have one."""
    place = ["period", "locality_code"]
    sheets = sheets.join(counts.select("period").unique(), on="period", how="semi")
    decided = sheets.filter(pl.col("decided_class").is_not_null() & pl.col("period").str.contains(r"^\d{4}$"))
    alone = decided.group_by(place).agg(pl.len().alias("n")).join(counts, on=place, how="anti").sort(place)
    for row in alone.head(most).iter_rows(named=True):
        at = f"{row['period']} · {row['locality_code']}"
        yield Finding("warning", NOT_COUNTED.at(at, row["n"], commune=row["locality_code"], period=row["period"]))


def _meetings(decided: pl.DataFrame, meetings: pl.DataFrame, most: int) -> Iterator[Finding]:
    """Villages whose households were decided without, or before, a meeting that agreed.

    Only in communes that keep the minutes of that review here: elsewhere nothing is known of them.
    """
    kept = meetings.select("period", "locality_code").unique()
    mine = decided.filter(pl.col("village_code").is_not_null()).join(kept, on=["period", "locality_code"], how="semi")
    agreed = meetings.filter(pl.col("outcome") == "agreed").group_by(_PLACE).agg(pl.col("day").min().alias("agreed_on"))
    both = mine.join(agreed, on=_PLACE, how="left")
    without = both.filter(pl.col("agreed_on").is_null()).group_by(_PLACE).agg(pl.len().alias("n")).sort(_PLACE)
    for row in without.head(most).iter_rows(named=True):
        yield _of_village("warning", NO_MEETING, row, row["n"], {})
    early = both.filter(pl.col("decided_on") < pl.col("agreed_on"))
    yield from _by_day(BEFORE_MEETING, early, "agreed_on", most)


def _postings(decided: pl.DataFrame, postings: pl.DataFrame, most: int) -> Iterator[Finding]:
    """Households that were decided before the first posting of their village's result ended."""
    ended = postings.group_by(_PLACE).agg(pl.col("until_day").min().alias("posted_until"))
    both = decided.join(ended, on=_PLACE).filter(pl.col("decided_on") < pl.col("posted_until"))
    yield from _by_day(WHILE_POSTED, both, "posted_until", most)


def _by_day(kind: Code, rows: pl.DataFrame, day: str, most: int) -> Iterator[Finding]:
    counted = rows.group_by(*_PLACE, day).agg(pl.len().alias("n")).sort(*_PLACE, day)
    for row in counted.head(most).iter_rows(named=True):
        yield _of_village("warning", kind, row, row["n"], {"day": row[day].isoformat()})


def _of_village(severity: Any, kind: Code, row: dict[str, Any], given: Any, values: dict[str, Any]) -> Finding:
    at = f"{row['period']} · {row['locality_code']} · {row['village_code']}"
    return Finding(severity, kind.at(at, given, village=row["village_code"], period=row["period"], **values))
