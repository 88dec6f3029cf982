"""The class that the rule proposes for any number of sheets, on any engine that Narwhals knows.

The same rule judges one household in a form and a country of them here. What cannot be (12 deprivations that count 25
points, an area called "xa") is told apart from what is not known: the first is a fault of the sheet, the second leaves
the household unscored with its reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import narwhals as nw

from mtqg.core.errors import Refused, code, language
from mtqg.law.book import Law
from mtqg.law.engines import like
from mtqg.law.join import with_values
from mtqg.law.tables import NATIONAL
from mtqg.poverty.rules import conditions, conditions_2016, proposed_class, proposed_class_2016
from mtqg.poverty.terms import AREAS

COLUMNS = ("household_code", "locality_code", "area", "income_points", "deprivation_points")
POINTS = ("income_points", "deprivation_points")
MADE = ("poverty_class", "standard", "reason")

NO_STANDARD = code(
    "P-030",
    vi="Ngày {given} không có chuẩn nghèo nào được áp dụng.",
    en="No poverty standard is applied on {given}.",
    remedy_vi="Chọn ngày khác (--on); các chuẩn đã biết: {known}.",
    remedy_en="Choose another day (--on); the standards known: {known}.",
    wrong_use=True,
)
NO_CODE = code(
    "P-031",
    vi="Thiếu {column}.",
    en="{column} is missing.",
    remedy_vi="Mỗi phiếu phải ghi mã hộ và mã đơn vị hành chính.",
    remedy_en="Every sheet names its household and its locality.",
)
NO_SUCH_AREA = code(
    "P-032",
    vi="Không có khu vực “{given}”.",
    en="There is no area “{given}”.",
    remedy_vi="Ghi rural (nông thôn) hoặc urban (thành thị); chưa biết thì để trống.",
    remedy_en="Write rural or urban; leave it empty where it is not known.",
)
NOT_POINTS = code(
    "P-033",
    vi="{column}: “{given}” không phải điểm (số nguyên không âm).",
    en="{column}: “{given}” is not a number of points (whole, not negative).",
    remedy_vi="Sửa điểm trên phiếu; chưa chấm thì để trống.",
    remedy_en="Correct the points of the sheet; leave them empty where nothing was scored.",
)
NOT_A_STEP = code(
    "P-034",
    vi="Điểm thiếu hụt {given} không phải bội số của {step} trong khoảng 0–{most}.",
    en="The deprivation points {given} are no multiple of {step} from 0 to {most}.",
    remedy_vi="Mỗi chỉ số thiếu hụt tính {step} điểm; sửa phiếu rồi chạy lại.",
    remedy_en="Each deprived indicator counts {step} points; correct the sheet and run again.",
    law="07/2021/TT-BLĐTBXH",
)

# (Vietnamese, English), by what decided or what is lacking. One text a branch: the engine copies no sentence per row.
_REASONS = {
    "over": ("Điểm thu nhập (B1) trên ngưỡng: không nghèo dù thiếu hụt bao nhiêu.", "B1 is over the limit."),
    "poor": ("B1 không quá ngưỡng và B2 đạt ngưỡng thiếu hụt.", "B1 is within its limit, B2 reaches its own."),
    "near_poor": ("B1 không quá ngưỡng, B2 dưới ngưỡng thiếu hụt.", "B1 is within its limit, B2 below its own."),
    "income_poor": ("B1 không quá ngưỡng nghèo về thu nhập.", "B1 is within the limit of income poverty."),
    "no_area": ("Chưa ghi khu vực nông thôn hay thành thị.", "Rural or urban is not said."),
    "no_limit": ("Chưa có ngưỡng được xác nhận.", "No confirmed limit is in force."),
    "no_income": ("Chưa có điểm B1.", "The B1 points are missing."),
    "no_deprivation": (
        "B1 không quá ngưỡng nhưng chưa có điểm B2.",
        "B1 is within its limit; B2 is missing.",
    ),
}


@dataclass(frozen=True)
class Standard:
    """What classifies on a day: the rule book, and the law's values that stand beside each sheet."""

    name: str
    on: dt.date
    law: Law
    issuer: str = NATIONAL

    @property
    def is_of_2016(self) -> bool:
        """Whether the rule has two ways to be poor."""
        return self.name == "poverty-2016"

    @property
    def limits(self) -> tuple[str, ...]:
        return ("income_limit", "deprivation_limit", *(("upper_limit",) if self.is_of_2016 else ()))

    def number(self, name: str) -> int | None:
        """A value that does not depend on the area; None where none is in force."""
        found = self.law.value(name, self.on, standard=self.name)
        return int(value) if (value := getattr(found, "value", None)) is not None else None


def standard_on(on: dt.date, law: Law, name: str | None = None) -> Standard:
    """The standard that decides on a day, or the one asked for; Refused where there is none."""
    found = law.standard(name).name if name else law.standard_on("poverty", on)
    if found is None:
        known = "; ".join(_span(one) for one in law.standards if one.kind == "poverty")
        raise Refused(NO_STANDARD.at("--on", f"{on:%d/%m/%Y}", known=known))
    return Standard(found, on, law)


