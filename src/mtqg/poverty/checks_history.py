"""Why a class changed, as the sheet says it, held against what the household was before and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from mtqg.core.check import Asked
from mtqg.core.errors import Code
from mtqg.core.findings import Finding
from mtqg.poverty.checks_problems import (
    AGAIN_WITHOUT_EXIT,
    BETTER_BUT_NOT,
    BY_AREA_ALONE,
    LINK_IN_CIRCLE,
    MOVED_IN_HERE,
    NEW_BUT_LISTED,
    NO_LINK,
    NO_REQUEST,
    SCREENED_LISTED,
)
from mtqg.poverty.movement import LISTED, codes_now
from mtqg.poverty.review.terms import HOUSEHOLD_LINKS, REVIEW_REQUESTS
from mtqg.poverty.terms import POVERTY_SHEETS

_KINDS = {"split": ["split"], "joined": ["join"], "moved_out": ["out", "move"], "dissolved": ["dissolve"]}
_SHEET = ("period", "standard", "household_code", "locality_code", "day", "area", "income_points",
          "deprivation_points", "decided_class", "change_reason", "added_by", "row_no")  # fmt: skip
_LINK = ("household_code", "to_household_code", "day", "link_kind")
_RANK = {"poor": 0, "near_poor": 1, "average_living": 2, "not_poor": 2}


def reasons_against_history(asked: Asked) -> Iterator[Finding]:
    """What sheets say of why a class changed, and requests that a change within the year lacks."""
    sheets = asked.rows(POVERTY_SHEETS, *_SHEET)
    if sheets.is_empty():
        return
    links = asked.rows(HOUSEHOLD_LINKS, *_LINK)
    told = _with_before(sheets, links)
    yield from _unlinked(told, links, asked.most)
    yield from _fallen_back(told, asked.most)
    yield from _named(told, NEW_BUT_LISTED, _NEW, asked.most)
    yield from _named(told, BETTER_BUT_NOT, _BETTER, asked.most, given="decided_class")
    yield from _named(told, BY_AREA_ALONE, _AREA, asked.most, given="decided_class")
    yield from _named(told, MOVED_IN_HERE, _HERE, asked.most, given="locality_code")
    yield from _unasked(told, asked.rows(REVIEW_REQUESTS, "household_code", "request_kind", "day"), asked.most)


def screened_though_listed(asked: Asked) -> Iterator[Finding]:
    """Quick screening of households that were on the list on that day: it is not for them."""
    requests = asked.rows(REVIEW_REQUESTS, "household_code", "screened_on").drop_nulls("screened_on")
    if requests.is_empty():
        return
    sheets = asked.rows(POVERTY_SHEETS, "household_code", "decided_on", "decided_class")
    both = requests.join(sheets.drop_nulls("decided_class"), on="household_code")
    before = both.filter(pl.col("decided_on") <= pl.col("screened_on")).sort("decided_on")
    last = before.group_by("household_code", "screened_on").last().sort("household_code", "screened_on")
    for row in last.filter(pl.col("decided_class").is_in(LISTED)).head(asked.most).iter_rows(named=True):
        at = f"{REVIEW_REQUESTS.name} · {row['household_code']}"
        values = {"household": row["household_code"], "day": row["screened_on"].isoformat()}
        yield Finding("warning", SCREENED_LISTED.at(at, row["decided_class"], **values))


def links_in_a_circle(asked: Asked) -> Iterator[Finding]:
    """Households that come from themselves."""
    links = asked.rows(HOUSEHOLD_LINKS, *_LINK).filter(pl.col("link_kind").is_in(["split", "recode"]))
    onward: dict[str, list[str]] = {}
    for one, other in links.select("household_code", "to_household_code").unique().sort(pl.all()).iter_rows():
        if other is not None:
            onward.setdefault(one, []).append(other)
    told = 0
    for start in sorted(onward):
        way = _way_back(start, onward)
        if way and start == min(way) and told < asked.most:  # a circle is told once, at its first code
            told += 1
            yield Finding("error", LINK_IN_CIRCLE.at(HOUSEHOLD_LINKS.name, start, through=" → ".join([*way, start])))


def _way_back(start: str, onward: dict[str, list[str]]) -> list[str] | None:
    """The codes from a household back to itself; None where it never comes from itself."""
    waiting, seen = [[start]], {start}
    while waiting:
        way = waiting.pop()
        for code_ in onward.get(way[-1], ()):
            if code_ == start:
                return way
            if code_ not in seen:
                seen.add(code_)
                waiting.append([*way, code_])
    return None


def _with_before(sheets: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Each decided sheet with the one before of the same household and line, and what it ever was on."""
    now = codes_now(links, until=sheets["day"].max())  # type: ignore[arg-type]
    mine = sheets.filter(pl.col("decided_class").is_not_null()).join(now, on="household_code", how="left")
    mine = mine.with_columns(key=pl.coalesce("now", "household_code")).drop("now")
    over = ["standard", "key"]
    names = ("period", "decided_class", "area", "income_points", "deprivation_points", "locality_code")
    before = [pl.col(name).shift(1).over(over).alias(f"{name}_before") for name in names]
    # The last review in which the household was on the very list that it is on now.
    listed = [
        pl.when(pl.col("decided_class") == one).then(pl.col("period")).shift(1).forward_fill().over(over).alias(one)
        for one in LISTED
    ]
    return mine.sort("standard", "key", "day").with_columns(*before, *listed)


