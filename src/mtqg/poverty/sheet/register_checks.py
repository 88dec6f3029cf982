"""What several sheets show together: one person in two households, answers that cannot be, points that jump."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.core.check import Asked
from mtqg.core.findings import Finding
from mtqg.core.register.rows import INDEX, state
from mtqg.core.table import Table
from mtqg.poverty.checks import ANSWERS_IMPOSSIBLE, FEW_REVIEWED, ONE_NUMBER, POINTS_JUMP, SUM_DIFFERS
from mtqg.poverty.sheet.answers import answer_problems, read_answers
from mtqg.poverty.sheet.office import own_sections
from mtqg.poverty.sheet.reading import definition
from mtqg.poverty.sheet.scoring import points_of
from mtqg.poverty.sheet.terms import ASKED, POVERTY_ANSWERS
from mtqg.poverty.terms import HOUSEHOLD_MEMBERS, POVERTY_SHEETS

FEW_PERCENT = 50  # a commune with fewer of the listed households reviewed is named
_PLACE = ["period", "standard", "household_code"]


def one_number(asked: Asked) -> Iterator[Finding]:
    """One identity number in two households of a review, or of two members who both still belong to theirs.

    Found by the blind index: the number itself is never read.
    """
    review = ', period, "standard"'
    yield from _doubled(asked, POVERTY_SHEETS, review, "ended_by IS NULL")
    yield from _doubled(asked, HOUSEHOLD_MEMBERS, "", "ended_by IS NULL AND ends_on IS NULL")


def _doubled(asked: Asked, table: Table, also: str, where: str) -> Iterator[Finding]:
    index = f'"identity_number{INDEX}"'
    sql = (
        f'SELECT household_code, locality_code, t.{index} FROM "{table.name}" t JOIN ('  # noqa: S608 - own names
        f'SELECT {index} AS found{also} FROM "{table.name}" WHERE {where} AND {index} IS NOT NULL '
        f"GROUP BY {index}{also} HAVING COUNT(DISTINCT household_code) > 1) d ON d.found = t.{index}"
        + (' AND d.period = t.period AND d."standard" = t."standard"' if also else "")
        + f" WHERE t.{where.replace(' AND ', ' AND t.')}"
    )
    found: dict[bytes, set[tuple[str, str]]] = {}
    for household, commune, number in asked.database.rows(sql):
        found.setdefault(bytes(number), set()).add((str(commune), str(household)))
    for held in sorted(map(sorted, found.values()))[: asked.most]:
        households = sorted({household for _, household in held})
        communes = ", ".join(sorted({commune for commune, _ in held}))
        shown = ", ".join(households)
        yield Finding("error", ONE_NUMBER.at(table.label, len(households), households=shown, communes=communes))


def answer_findings(asked: Asked) -> Iterator[Finding]:
    """Answers that their table does not know, sums that differ from the points given, points that jump."""
    answers = state(asked.database, POVERTY_ANSWERS)
    if answers.is_empty():
        return
    sheets = asked.rows(POVERTY_SHEETS, *_PLACE, "income_points")
    own = own_sections(asked.database)
    for (standard, area, region), part in answers.group_by("standard", "area", "region", maintain_order=True):
        whole = definition(str(standard), own=own, is_synthetic=asked.origin == "synthetic")
        where = {"area": str(area), "region": str(region) if region else None}
        for (day,), rows in part.group_by("day"):
            sections = whole.on(**where, day=day)
            yield from _impossible(rows, sections, asked.most)
            b1 = next((one for one in sections if one.form == "B1"), None)
            if b1 is not None:
                yield from _sums(rows, sheets, b1, asked.most)
    yield from _jumps(answers, sheets, asked.most)


def _impossible(rows: pl.DataFrame, sections: Any, most: int) -> Iterator[Finding]:
    """Each kind of answers is judged once, however many households gave the same."""
    judged: dict[tuple[Any, ...], list[Any]] = {}
    told = 0
    for row in rows.select(*_PLACE, *ASKED).iter_rows(named=True):
        given = tuple(row[name] for name in ASKED)
        if given not in judged:
            judged[given] = answer_problems(sections, read_answers(dict(zip(ASKED, given, strict=True))))
        for problem in judged[given]:
            if told == most:
                return
            told += 1
            at = f"{POVERTY_ANSWERS.name} · {row['period']} · {row['household_code']}"
            what = f"{problem.code} {problem.message}"
            yield Finding("error", ANSWERS_IMPOSSIBLE.at(at, problem.given, household=row["household_code"], what=what))


def _sums(rows: pl.DataFrame, sheets: pl.DataFrame, section: Any, most: int) -> Iterator[Finding]:
    summed = nw.from_native(rows).with_columns(summed=points_of(section)).select(*_PLACE, "summed").to_native()
    both = sheets.select(*_PLACE, "income_points").join(summed, on=_PLACE)
    for row in both.filter(pl.col("income_points") != pl.col("summed")).sort(_PLACE).head(most).iter_rows(named=True):
        at = f"{POVERTY_SHEETS.name} · {row['period']} · {row['household_code']}"
        yield Finding(
            "error", SUM_DIFFERS.at(at, row["income_points"], household=row["household_code"], sum=row["summed"])
        )


def _jumps(answers: pl.DataFrame, sheets: pl.DataFrame, most: int) -> Iterator[Finding]:
    """B1 of a household in two reviews that follow each other, all answers the same and the points not."""
    # A review under another line is scored by another sheet: only reviews of one standard are compared.
    said = [*ASKED, "area", "region"]
    both = answers.select(*_PLACE, "day", *said).join(sheets.select(*_PLACE, "income_points"), on=_PLACE)
    order = both.sort("standard", "household_code", "day")
    over = ["standard", "household_code"]
    same = pl.all_horizontal(*(pl.col(name).eq_missing(pl.col(name).shift(1).over(over)) for name in said))
    before = pl.col("income_points").shift(1).over(over)
    earlier = pl.col("period").shift(1).over(over)
    found = order.with_columns(same.alias("same"), before.alias("before"), earlier.alias("earlier"))
    jumped = found.filter(
        pl.col("same") & (pl.col("income_points") != pl.col("before")) & pl.col("earlier").is_not_null()
    )
    for row in jumped.head(most).iter_rows(named=True):
        at = f"{POVERTY_SHEETS.name} · {row['period']} · {row['household_code']}"
        values = {"household": row["household_code"], "before": row["before"], "earlier": row["earlier"]}
        yield Finding("warning", POINTS_JUMP.at(at, row["income_points"], later=row["period"], **values))


def few_reviewed(asked: Asked) -> Iterator[Finding]:
    """Communes of a begun review in which few of the households that were poor or near poor before have a sheet."""
    sheets = asked.rows(POVERTY_SHEETS, "period", "day", "locality_code", "household_code", "decided_class")
    periods = sheets.group_by("period").agg(pl.col("day").min()).sort("day")["period"].to_list()
    told = 0
    for earlier, later in pairwise(periods):
        before = sheets.filter((pl.col("period") == earlier) & pl.col("decided_class").is_in(["poor", "near_poor"]))
        listed = before.select("locality_code", "household_code").unique()
        here = sheets.filter(pl.col("period") == later).select("household_code").unique().with_columns(seen=pl.lit(1))
        counted = listed.join(here, on="household_code", how="left").group_by("locality_code")
        totals = counted.agg(pl.len().cast(pl.Int64).alias("listed"), pl.col("seen").sum().cast(pl.Int64)).sort(
            "locality_code"
        )
        for row in totals.filter(pl.col("seen") * 100 < pl.col("listed") * FEW_PERCENT).iter_rows(named=True):
            if told == asked.most:
                return
            told += 1
            values: Mapping[str, Any] = {"commune": row["locality_code"], "period": later, "listed": row["listed"]}
            yield Finding("warning", FEW_REVIEWED.at(f"{later} · {row['locality_code']}", row["seen"], **values))