def classified(sheets: nw.LazyFrame[Any], standard: Standard) -> nw.LazyFrame[Any]:
    """The sheets with poverty_class, standard and reason; other columns pass through.

    Reads one row per household: area (rural, urban or missing), income_points and deprivation_points (whole points,
        may be missing). Rows with a fault (``faults``) are to be left out before.
    Gives poverty_class "poor", "near_poor", "not_poor" or "unscored", the standard's name, and what decided or lacks.
    Law: the standard's own; the limits are joined by area on the day.
    """
    joined = _with_limits(sheets, standard)
    rule = proposed_class_2016() if standard.is_of_2016 else proposed_class()
    made = [name for limit in standard.limits for name in (limit, f"{limit}_standing")]
    made_here: nw.LazyFrame[Any] = joined.with_columns(
        poverty_class=rule, standard=nw.lit(standard.name), reason=reason(is_of_2016=standard.is_of_2016)
    )
    return made_here.drop(*made)


def class_counts(sheets: nw.LazyFrame[Any], standard: Standard, *, by: str = "locality_code") -> nw.LazyFrame[Any]:
    """Households by place and class: columns ``by``, poverty_class and households, one row for each that occurs.

    Reads one row per household as ``classified``, and the column ``by``. The country is one pass, grouped by its places
    alone: the rule's conditions are counted, and no class is written beside a sheet.
    """
    rule = conditions_2016() if standard.is_of_2016 else conditions()
    # A count of what is not null: a sum of true and false is not the same, or not possible, on every engine.
    met = {name: nw.when(holds).then(holds) for name, holds in rule.items()}
    counted = _with_limits(sheets, standard, is_compared=True).select(by, **met).group_by(by)
    wide = counted.agg(*(nw.col(name).count() for name in met), nw.len().alias("unscored"))
    rest = nw.col("unscored").cast(nw.Int64) - reduce(lambda one, more: one + more, map(_whole, met))
    exact = wide.select(by, *(_whole(name) for name in met), unscored=rest)
    classes = [{"poverty_class": name} for name in (*met, "unscored")]
    long = exact.join(like(exact, classes, {"poverty_class": "text"}), how="cross")
    households = reduce(
        lambda other, name: nw.when(nw.col("poverty_class") == name).then(nw.col(name)).otherwise(other),
        met,
        nw.col("unscored"),
    )
    return long.select(by, "poverty_class", households=households).filter(nw.col("households") > 0)


def _whole(name: str) -> nw.Expr:
    """A count as a whole number that may be subtracted: Polars counts without a sign."""
    return nw.col(name).cast(nw.Int64)


def _with_limits(sheets: nw.LazyFrame[Any], standard: Standard, *, is_compared: bool = False) -> nw.LazyFrame[Any]:
    joined: nw.LazyFrame[Any] = with_values(
        sheets,
        *standard.limits,
        on=standard.on,
        standard=standard.name,
        law=standard.law,
        issuer=standard.issuer,
        is_compared=is_compared,
    )
    return joined


def reason(*, is_of_2016: bool = False) -> nw.Expr:
    """Why a sheet has its class: what decided it, or what is lacking.

    Reads what the rule reads: area, the points and the limits joined to them.
    """
    income, deprivation = nw.col("income_points"), nw.col("deprivation_points")
    cut = nw.col("upper_limit" if is_of_2016 else "income_limit")
    reached = deprivation >= nw.col("deprivation_limit")
    branches = [
        (nw.col("area").is_null(), "no_area"),
        (income.is_null(), "no_income"),
        (income > cut, "over"),
        *([(income <= nw.col("income_limit"), "income_poor")] if is_of_2016 else []),
        (cut.is_null() | nw.col("deprivation_limit").is_null(), "no_limit"),
        (deprivation.is_null(), "no_deprivation"),
        (reached, "poor"),
    ]
    return reduce(
        lambda rest, branch: nw.when(branch[0]).then(nw.lit(_said(branch[1]))).otherwise(rest),
        reversed(branches),
        nw.lit(_said("near_poor")),
    )


def faults(standard: Standard) -> dict[str, nw.Expr]:
    """What cannot be, by the code of its error: each expression is true for a sheet with that fault.

    Reads household_code, locality_code, area, and the points as whole numbers with, for a text that is no number,
    ``income_points_text`` and ``deprivation_points_text`` where the engine read texts.
    """
    income, deprivation = nw.col("income_points"), nw.col("deprivation_points")
    step, most = standard.number("points_per_indicator"), standard.number("max_deprivation_points")
    wrong_step = nw.lit(False)
    if step is not None:
        wrong_step = wrong_step | ((deprivation // step) * step != deprivation)
    if most is not None:
        wrong_step = wrong_step | (deprivation > most)
    return {
        NO_CODE.code: nw.col("household_code").is_null() | nw.col("locality_code").is_null(),
        NO_SUCH_AREA.code: ~nw.col("area").is_in(list(AREAS)),
        NOT_POINTS.code: (income < 0) | (deprivation < 0),
        NOT_A_STEP.code: wrong_step & (deprivation >= 0),
    }


def faulty(standard: Standard, more: Sequence[nw.Expr] = ()) -> nw.Expr:
    """Whether a sheet has any fault: true or false, never unknown."""
    found = [fault.fill_null(False) for fault in (*faults(standard).values(), *more)]
    return reduce(lambda one, other: one | other, found)


def _span(standard: Any) -> str:
    last = "" if standard.applied_to is None else f"{standard.applied_to - dt.timedelta(days=1):%d/%m/%Y}"
    return f"{standard.name} ({standard.applied_from:%d/%m/%Y}–{last})"


def _said(name: str) -> str:
    vi, en = _REASONS[name]
    return vi if language() == "vi" else en
