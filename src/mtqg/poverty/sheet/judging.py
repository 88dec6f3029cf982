"""The class of one household under every line that holds for it: national and provincial, by points and by income.

The rules are those of ``poverty.rules``, on a table of one row: the same as for millions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from mtqg.core.errors import Problem, said
from mtqg.law.book import Law
from mtqg.law.join import with_values
from mtqg.law.tables import NATIONAL, LawValue
from mtqg.poverty import rules
from mtqg.poverty.classify import Standard, reason
from mtqg.poverty.sheet import problems as wrong
from mtqg.poverty.sheet.answers import Answers, answer_problems
from mtqg.poverty.sheet.definition import Definition
from mtqg.poverty.sheet.scoring import Deprivation, Line, Score, deprivation_score, income_score

KIND = "poverty"
LINES = ("income_limit", "income_limit_vnd")  # a standard can be asked on a day on which one of them is in force
_KINDS = {
    "area": "text",
    "income_points": "integer",
    "deprivation_points": "integer",
    "income_vnd": "integer",
    "deprived_indicators": "integer",
    "allowance_vnd": "integer",
    "is_farm_household": "flag",
}
# What the law calls a value -> the column that the rule compares it with.
POINT_LIMITS = ("income_limit", "deprivation_limit")
INCOME_LIMITS = ("income_limit_vnd", "deprived_indicator_limit")


@dataclass(frozen=True)
class Household:
    """What is known of one household in a review. Points that were given are taken, and no sum is computed."""

    household_code: str
    day: dt.date
    area: str | None = None
    region: str | None = None
    answers: Answers = field(default_factory=dict)
    income_points: int | None = None
    deprivation_points: int | None = None
    deprived_indicators: int | None = None
    income_vnd: int | None = None
    allowance_vnd: int | None = None
    is_farm_household: bool | None = None


@dataclass(frozen=True)
class Judged:
    """The class under one standard of one issuer, by what it was decided, and the numbers that decided."""

    standard: str
    issuer: str
    decides: bool  # whether it is the standard that the law applies on the day, or one that can be read beside it
    poverty_class: str
    by: str  # points, income, or empty where nothing decides
    reason: str
    average_living: str
    score: Score
    deprivation: Deprivation
    income_points: int | None
    deprivation_points: int | None
    limits: tuple[LawValue, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.score.lines, *self.deprivation.lines)

    @property
    def open(self) -> tuple[str, ...]:
        """Questions without an answer, where their points are not known otherwise."""
        return (*self.score.open, *(self.deprivation.open if self.deprivation_points is None else ()))

    def as_json(self) -> dict[str, Any]:
        names = ("standard", "issuer", "decides", "poverty_class", "by", "reason", "average_living")
        return {
            **{name: getattr(self, name) for name in names},
            "income_points": self.income_points,
            "deprivation_points": self.deprivation_points,
            "deprived_indicators": self.deprivation.count,
            "limits": [_limit(value) for value in self.limits],
            "open": list(self.open),
            "lines": [line.as_json() for line in self.lines],
            "problems": [problem.as_json() for problem in self.problems],
        }


def standards_on(law: Law, on: dt.date) -> list[Standard]:
    """The standards under which a household of that day can be read: in 2021 the old line and the new one.

    The one that decides comes first.
    """
    found = [
        one.name for one in law.standards if one.kind == KIND and (one.decides(on) or _readable(law, one.name, on))
    ]
    first = law.standard_on(KIND, on)
    return [Standard(name, on, law) for name in sorted(found, key=lambda name: (name != first, name))]


def issuers(law: Law, standard: str, on: dt.date) -> list[str]:
    """Who set a line of the standard that is in force: the nation, then provinces with their own, higher ones."""
    found = {
        value.issuer for value in law.values if value.name in LINES and value.standard == standard and value.holds(on)
    }
    return sorted({NATIONAL, *found}, key=lambda issuer: (issuer != NATIONAL, issuer))


def judged(household: Household, standard: Standard, definition: Definition, *, is_synthetic: bool) -> Judged:
    """The class of a household under one line, with every number and box that decided it.

    standard: with its issuer; what the issuer did not set itself is the nation's, and its limits say whose they are.
    Points are given, or summed from the answers by the definition. Where the standard has no point limits, or nothing
    was scored, income in đồng and the number of deprived indicators decide.
    """
    sections = definition.on(area=household.area, region=household.region, day=household.day)
    by_form = {section.form: section for section in sections}
    where = " · ".join(part for part in (household.area, household.region, f"{household.day:%d/%m/%Y}") if part)
    score = Score(household.income_points)
    if household.income_points is None and household.answers:
        score = income_score(by_form.get("B1"), household.answers, is_synthetic=is_synthetic, where=where)
    deprivation = deprivation_score(by_form.get("B2"), household.answers, each=standard.number("points_per_indicator"))
    row = _row(household, score, deprivation)
    problems = answer_problems(sections, household.answers, place=household.household_code)
    if wrong_step := _wrong_step(household, standard):
        problems.append(wrong_step)
        row["deprivation_points"] = None  # points that cannot be judge nothing
    if score.problem:
        problems.append(score.problem)
    cls, by, why = _class(row, standard)
    return Judged(
        standard=standard.name,
        issuer=standard.issuer,
        decides=standard.law.standard_on(KIND, standard.on) == standard.name,
        poverty_class=cls,
        by=by,
        reason=why,
        average_living=_average(row, standard),
        score=score,
        deprivation=deprivation,
        income_points=row["income_points"],
        deprivation_points=row["deprivation_points"],
        limits=tuple(_limits(standard, household.area)),
        problems=tuple(problems),
    )


def low_income_worker(*, is_worker: bool | None, household_class: str, income_vnd: int | None, standard: Standard,
                      area: str | None) -> str:  # fmt: skip
    """Whether a person is a worker with low income: "low_income_worker", "none" or "unscored"."""
    row = {"area": area, "household_class": household_class, "income_vnd": income_vnd, "is_worker": is_worker}
    kinds = {"area": "text", "household_class": "text", "income_vnd": "integer", "is_worker": "flag"}
    frame = _with_limits(_frame(row, kinds), standard, ("low_income_worker_limit_vnd",))
    return _one(frame, rules.proposed_low_income_worker())


def with_limits(frame: Any, standard: Standard, names: Sequence[str]) -> Any:
    """A frame with the limits of a standard and its issuer; what a province did not set itself is the nation's."""
    return _with_limits(frame, standard, names)


