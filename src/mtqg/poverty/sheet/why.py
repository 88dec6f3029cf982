"""Why a household has its class: points, boxes and limits, before and after some answers change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mtqg.core.errors import said
from mtqg.core.numbers import day as day_text
from mtqg.core.numbers import number
from mtqg.core.terminal import table
from mtqg.poverty.classify import Standard
from mtqg.poverty.sheet.answers import Answers, changed
from mtqg.poverty.sheet.definition import Definition
from mtqg.poverty.sheet.household_file import household_of
from mtqg.poverty.sheet.judging import Household, Judged, judged
from mtqg.poverty.sheet.scoring import Line
from mtqg.poverty.terms import CLASSES

NAMES = {**CLASSES, "unscored": "Chưa xếp được", "none": "Không"}
ENGLISH = {
    "poor": "Poor",
    "near_poor": "Near poor",
    "average_living": "Average living standard",
    "not_poor": "Not poor",
    "unscored": "Unscored",
    "none": "No",
}


@dataclass(frozen=True)
class Difference:
    """A question whose answer or points differ between the two sheets."""

    before: Line
    after: Line

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.after.form,
            "item": self.after.item,
            "label": self.after.label,
            "before": {"said": self.before.said, "points": self.before.points},
            "after": {"said": self.after.said, "points": self.after.points},
        }


@dataclass(frozen=True)
class Why:
    """The class as the sheet stands, and as it would be; ``after`` is None where nothing was changed."""

    household: Household
    before: Judged
    after: Judged | None
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything that a screen or a printed page shows."""
        return {
            "household_code": self.household.household_code,
            "day": self.household.day.isoformat(),
            "area": self.household.area,
            "region": self.household.region,
            "before": self.before.as_json(),
            "after": self.after.as_json() if self.after else None,
            "changes": [one.as_json() for one in self.differences],
            "words": [*explained(self.before), *(explained(self.after) if self.after else ())],
        }


def why(
    household: Household,
    changes: Answers,
    facts: Mapping[str, Any],
    standard: Standard,
    definition: Definition,
    *,
    is_synthetic: bool,
) -> Why:
    """Why a household has its class under a standard, and what it would have with other answers or facts.

    changes: item -> boxes, replacing what was answered. facts: other things that changed, as a household's file names
        them (area, income_vnd, income_points ...). Points that were given stay, unless a changed answer makes the sum
        of the answers the only thing that is known.
    Raises Refused where a fact cannot be read.
    """
    before = judged(household, standard, definition, is_synthetic=is_synthetic)
    if not changes and not facts:
        return Why(household, before, None, ())
    other = _changed(household, changes, facts)
    after = judged(other, standard, definition, is_synthetic=is_synthetic)
    return Why(household, before, after, tuple(_differences(before, after)))


def explained(found: Judged) -> list[str]:
    """Why, in sentences: what was counted, against which limit of which provision, and what follows."""
    lines = [*_counted(found)]
    for value in found.limits:
        if value.name in _used(found):
            lines.append(
                said(
                    f"Ngưỡng {_name(value.name)}: {number(int(value.value))} {_unit(value.unit)} ({value.document}, "
                    f"{value.place}).",
                    f"Limit {value.name}: {value.value} {value.unit} ({value.document}, {value.place}).",
                )
            )
    lines.append(f"{_class(found.poverty_class)}: {found.reason}")
    if found.average_living == "average_living" and found.poverty_class not in ("poor", "near_poor"):
        lines.append(said("Là hộ có mức sống trung bình.", "It has the average living standard."))
    return lines


def text(found: Why) -> str:
    """The answer for the terminal."""
    household = found.household
    place = ", ".join(part for part in (household.area, household.region) if part)
    parts = [f"{household.household_code} · {day_text(household.day)} · {place} · {found.before.standard}"]
    parts += explained(found.before)
    if found.after is None:
        return "\n".join([*parts, "", _lines(found.before)]).rstrip()
    head = (said("Câu hỏi", "Question"), said("Trước", "Before"), "", said("Sau", "After"), "")
    rows: list[tuple[Any, ...]] = [
        (one.after.label, one.before.said, one.before.points, one.after.said, one.after.points)
        for one in found.differences
    ]
    rows += [
        ("B1", "", found.before.income_points, "", found.after.income_points),
        ("B2", "", found.before.deprivation_points, "", found.after.deprivation_points),
        (said("Kết quả", "Class"), _class(found.before.poverty_class), "", _class(found.after.poverty_class), ""),
    ]
    return "\n".join([*parts, "", table(head, rows, right=(2, 4)), "", *explained(found.after)])


def _changed(household: Household, changes: Answers, facts: Mapping[str, Any]) -> Household:
    answers = changed(household.answers, changes)
    read = household_of({"day": household.day.isoformat(), **facts})
    given = {name: getattr(read, name) for name in facts}
    if changes and household.answers:  # a sum that was given is of the answers before
        given = {"income_points": None, **given} if _touches(changes, "B1") else given
        given = {"deprivation_points": None, "deprived_indicators": None, **given} if _touches(changes, "B2") else given
    return replace(household, answers=answers, **given)


def _touches(changes: Answers, form: str) -> bool:
    from mtqg.poverty.sheet.questions import form_of

    return any(form_of(item) == form for item in changes)


def _differences(before: Judged, after: Judged) -> list[Difference]:
    old = {line.item: line for line in before.lines}
    new = {line.item: line for line in after.lines}
    found = []
    for item in dict.fromkeys((*old, *new)):
        one = old.get(item) or replace(new[item], ticked=(), said="", points=None)
        other = new.get(item) or replace(old[item], ticked=(), said="", points=None)
        if (one.ticked, one.points) != (other.ticked, other.points):
            found.append(Difference(one, other))
    return found


def _counted(found: Judged) -> list[str]:
    unknown = said("chưa biết", "not known")
    lines = []
    if found.by != "income":
        b1 = unknown if found.income_points is None else found.income_points
        b2 = unknown if found.deprivation_points is None else found.deprivation_points
        lines.append(said(f"Điểm B1: {b1}; điểm B2: {b2}.", f"B1 points: {b1}; B2 points: {b2}."))
    if found.deprivation.count is not None:
        lacking = [line.label for line in found.deprivation.lines if line.ticked == ("yes",)]
        lines.append(
            said(
                f"Thiếu hụt {found.deprivation.count} chỉ số" + (f": {'; '.join(lacking)}." if lacking else "."),
                f"{found.deprivation.count} indicators deprived" + (f": {'; '.join(lacking)}." if lacking else "."),
            )
        )
    if opened := found.open:
        lines.append(said(f"Chưa trả lời: {', '.join(opened)}.", f"Not answered: {', '.join(opened)}."))
    return lines


def _used(found: Judged) -> Sequence[str]:
    if found.by == "income":
        return ("income_limit_vnd", "deprived_indicator_limit")
    return ("income_limit", "upper_limit", "deprivation_limit")


def _lines(found: Judged) -> str:
    rows = [(line.form, line.label, line.said, line.points) for line in found.lines]
    head = (said("Phiếu", "Form"), said("Câu hỏi", "Question"), said("Trả lời", "Answer"), said("Điểm", "Points"))
    return table(head, rows, right=(3,)) if rows else ""


def _class(name: str) -> str:
    return said(NAMES[name], ENGLISH[name])


def _name(name: str) -> str:
    from mtqg.law import seed

    label = seed().name(name).label_vi
    return label[0].lower() + label[1:]


def _unit(unit: str) -> str:
    from mtqg.law.tables import UNITS

    return UNITS[unit].label
