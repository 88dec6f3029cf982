"""The same records under two lines: who changes class, where and why, before anything is decided.

Nothing is written. Each household is judged by each line's own limits: by its points where the line has point limits,
otherwise by its income in đồng and its deprived indicators. What a line cannot judge is "unscored", and counted so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

import narwhals as nw
import polars as pl

from mtqg.poverty import rules
from mtqg.poverty.classify import Standard
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.sheet.judging import INCOME_LIMITS, with_limits

NEEDED = ("household_code", "locality_code", "area", "income_points", "deprivation_points", "income_vnd", *INDICATORS)
# Why a household changes class, (Vietnamese, English).
WHYS = {
    "no_area": ("chưa ghi khu vực", "the area is not known"),
    "no_income": (
        "chuẩn sau chưa có ngưỡng điểm, phiếu không có thu nhập bằng đồng",
        "the second line has no limit of points, and no income in đồng is there",
    ),
    "no_indicators": (
        "chưa biết đủ các chỉ số thiếu hụt của chuẩn sau",
        "not all indicators of the second line are known",
    ),
    "now_known": ("chuẩn trước chưa xếp được", "the first line could not judge"),
    "over": ("thu nhập trên ngưỡng của chuẩn sau", "the income is over the limit of the second line"),
    "within": ("thu nhập trong ngưỡng của chuẩn sau", "the income is within the limit of the second line"),
    "more_deprived": ("đủ số thiếu hụt theo chuẩn sau", "enough indicators are deprived under the second line"),
    "less_deprived": ("không đủ số thiếu hụt theo chuẩn sau", "too few are deprived under the second line"),
}
CLASSES = ("poor", "near_poor", "not_poor", "unscored")


@dataclass(frozen=True)
class Line:
    """A standard, and which of a sheet's indicators are its own (None: not known, and nothing is counted by them)."""

    standard: Standard
    indicators: tuple[str, ...] | None

    @property
    def name(self) -> str:
        issuer = self.standard.issuer
        return self.standard.name if issuer == "national" else f"{self.standard.name} ({issuer})"


@dataclass(frozen=True)
class Simulation:
    """Households by commune and by (class under A, class under B), with what decided each."""

    one: Line
    other: Line
    judged: pl.DataFrame  # household_code, locality_code, before, after, why

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """(before, after) -> households."""
        found = self.judged.group_by("before", "after").len().iter_rows()
        return {(before, after): n for before, after, n in sorted(found)}

    def by_commune(self) -> list[dict[str, Any]]:
        """For each commune: households, those of each class under both lines, and how many change class."""
        rows = []
        for (commune,), part in sorted(self.judged.group_by("locality_code"), key=lambda one: str(one[0])):
            row = {"locality_code": commune, "households": len(part)}
            for side in ("before", "after"):
                held = dict(part.group_by(side).len().iter_rows())
                row |= {f"{side}_{name}": int(held.get(name, 0)) for name in CLASSES}
            row["changed"] = len(_changed(part))
            rows.append(row)
        return rows

    def reasons(self) -> list[dict[str, Any]]:
        """Why households change class: how many by each way, most first."""
        counted = (
            _changed(self.judged).group_by("before", "after", "why").len().sort("len", "why", descending=[True, False])
        )
        return [
            {"before": before, "after": after, "why": why, "households": n}
            for before, after, why, n in counted.iter_rows()
        ]

    def households(self) -> list[dict[str, Any]]:
        """Who changes class: codes, never names."""
        shown = _changed(self.judged).select("household_code", "locality_code", "before", "after", "why")
        rows: list[dict[str, Any]] = shown.sort("locality_code", "household_code").to_dicts()
        return rows

    def as_json(self, *, with_households: bool = False) -> dict[str, Any]:
        body: dict[str, Any] = {
            "standards": [self.one.name, self.other.name],
            "households": len(self.judged),
            "changed": len(_changed(self.judged)),
            "unscored": {
                self.one.name: sum(n for (before, _), n in self.counts.items() if before == "unscored"),
                self.other.name: sum(n for (_, after), n in self.counts.items() if after == "unscored"),
            },
            "classes": [
                {"before": before, "after": after, "households": n} for (before, after), n in self.counts.items()
            ],
            "reasons": self.reasons(),
            "communes": self.by_commune(),
        }
        return {**body, "changed_households": self.households()} if with_households else body


def simulated(sheets: pl.DataFrame, one: Line, other: Line) -> Simulation:
    """Two lines over the same sheets.

    Reads one row per household with the columns of ``NEEDED``; missing values are not known.
    """
    flags = [pl.col(name).cast(pl.Boolean) for name in INDICATORS]
    sheets = sheets.select(NEEDED).with_columns(pl.col("income_vnd").cast(pl.Int64), *flags)
    frame = nw.from_native(sheets)
    before = _under(frame, one, "before").select("before", "by_before")
    after = _under(frame, other, "after").select("after", "by_after")
    judged = pl.concat([sheets, before.to_native(), after.to_native()], how="horizontal")
    judged = judged.with_columns(_why().alias("why"))
    return Simulation(one, other, judged.select("household_code", "locality_code", "before", "after", "why"))


def _changed(judged: pl.DataFrame) -> pl.DataFrame:
    return judged.filter(pl.col("before") != pl.col("after"))


def _why() -> pl.Expr:
    """What made the difference, by the name that ``WHYS`` words."""
    lost = pl.col("after") == "unscored"
    return (
        pl.when(lost & pl.col("area").is_null())
        .then(pl.lit("no_area"))
        .when(lost & pl.col("income_vnd").is_null())
        .then(pl.lit("no_income"))
        .when(lost)
        .then(pl.lit("no_indicators"))
        .when(pl.col("before") == "unscored")
        .then(pl.lit("now_known"))
        .when(pl.col("after") == "not_poor")
        .then(pl.lit("over"))
        .when(pl.col("before") == "not_poor")
        .then(pl.lit("within"))
        .when(pl.col("after") == "poor")
        .then(pl.lit("more_deprived"))
        .otherwise(pl.lit("less_deprived"))
    )


def _under(frame: Any, line: Line, side: str) -> Any:
    """The class under a line, and by what it was decided: points, income, or nothing."""
    standard = line.standard
    limited = with_limits(frame, standard, standard.limits)
    rule = rules.proposed_class_2016() if standard.is_of_2016 else rules.proposed_class()
    limited = limited.with_columns(by_points=rule)
    limited = limited.with_columns(deprived_indicators=_deprived(line))
    if standard.is_of_2016:
        limited = limited.with_columns(by_income=nw.lit("unscored"))
    else:
        limited = with_limits(limited, standard, INCOME_LIMITS).with_columns(by_income=rules.proposed_class_by_income())
    is_scored = nw.col("by_points") != "unscored"
    by = nw.when(nw.col("by_income") != "unscored").then(nw.lit("income")).otherwise(nw.lit(""))
    return limited.with_columns(
        nw.when(is_scored).then(nw.col("by_points")).otherwise(nw.col("by_income")).alias(side),
        nw.when(is_scored).then(nw.lit("points")).otherwise(by).alias(f"by_{side}"),
    )


def _deprived(line: Line) -> nw.Expr:
    """How many of the line's indicators a household lacks: all of them must be known."""
    if not line.indicators:
        return nw.lit(None).cast(nw.Int64)
    flags = [nw.col(name).cast(nw.Int64) for name in line.indicators]
    return reduce(lambda one, other: one + other, flags)