def _class(row: Mapping[str, Any], standard: Standard) -> tuple[str, str, str]:
    frame = _frame(row, _KINDS)
    by_points = _with_limits(frame, standard, standard.limits)
    rule = rules.proposed_class_2016() if standard.is_of_2016 else rules.proposed_class()
    found = _one(by_points, rule)
    why = _one(by_points, reason(is_of_2016=standard.is_of_2016))
    if found != "unscored" or row["income_vnd"] is None or standard.is_of_2016:
        return found, "points" if found != "unscored" else "", why
    by_income = _with_limits(frame, standard, INCOME_LIMITS)
    found = _one(by_income, rules.proposed_class_by_income())
    return (found, "income", _by_income(found)) if found != "unscored" else (found, "", why)


def _wrong_step(household: Household, standard: Standard) -> Problem | None:
    """Points that were given and are no multiple of an indicator's, or beyond all indicators."""
    points = household.deprivation_points
    step, most = standard.number("points_per_indicator"), standard.number("max_deprivation_points")
    if points is None or step is None or (points % step == 0 and (most is None or points <= most)):
        return None
    return wrong.NO_STEP.at(household.household_code, points, step=step, most="?" if most is None else most)


def _by_income(found: str) -> str:
    texts = {
        "not_poor": ("Thu nhập trên chuẩn: không nghèo dù thiếu hụt bao nhiêu.", "The income is over the line."),
        "poor": (
            "Thu nhập không quá chuẩn và số chỉ số thiếu hụt đạt mức.",
            "The income is within the line and enough indicators are deprived.",
        ),
        "near_poor": (
            "Thu nhập không quá chuẩn, số chỉ số thiếu hụt dưới mức.",
            "The income is within the line, fewer indicators are deprived.",
        ),
    }
    return said(*texts[found])


def _average(row: Mapping[str, Any], standard: Standard) -> str:
    """By income of 12 months without allowances, never by points."""
    if row["income_vnd"] is None or not row["is_farm_household"]:
        return "none" if row["is_farm_household"] is False else "unscored"
    frame = _with_limits(_frame(row, _KINDS), standard, ("income_limit_vnd", "average_living_limit_vnd"))
    return _one(frame, rules.proposed_average_living())


def _row(household: Household, score: Score, deprivation: Deprivation) -> dict[str, Any]:
    points, count = household.deprivation_points, household.deprived_indicators
    return {
        "area": household.area,
        "income_points": score.points,
        "deprivation_points": deprivation.points if points is None else points,
        "income_vnd": household.income_vnd,
        "deprived_indicators": deprivation.count if count is None else count,
        "allowance_vnd": household.allowance_vnd,
        "is_farm_household": household.is_farm_household,
    }


def _frame(row: Mapping[str, Any], kinds: Mapping[str, str]) -> Any:
    import polars as pl

    types = {"text": pl.String, "integer": pl.Int64, "flag": pl.Boolean}
    return nw.from_native(pl.DataFrame([dict(row)], schema={name: types[kind] for name, kind in kinds.items()}))


def _with_limits(frame: Any, standard: Standard, names: Iterable[str]) -> Any:
    for name in names:
        issuer = standard.issuer if _sets(standard, name) else NATIONAL
        frame = with_values(frame, name, on=standard.on, standard=standard.name, law=standard.law, issuer=issuer)
    return frame


def _sets(standard: Standard, name: str) -> bool:
    return any(
        (value.name, value.standard, value.issuer) == (name, standard.name, standard.issuer)
        and value.holds(standard.on)
        for value in standard.law.values
    )


def _one(frame: Any, rule: nw.Expr) -> str:
    return str(frame.select(found=rule).item())


def _limits(standard: Standard, area: str | None) -> Iterable[LawValue]:
    for name in (*standard.limits, *INCOME_LIMITS, "average_living_limit_vnd"):
        issuer = standard.issuer if _sets(standard, name) else NATIONAL
        for value in standard.law.values:
            asked = (name, standard.name, issuer) == (value.name, value.standard, value.issuer)
            if asked and value.holds(standard.on) and value.area in ("", area):
                yield value


def _readable(law: Law, standard: str, on: dt.date) -> bool:
    """A line can be read beside the deciding one once it is in force, until the next review's own begins."""
    applied = law.standard(standard)
    return on < applied.applied_from and any(
        value.standard == standard and value.name in LINES and value.holds(on) for value in law.values
    )


def _limit(value: LawValue) -> dict[str, Any]:
    names = ("name", "value", "unit", "issuer", "document", "place", "standing")
    return {name: getattr(value, name) for name in names}
