"""Movement of poor and near-poor households through a period, by commune: what forms 2 and 3 of the review report.

A household's class before the period and after it stand side by side, and its lineage says what the classes alone do
not: who joined another household, was split from one, or is poor again. One pass over columns, whatever their number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from mtqg.core.period import Period, read_period
from mtqg.poverty.movement_places import Placed

LISTED = ("poor", "near_poor")
OTHER = {"poor": "near_poor", "near_poor": "poor"}
# What the columns of a form are called, in the order of the form. Column 9 is 1-2-3-4+5+6+7+8.
OUT = {
    "poor": ("out_near_poor", "out_above", "other_decrease"),
    "near_poor": ("became_poor", "out_above", "other_decrease"),
}
INTO = {
    "poor": ("from_near_poor", "again", "new", "other_increase"),
    "near_poor": ("from_poor", "again", "new", "other_increase"),
}
COUNTED = ("households", "persons")
LEAVING = ("moved_out", "joined", "dissolved")
COMING = ("moved_in", "split", "joined")
SHEET_COLUMNS = ("period", "standard", "locality_code", "day", "household_code", "persons", "decided_class")
Why = Literal["", "first", "gap", "break"]


@dataclass(frozen=True)
class Stock:
    """The class of each household at the end of a day, as the reviews up to it decided.

    why: "" or what is missing: "first" (no review yet), "break" (only under another standard), "gap" (the review of the
        year before is not there).
    """

    rows: pl.DataFrame  # household_code, locality_code, day, persons, class, reason
    why: Why = ""


@dataclass(frozen=True)
class Movement:
    """Forms 2 and 3 of a locality for a period.

    frame: a row for each commune (of the period's last day) and what is counted ("households", "persons"); columns
        ``commune_code, counted, poor_start, poor_out_near_poor, poor_out_above, poor_other_decrease,
        poor_from_near_poor, poor_again, poor_new, poor_other_increase, poor_end, poor_difference`` and the same for
        ``near_poor_`` (``near_poor_became_poor``, ``near_poor_from_poor``). ``difference`` is end less what 1 to 8
        give: zero, but for households that nothing explains. A number that is not known is null: everything but the
        end where ``why`` says that there is nothing to compare with, and persons where a sheet does not count them.
    unexplained: those households: ``form, commune_code, household_code, why`` ("no_sheet": on the list before, no
        sheet in the review and no event that says why; "undecided": a sheet without a decision; "unplaced": nobody
        knows in which of several communes it lies now).
    """

    frame: pl.DataFrame
    unexplained: pl.DataFrame
    period: Period
    standard: str
    why: Why = ""

    @property
    def is_break(self) -> bool:
        """The line changed since the review before: no comparison (đổi chuẩn)."""
        return self.why == "break"


def moved(
    sheets: pl.DataFrame, links: pl.DataFrame, *, period: Period, standard: str, placed: Placed, within: Iterable[str]
) -> Movement:
    """The movement from sheets of all reviews (``SHEET_COLUMNS`` and change_reason) and the links of households.

    links: household_code, to_household_code, day, link_kind. placed: where a place of another day lies on the period's
    last day. within: the communes of that day to speak of.
    """
    eve = period.first - dt.timedelta(days=1)
    renamed = codes_now(links, until=period.last)
    links = _by_codes_now(links, renamed)
    start = stock(sheets, standard, eve, renamed, since=period.first.year - 1)
    end = stock(sheets, standard, period.last, renamed, since=period.last.year - 1)
    both = _both(start, end, placed)
    both = both.join(_events(links, start, period), on="household_code", how="left").join(
        _before(sheets, links, standard, eve, renamed), on="household_code", how="left"
    )
    both = both.with_columns(
        pl.col("gone", "split_off_poor", "split_off_near_poor", "before_poor", "before_near_poor").fill_null(
            value=False
        )
    )
    kinds = both.with_columns(_kinds(form) for form in LISTED)
    communes = pl.DataFrame({"commune_code": sorted(set(within))}, schema={"commune_code": pl.String})
    told = [_counted(kinds, counted) for counted in COUNTED]
    frame = pl.concat(told).join(communes, on="commune_code", how="semi").sort("commune_code", "counted")
    if start.why:
        known = ("commune_code", "counted", "poor_end", "near_poor_end")
        frame = frame.filter(pl.col("poor_end").is_not_null()).with_columns(
            pl.lit(None, dtype=pl.Int64).alias(name) for name in frame.columns if name not in known
        )
    lost = _unexplained(kinds, communes) if not start.why else _unexplained(kinds.clear(), communes)
    return Movement(frame, lost, period, standard, start.why)


def stock(sheets: pl.DataFrame, standard: str, day: dt.date, renamed: pl.DataFrame, *, since: int) -> Stock:
    """The classes on a day: the review of the last whole year that ended by then, and what was decided in the year.

    since: the year whose review must be there at least: an older one says nothing of the day.
    A year's review speaks of the households that have a sheet in it, so whoever lacks one is not carried on from the
    year before; a decision in the year changes the household it is about.
    """
    mine = sheets.filter(pl.col("standard") == standard)
    years, parts = _reviews(mine, day)
    whole = [one for one in years if one.last.year >= since]
    base = whole[-1] if whole else None
    later = [one for one in parts if (base is None or one.last > base.last) and one.last.year >= since]
    chosen = {one.text: at for at, one in enumerate([*([base] if base else []), *later])}
    held = mine.filter(pl.col("period").is_in(list(chosen)))
    if later:
        is_base = pl.col("period") == (base.text if base else "")
        order = pl.col("period").replace_strict(chosen, default=None, return_dtype=pl.Int64)
        held = held.filter(is_base | pl.col("decided_class").is_not_null()).sort(order)
        held = held.unique("household_code", keep="last", maintain_order=True)
    return Stock(_renamed(held, renamed), _missing(sheets, standard, day, base, years))


def codes_now(links: pl.DataFrame, *, until: dt.date) -> pl.DataFrame:
    """Old code -> the code that the household has by a day (kind "recode"): household_code, now."""
    recodes = links.filter((pl.col("link_kind") == "recode") & (pl.col("day") <= until)).sort("day")
    now: dict[str, str] = {}
    for old, new in recodes.select("household_code", "to_household_code").iter_rows():
        now |= {code: new for code, current in now.items() if current == old}
        now[old] = new
    return pl.DataFrame({"household_code": list(now), "now": list(now.values())}, schema=_CODES)


def _by_codes_now(links: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """The links between households by the codes that these have now."""
    for name in ("household_code", "to_household_code"):
        now = renamed.rename({"household_code": name})
        links = links.join(now, on=name, how="left").with_columns(pl.coalesce("now", name).alias(name)).drop("now")
    return links


_CODES = {"household_code": pl.String, "now": pl.String}


def _reviews(sheets: pl.DataFrame, day: dt.date) -> tuple[list[Period], list[Period]]:
    """The reviews that ended by a day: those of a whole year, and those of a part of one."""
    found = sorted((read_period(text) for text in sheets["period"].unique()), key=lambda one: (one.last, one.first))
    ended = [one for one in found if one.last <= day]
    is_year = [(one.first.month, one.first.day, one.last.month) == (1, 1, 12) for one in ended]
    return (
        [one for one, whole in zip(ended, is_year, strict=True) if whole],
        [one for one, whole in zip(ended, is_year, strict=True) if not whole],
    )


def _missing(sheets: pl.DataFrame, standard: str, day: dt.date, base: Period | None, years: Sequence[Period]) -> Why:
    if base is not None:
        return ""
    if years:
        return "gap"
    others = sheets.filter(pl.col("standard") != standard)
    return "break" if _reviews(others, day)[0] else "first"


def _renamed(held: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    reason = pl.col("change_reason") if "change_reason" in held.columns else pl.lit(None, dtype=pl.String)
    return held.join(renamed, on="household_code", how="left").select(
        pl.coalesce("now", "household_code").alias("household_code"),
        "locality_code",
        "day",
        "persons",
        pl.col("decided_class").alias("class"),
        reason.alias("reason"),
    )


def _both(start: Stock, end: Stock, placed: Placed) -> pl.DataFrame:
    """A household's class, place and persons before and after, side by side."""
    before = placed.join(start.rows).rename(_named("s")).drop("reason")
    after = placed.join(end.rows).rename(_named("e"))
    both = before.join(after, on="household_code", how="full", coalesce=True)
    both = placed.settled(both)
    listed = pl.col("s_class").is_in(LISTED).fill_null(value=False)
    moves = (pl.col("s_place") != pl.col("e_place")).fill_null(value=False)
    return both.with_columns(
        has_end=pl.col("e_day").is_not_null(),
        s_listed=listed,
        moves=listed & moves,
        s_class=pl.col("s_class").fill_null(""),
        e_class=pl.col("e_class").fill_null(""),
        reason=pl.col("reason").fill_null(""),
    )


def _named(letter: str) -> dict[str, str]:
    return {name: f"{letter}_{name}" for name in ("locality_code", "day", "persons", "class", "place")}


def _events(links: pl.DataFrame, start: Stock, period: Period) -> pl.DataFrame:
    """What happened to households in the period: gone, or split off from (joined by) a poor or near-poor one."""
    mine = links.filter(pl.col("day").is_between(period.first, period.last))
    gone = mine.filter(pl.col("link_kind").is_in(["join", "dissolve", "out"])).select("household_code", gone=True)
    from_whom = mine.filter(pl.col("link_kind").is_in(["split", "join"])).join(
        start.rows.select("household_code", "class"), on="household_code", how="inner"
    )
    born = from_whom.group_by(pl.col("to_household_code").alias("household_code")).agg(
        *((pl.col("class") == form).any().alias(f"split_off_{form}") for form in LISTED)
    )
    return gone.unique("household_code").join(born, on="household_code", how="full", coalesce=True)


def _before(
    sheets: pl.DataFrame, links: pl.DataFrame, standard: str, eve: dt.date, renamed: pl.DataFrame
) -> pl.DataFrame:
    """Whether a household, or one that it was split off from, was on a list in any earlier review of the standard."""
    years, parts = _reviews(sheets.filter(pl.col("standard") == standard), eve)
    texts = [one.text for one in (*years, *parts)]
    was = sheets.filter(
        (pl.col("standard") == standard) & pl.col("period").is_in(texts) & pl.col("decided_class").is_in(LISTED)
    )
    was = was.select("household_code", "decided_class").unique()
    was = was.join(renamed, on="household_code", how="left")
    was = was.select(pl.coalesce("now", "household_code").alias("household_code"), "decided_class")
    split = links.filter(pl.col("link_kind") == "split").select("household_code", "to_household_code")
    grown = was
    for _ in range(len(split)):  # a line of splits is short; it ends when a round finds nobody new
        more = split.join(grown, on="household_code").select(
            pl.col("to_household_code").alias("household_code"), "decided_class"
        )
        wider = pl.concat([grown, more]).unique()
        if len(wider) == len(grown):
            break
        grown = wider
    return grown.group_by("household_code").agg(
        *((pl.col("decided_class") == form).any().alias(f"before_{form}") for form in LISTED)
    )


def _kinds(form: str) -> pl.Expr:
    """What a household does to a form's numbers, in one word: leaving (``<form>_out``) and coming at once, packed."""
    was, holds = pl.col("s_class") == form, pl.col("e_class") == form
    out_other, out_above, out_rest = OUT[form]
    into_other, again, new, into_rest = INTO[form]
    stays = was & holds & ~pl.col("moves")
    leaves = pl.col("moves") | (~pl.col("has_end") & pl.col("gone"))
    leaves |= ~pl.col("e_class").is_in(LISTED) & pl.col("reason").is_in(LEAVING)
    above = pl.col("e_class").is_in(["not_poor", "average_living"])
    out = (
        pl.when(~was | stays)
        .then(pl.lit(""))
        .when(leaves)
        .then(pl.lit(out_rest))
        .when(pl.col("e_class") == OTHER[form])
        .then(pl.lit(out_other))
        .when(above)
        .then(pl.lit(out_above))
        .otherwise(pl.lit("unexplained"))
    )
    is_new_here = ~pl.col("s_listed")
    comes = is_new_here & (pl.col(f"split_off_{form}") | pl.col("reason").is_in(COMING))
    into = (
        pl.when(~holds | stays)
        .then(pl.lit(""))
        .when(pl.col("moves") | comes)
        .then(pl.lit(into_rest))
        .when(pl.col("s_class") == OTHER[form])
        .then(pl.lit(into_other))
        .when(pl.col(f"before_{form}") | (pl.col("reason") == "again"))
        .then(pl.lit(again))
        .otherwise(pl.lit(new))
    )
    return pl.struct(out=out, into=into, stays=stays.cast(pl.Int64)).alias(form)


def _counted(kinds: pl.DataFrame, counted: str) -> pl.DataFrame:
    """The columns of both forms by commune, for households or for persons."""
    one = pl.lit(1, dtype=pl.Int64)
    s, e = (one, one) if counted == "households" else (pl.col("s_persons"), pl.col("e_persons"))
    grew = (e - s) if counted == "persons" else pl.lit(0, dtype=pl.Int64)
    outs, ins = [], []
    for form in LISTED:
        kind, stays = pl.col(form).struct, pl.col(form).struct.field("stays") == 1
        was, holds = pl.col("s_class") == form, pl.col("e_class") == form
        outs.append(_total(s, was).alias(f"{form}_start"))
        for name in OUT[form]:
            shrunk = _total(grew.clip(upper_bound=0) * -1, stays) if name == "other_decrease" else pl.lit(0)
            outs.append((_total(s, kind.field("out") == name) + shrunk).alias(f"{form}_{name}"))
        ins.append(_total(e, holds).alias(f"{form}_end"))
        for name in INTO[form]:
            more = _total(grew.clip(lower_bound=0), stays) if name == "other_increase" else pl.lit(0)
            ins.append((_total(e, kind.field("into") == name) + more).alias(f"{form}_{name}"))
    by_start = kinds.filter(pl.col("s_place").is_not_null()).group_by(pl.col("s_place").alias("commune_code")).agg(outs)
    by_end = kinds.filter(pl.col("e_place").is_not_null()).group_by(pl.col("e_place").alias("commune_code")).agg(ins)
    both = by_start.join(by_end, on="commune_code", how="full", coalesce=True)
    # A commune with rows on one side alone has none on the other: nobody started, or nobody ended there.
    both = both.with_columns(
        pl.when(pl.col("poor_start").is_null() & ~pl.col("commune_code").is_in(by_start["commune_code"].implode()))
        .then(pl.lit(0, dtype=pl.Int64))
        .otherwise(pl.col(name))
        .alias(name)
        for name in by_start.columns[1:]
    ).with_columns(
        pl.when(pl.col("poor_end").is_null() & ~pl.col("commune_code").is_in(by_end["commune_code"].implode()))
        .then(pl.lit(0, dtype=pl.Int64))
        .otherwise(pl.col(name))
        .alias(name)
        for name in by_end.columns[1:]
    )
    return both.select(
        "commune_code", pl.lit(counted).alias("counted"), *(one for form in LISTED for one in _in_order(form))
    )


def _total(value: pl.Expr, where: pl.Expr) -> pl.Expr:
    """The sum over the rows that are meant; null where one of them lacks the value: absent is not zero."""
    held = value.filter(where)
    lacking = (value.is_null() & where).any()
    return pl.when(lacking).then(pl.lit(None, dtype=pl.Int64)).otherwise(held.sum().cast(pl.Int64))


def _in_order(form: str) -> list[pl.Expr]:
    names = [f"{form}_start", *(f"{form}_{one}" for one in OUT[form]), *(f"{form}_{one}" for one in INTO[form])]
    formula = pl.col(names[0])
    for name in names[1:4]:
        formula -= pl.col(name)
    for name in names[4:]:
        formula += pl.col(name)
    end = pl.col(f"{form}_end")
    return [*(pl.col(name) for name in names), end, (end - formula).alias(f"{form}_difference")]


def _unexplained(kinds: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """The households by which the numbers differ, or that stand in no commune's numbers."""
    inside = communes["commune_code"].implode()
    found = []
    for form in LISTED:
        lost = kinds.filter(
            (pl.col(form).struct.field("out") == "unexplained") & pl.col("s_place").is_in(inside)
        ).select(
            pl.lit(form).alias("form"),
            pl.col("s_place").alias("commune_code"),
            "household_code",
            pl.when(pl.col("has_end")).then(pl.lit("undecided")).otherwise(pl.lit("no_sheet")).alias("why"),
        )
        nowhere = kinds.filter(
            ((pl.col("s_class") == form) & pl.col("s_place").is_null())
            | ((pl.col("e_class") == form) & pl.col("e_place").is_null())
        ).select(
            pl.lit(form).alias("form"),
            pl.lit(None, dtype=pl.String).alias("commune_code"),
            "household_code",
            pl.lit("unplaced").alias("why"),
        )
        found += [lost, nowhere]
    return pl.concat(found).sort("form", "commune_code", "household_code")
