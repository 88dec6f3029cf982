"""What the reviews say of each household: its sheet of the last review and of this one, with the class proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from mtqg.core.period import read_period
from mtqg.core.register.opening import Register
from mtqg.law.book import Law
from mtqg.poverty.classify import Standard, classified, standard_on
from mtqg.poverty.paper.held import LEAVE
from mtqg.poverty.paper.households import Household, Shown, opened, rows_here, village_of, with_head
from mtqg.poverty.paper.places import Place
from mtqg.poverty.terms import POVERTY_SHEETS

if TYPE_CHECKING:
    import polars as pl

LISTED = ("poor", "near_poor")
_HEAD = "head_name"


@dataclass(frozen=True)
class Sheet:
    """A household's sheet in a review. ``proposed`` is what the rule says, ``decided`` what the chairman did."""

    period: str
    standard: str
    day: dt.date
    area: str | None
    income_points: int | None
    deprivation_points: int | None
    proposed: str
    reason: str
    decided: str | None
    decision: tuple[str, str, dt.date | None] | None

    @property
    def result(self) -> str:
        """The class that counts: the decided one, or until then the proposed one."""
        return self.decided or self.proposed


@dataclass(frozen=True)
class Reviewed:
    """A household of the place with its last sheet before this review, and its sheet in it."""

    household: Household
    before: Sheet | None
    now: Sheet | None
    request: str | None = None  # enter or leave, where the household handed one in

    @property
    def was(self) -> str | None:
        return self.before.result if self.before else None

    @property
    def result(self) -> str | None:
        """The class in this review; None while it is open."""
        return self.now.result if self.now and self.now.result != "unscored" else None

    @property
    def is_listed(self) -> bool:
        """Whether it belongs to this review: on last year's list, already with a sheet, or by its own request."""
        return self.was in LISTED or self.now is not None or self.request is not None

    @property
    def asked_itself(self) -> bool:
        """Whether it is in the review by its own request: said so, or with a sheet and on no list before."""
        return self.request is not None or (self.now is not None and self.was not in LISTED)

    @property
    def is_refused(self) -> bool:
        """Whether its request is answered with no: it asked to enter and does not, or to leave and stays."""
        if self.request == LEAVE:
            return self.result in LISTED and self.result == self.was
        return self.asked_itself and self.result is not None and self.result not in LISTED

    @property
    def is_changed(self) -> bool:
        """Whether the meeting has something to say of it: new, leaving, another class, or not known yet."""
        return self.result is None or self.result != (self.was or "not_poor")


def read_review(
    register: Register,
    place: Place,
    households: Iterable[Household],
    *,
    period: str,
    standard: str,
    law: Law,
    shown: Shown,
    requests: Mapping[str, str],
) -> list[Reviewed]:
    """The households with their sheets, by village and code; one that is known by a sheet alone is among them."""
    import polars as pl

    rows = rows_here(register, POVERTY_SHEETS, place, personal=(_HEAD,)).sort("day", "added_by", "row_no")
    now = rows.filter((pl.col("period") == period) & (pl.col("standard") == standard))
    now = now.unique("household_code", keep="last", maintain_order=True)
    before = _last_before(rows, period, standard)
    sheets_now, sheets_before = _sheets(now, law), _sheets(before, law)
    known = {one.code: one for one in households}
    for row in _with_heads(register, pl.concat([before, now]), shown):
        code = row["household_code"]
        found = known.get(code) or Household(code, village_of(row, place), "", area=row["area"])
        known[code] = with_head(found, row[_HEAD])
    made = [
        Reviewed(one, sheets_before.get(code), sheets_now.get(code), request=requests.get(code))
        for code, one in known.items()
    ]
    return sorted(made, key=lambda one: (one.household.village_code, one.household.code))


def limits(sheet: Sheet, law: Law) -> dict[str, Any]:
    """The law's limits for a sheet by name; what is missing or unverified is not among them."""
    applied = Standard(sheet.standard, sheet.day, law)
    if sheet.area is None:
        return {}
    asked = {name: law.value(name, sheet.day, standard=sheet.standard, area=sheet.area) for name in applied.limits}
    return {name: value for name, value in asked.items() if value.value is not None}


def _last_before(rows: pl.DataFrame, period: str, standard: str) -> pl.DataFrame:
    """The last sheet of each household in an earlier review, a yearly or a monthly one; under two standards, the one
    that is asked for."""
    import polars as pl

    ends = {one: read_period(one).last for one in rows["period"].unique()}
    earlier = [one for one, last in ends.items() if last < read_period(period).last]
    ranked = rows.filter(pl.col("period").is_in(earlier)).with_columns(
        pl.col("period").replace_strict(ends, return_dtype=pl.Date).alias("ends"),
        (pl.col("standard") == standard).alias("is_same"),
    )
    newest = ranked.sort("ends", "is_same", "day", "added_by", "row_no")
    return newest.unique("household_code", keep="last", maintain_order=True).drop("ends", "is_same")


def _sheets(rows: pl.DataFrame, law: Law) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for (standard, day), part in rows.group_by("standard", "day", maintain_order=True):
        applied = standard_on(day, law, standard)
        judged = classified(nw.from_native(part.lazy()), applied).collect("polars").to_native()
        found |= {row["household_code"]: _sheet(row) for row in judged.iter_rows(named=True)}
    return found


def _sheet(row: Mapping[str, Any]) -> Sheet:
    number = row["decision_number"]
    return Sheet(
        period=row["period"],
        standard=row["standard"],
        day=row["day"],
        area=row["area"],
        income_points=row["income_points"],
        deprivation_points=row["deprivation_points"],
        proposed=row["poverty_class"],
        reason=row["reason"],
        decided=row["decided_class"],
        decision=(number, row["decision_issuer"] or "", row["decided_on"]) if number else None,
    )


def _with_heads(register: Register, rows: pl.DataFrame, shown: Shown) -> list[dict[str, Any]]:
    heads = opened(register, POVERTY_SHEETS, rows, _HEAD, shown)
    plain = rows.drop(_HEAD).to_dicts()
    return [{**row, _HEAD: head} for row, head in zip(plain, heads, strict=True)]