_REASON, _WAS, _IS = pl.col("change_reason"), pl.col("decided_class_before"), pl.col("decided_class")
_WAS_LISTED = _WAS.is_in(LISTED).fill_null(value=False)
_SAME_LIST = pl.when(_IS == "poor").then(pl.col("poor")).when(_IS == "near_poor").then(pl.col("near_poor"))
_NEW = (_REASON == "new") & _SAME_LIST.is_not_null()
_BETTER = (_REASON == "better") & (_WAS.replace_strict(_RANK, default=None) >= _IS.replace_strict(_RANK, default=None))
_AREA = (
    _WAS_LISTED
    & (_WAS != _IS)
    & (pl.col("area") != pl.col("area_before"))
    & (pl.col("income_points") == pl.col("income_points_before"))
    & (pl.col("deprivation_points") == pl.col("deprivation_points_before"))
)
_HERE = (_REASON == "moved_in") & (pl.col("locality_code") == pl.col("locality_code_before"))


def _named(told: pl.DataFrame, kind: Code, wrong: pl.Expr, most: int, *, given: str = "") -> Iterator[Finding]:
    """The sheets for which something is wrong, each with what it was before."""
    found = told.with_columns(earlier=_SAME_LIST if kind is NEW_BUT_LISTED else pl.col("period_before"))
    for row in found.filter(wrong).head(most).iter_rows(named=True):
        value = row[given] if given else row["decided_class"]
        yield _finding(kind, row, value, before=row["decided_class_before"], earlier=row["earlier"])


def _unlinked(told: pl.DataFrame, links: pl.DataFrame, most: int) -> Iterator[Finding]:
    """Reasons that are links of the household, where there is none by the day of the review."""
    both = (links.select(pl.col(name).alias("key"), "link_kind", pl.col("day").alias("linked_on"))
            for name in ("household_code", "to_household_code"))  # fmt: skip
    known = pl.concat(both).drop_nulls("key")
    for reason, kinds in _KINDS.items():
        said = told.filter(reason == _REASON)
        linked = known.filter(pl.col("link_kind").is_in(kinds))
        for name in ("household_code", "key"):  # by the code on the sheet, or the one that it has now
            held = said.join(linked.rename({"key": f"{name}_"}), left_on=name, right_on=f"{name}_")
            held = held.filter(pl.col("linked_on") <= pl.col("day"))
            said = said.join(held.select("added_by", "row_no").unique(), on=["added_by", "row_no"], how="anti")
        for row in said.head(most).iter_rows(named=True):
            yield _finding(NO_LINK, row, row["change_reason"])


def _fallen_back(told: pl.DataFrame, most: int) -> Iterator[Finding]:
    """Said to have fallen back, though still on the list, or, as far as the register goes back, never on it.

    A household without any earlier sheet may have left before the register began: nothing is said of it.
    """
    again = told.filter((_REASON == "again") & _WAS.is_not_null())
    never = again.filter(_SAME_LIST.is_null() & ~_WAS_LISTED)
    still = again.filter(_WAS == _IS)
    for rows, vi, en in (
        (never, "các kỳ trước chưa bao giờ thuộc diện đó", "no earlier review had it on that list"),
        (still, "kỳ ngay trước vẫn thuộc diện đó", "the review before still had it on that list"),
    ):
        for row in rows.head(most).iter_rows(named=True):
            yield _finding(AGAIN_WITHOUT_EXIT, row, row["decided_class"], why_vi=vi, why_en=en)


def _unasked(told: pl.DataFrame, requests: pl.DataFrame, most: int) -> Iterator[Finding]:
    """Changes of an in-year review without the household's own request by the day of the decision."""
    in_year = told.filter(~pl.col("period").str.contains(r"^\d{4}$"))
    asked = requests.select("household_code", "request_kind", pl.col("day").alias("asked_on"))
    listed = _IS.is_in(LISTED)
    for kind, changed in (("enter", listed & ~_WAS_LISTED), ("leave", ~listed & _WAS_LISTED)):
        rows = in_year.filter(changed)
        held = rows.join(asked.filter(pl.col("request_kind") == kind), on="household_code")
        held = held.filter(pl.col("asked_on") <= pl.col("day")).select("added_by", "row_no").unique()
        for row in rows.join(held, on=["added_by", "row_no"], how="anti").head(most).iter_rows(named=True):
            yield _finding(NO_REQUEST, row, {"enter": "vào danh sách", "leave": "ra khỏi danh sách"}[kind])


def _finding(kind: Code, row: dict[str, Any], given: Any, **values: Any) -> Finding:
    at = f"{POVERTY_SHEETS.name}-{row['added_by']}-{row['row_no']}"
    return Finding("warning", kind.at(at, given, household=row["household_code"], period=row["period"], **values))
