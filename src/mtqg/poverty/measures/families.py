"""Families of counts: each class of household by what it lacks, why it is poor, and which group it belongs to.

They are made from the columns of the sheet. A household may lack several things, have several causes and belong to
several groups: members of a family never add up to the class. A sheet that does not say whether a household lacks
something makes its commune missing from that figure, so coverage says "154 of 166" instead of a smaller number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import narwhals as nw

from mtqg.core.measure import Cite, Count, Measure, Quantity, Ratio, Sum, Tally
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.terms import CAUSES

LINE = Cite("07/2021/NĐ-CP", "Điều 3")
REVIEW = Cite("24/2021/QĐ-TTg", "Điều 4")
SHEETS, COUNTS = "poverty_sheets", "household_counts"

# The class by the chairman's decision. "needy": poor and near-poor together, as the ministry's decisions add them.
DECIDED = nw.col("decided_class")
CLASSES = {
    "poor": ("hộ nghèo", DECIDED == "poor"),
    "near_poor": ("hộ cận nghèo", DECIDED == "near_poor"),
    "poor_and_near_poor": ("hộ nghèo và hộ cận nghèo", DECIDED.is_in(["poor", "near_poor"])),
    "average_living": ("hộ có mức sống trung bình", DECIDED == "average_living"),
}
REVIEWED = ("poor", "near_poor")  # the classes that the report forms divide further


@dataclass(frozen=True)
class Part:
    """Some of the households of a class: what is said of them, and by which columns of the sheet."""

    label: str
    having: nw.Expr


def _flag(name: str) -> nw.Expr:
    return nw.col(name)


def _none_of(*names: str) -> nw.Expr:
    """In none of the groups. One that is known to hold decides; otherwise all must be known."""
    found = ~nw.col(names[0])
    for name in names[1:]:
        found = found & ~nw.col(name)
    return found


GROUPS = {
    "minority": Part("dân tộc thiểu số", _flag("is_minority")),
    "kinh": Part("không phải dân tộc thiểu số", ~_flag("is_minority")),
    "local_minority": Part("dân tộc thiểu số tại chỗ", _flag("is_local_minority")),
    "no_labour": Part("không có khả năng lao động", _flag("lacks_labour")),
    "merit": Part("có thành viên là người có công", _flag("has_merit")),
    "ungrouped": Part("không thuộc nhóm nào", _none_of("is_minority", "lacks_labour", "has_merit")),
    "female_head": Part("chủ hộ là nữ", nw.col("head_sex") == "female"),
    "rural": Part("khu vực nông thôn", nw.col("area") == "rural"),
    "urban": Part("khu vực thành thị", nw.col("area") == "urban"),
}
LACKING = {name: Part(label[0].lower() + label[1:], _flag(name)) for name, label in INDICATORS.items()}
CAUSED = {name: Part(f"nguyên nhân: {label[0].lower()}{label[1:]}", _flag(name)) for name, label in CAUSES.items()}
CHILDREN = {
    "children": "trẻ em",
    "children_lacking_nutrition": "trẻ em thiếu dinh dưỡng",
    "children_lacking_insurance": "trẻ em không có bảo hiểm y tế",
    "children_lacking_schooling": "trẻ em không đi học đúng độ tuổi",
}


def households(kind: str, part: Part | None = None) -> Quantity:
    """Households of a class."""
    having = part.having if part else None
    return Count(SHEETS, where=CLASSES[kind][1], having=having, by_standard=True)


def persons(kind: str, part: Part | None = None, *, column: str = "persons") -> Quantity:
    """People in households of a class."""
    having = part.having if part else None
    return Sum(SHEETS, column, where=CLASSES[kind][1], having=having, by_standard=True)


def _tally(name: str, label: str, unit: str, of: Quantity) -> Tally:
    # Hundreds of them: a close does not count them beforehand.
    return Tally(
        name=name,
        label=label,
        kind="stock",
        unit=unit,
        law=(LINE, REVIEW),
        standards="poverty" if of.by_standard else None,
        of=of,
        kept=False,
    )


def _rate(name: str, label: str, part: Quantity, whole: Quantity, *, note: str = "") -> Ratio:
    return Ratio(
        name=name,
        label=label,
        kind="stock",
        unit="%",
        places=2,
        law=(LINE, REVIEW),
        standards="poverty",
        part=part,
        whole=whole,
        note=note,
        kept=False,
    )


def _of_all() -> Iterator[Measure]:
    """Classes against all resident households and people."""
    people = Sum(COUNTS, "persons")
    yield _tally("person_count", "Tổng số nhân khẩu", "người", people)
    for name, said in (("minority", "dân tộc thiểu số"), ("local_minority", "dân tộc thiểu số tại chỗ")):
        yield _tally(f"{name}_household_count", f"Tổng số hộ {said}", "hộ", Sum(COUNTS, f"{name}_households"))
        yield _tally(f"{name}_person_count", f"Tổng số nhân khẩu {said}", "người", Sum(COUNTS, f"{name}_persons"))
    for kind, (label, _) in CLASSES.items():
        if kind not in REVIEWED:  # the classes themselves and their rates are declared one by one: ``rates``
            yield _tally(f"{kind}_household_count", f"Số {label}", "hộ", households(kind))
            yield _rate(f"{kind}_household_rate", f"Tỷ lệ {label}", households(kind), Sum(COUNTS, "households"))
        yield _tally(f"{kind}_person_count", f"Số nhân khẩu của {label}", "người", persons(kind))
        yield _rate(f"{kind}_person_rate", f"Tỷ lệ nhân khẩu của {label}", persons(kind), people)
    yield from _of_minorities()


def _of_minorities() -> Iterator[Measure]:
    """Minority households of a class among all minority households; that of the poor stands in ``minority``."""
    for name, kind in (
        *product(("minority",), ("near_poor", "poor_and_near_poor")),
        *product(("local_minority",), REVIEWED),
    ):
        part, whole = households(kind, GROUPS[name]), Sum(COUNTS, f"{name}_households")
        yield _rate(f"{name}_{kind}_household_rate", f"Tỷ lệ {CLASSES[kind][0]} {GROUPS[name].label}", part, whole)


def _of_class(kind: str) -> Iterator[Measure]:
    """What the forms say of one class: its groups, deprivations, causes and children."""
    label = CLASSES[kind][0]
    for name, part in GROUPS.items():
        yield _tally(f"{name}_{kind}_household_count", f"Số {label} {part.label}", "hộ", households(kind, part))
        said = f"Số nhân khẩu của {label} {part.label}"
        yield _tally(f"{name}_{kind}_person_count", said, "người", persons(kind, part))
    for name, part in {**LACKING, **CAUSED}.items():
        count = households(kind, part)
        yield _tally(f"{name}_{kind}_household_count", f"Số {label} {part.label}", "hộ", count)
        yield _rate(f"{name}_{kind}_household_rate", f"Tỷ lệ trong {label}: {part.label}", count, households(kind))
    for name, said in CHILDREN.items():
        yield _tally(f"{name}_{kind}_count", f"Số {said} của {label}", "người", persons(kind, column=name))


def _ethnic(kind: str, of: Callable[[str, Part], Quantity], unit: str, said: str) -> Callable[[str], Measure]:
    """The family's measure of one ethnic group, by the name that the sheets give it."""

    def made(group: str) -> Measure:
        # A minority household whose sheet names no group is not among these: the form counts it with the others.
        part = Part(f"dân tộc {group}", (nw.col("ethnic_group") == group) & nw.col("is_minority"))
        quantity = of(kind, part)
        where = CLASSES[kind][1] & part.having
        return _tally(
            f"{ETHNIC}_{kind}_{said}_count:{group}",
            f"Số {_COUNTED[said]}{CLASSES[kind][0]} {part.label}",
            unit,
            replace(quantity, where=where, having=None),
        )

    return made


ETHNIC = "ethnic"
_COUNTED = {"household": "", "person": "nhân khẩu của "}
# Too many to declare one by one, and named by the rows: ``ethnic_poor_household_count:Thái``.
FAMILIES: dict[str, Callable[[str], Measure]] = {
    f"{ETHNIC}_{kind}_{said}_count": _ethnic(kind, of, unit, said)
    for kind in REVIEWED
    for said, of, unit in (("household", households, "hộ"), ("person", persons, "người"))
}
MEASURES: tuple[Measure, ...] = (*_of_all(), *(one for kind in REVIEWED for one in _of_class(kind)))
