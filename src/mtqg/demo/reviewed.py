"""What a sheet of the last review says beside its points: groups, people, children, deprivations and causes.

Invented, yet consistent: as many deprivations as the deprivation points say, children lacking something only where the
household does. Earlier reviews kept no such columns, and in the last one only two districts fill all of them: a form of
the province says of how many communes it speaks. A sheet without points does not say what the household lacks.
"""

from __future__ import annotations

import random
from functools import cache

from mtqg.demo.households import PART_REVIEW
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.terms import CAUSES, CLASSES, SEXES

YES, NO = "có", "không"
MINORITIES = ("Thái", "Mường", "Mông", "Thổ", "Dao", "Khơ Mú", "Cơ Tu", "Xơ Đăng")
# The indicators of the demonstration's standard: waste became one later.
HELD = tuple(name for name in INDICATORS if name != "lacks_waste")
CHILDREN = ("children_lacking_nutrition", "children_lacking_insurance", "children_lacking_schooling")
_OF_CHILDREN = ("lacks_nutrition", "lacks_schooling")
_WITHOUT_CHILDREN = tuple(name for name in HELD if name not in _OF_CHILDREN)
REVIEWED = (
    "is_local_minority",
    "ethnic_group",
    "head_sex",
    "persons",
    "children",
    *CHILDREN,
    "has_merit",
    "lacks_labour",
    *HELD,
    *CAUSES,
)
# Districts that fill every column: Mường Lát and Nam Trà My. All of them would make a demonstration take twice as long.
WHOLE = frozenset({"384", "516"})
Row = tuple[object, ...]
NOTHING: Row = (None,) * len(REVIEWED)
_PERSONS = REVIEWED.index("persons")
_NEEDY = (CLASSES["poor"], CLASSES["near_poor"])
_KINDS = 512  # so many different households of each number of deprivations


def said(household: int, year: str, district: str, deprivation: int | None, flag: str, decided: str) -> Row:
    """The columns ``REVIEWED`` of a sheet; nothing but for the poor and near-poor of the last review.

    household: its number decides which of the invented households it is, so that no chance is drawn.
    """
    if year != PART_REVIEW or decided not in _NEEDY:
        return NOTHING
    found = _household(0 if deprivation is None else deprivation // 10, flag == YES, household * 7919 % _KINDS)
    if district in WHOLE:
        return found if deprivation is not None else _without_lacking(found)
    return (*NOTHING[:_PERSONS], found[_PERSONS], *NOTHING[_PERSONS + 1 :])


def _without_lacking(row: Row) -> Row:
    """A sheet without deprivation points does not say what the household lacks."""
    return tuple(None if name in HELD else value for name, value in zip(REVIEWED, row, strict=True))


@cache
def _household(lacking: int, minority: bool, kind: int) -> Row:
    """One of the invented households with so many deprivations."""
    draw = random.Random(f"{lacking}:{minority}:{kind}")  # noqa: S311 - invented, not secret
    persons = draw.choice((1, 2, 2, 3, 3, 4, 4, 5, 6))
    children = min(persons - 1, draw.choice((0, 0, 1, 1, 2, 3)))
    lacks = set(draw.sample(HELD if children else _WITHOUT_CHILDREN, lacking))
    short = [_lacking(draw, name, lacks, children) for name in ("nutrition", "insurance", "schooling")]
    causes = set(draw.sample(tuple(CAUSES), draw.choice((1, 1, 2, 3))))
    local = minority and draw.random() < 0.4
    group = draw.choice(MINORITIES) if minority else "Kinh"
    sex = SEXES["female" if draw.random() < 0.35 else "male"]
    groups = (_flag(draw.random() < 0.05), _flag("cause_labour" in causes and draw.random() < 0.5))
    flags = (*(name in lacks for name in HELD), *(name in causes for name in CAUSES))
    return (_flag(local), group, sex, persons, children, *short, *groups, *map(_flag, flags))


def _lacking(draw: random.Random, what: str, lacks: set[str], children: int) -> int:
    """Children lacking something: none where the household does not, and one at least where it speaks of children
    alone; of its insurance perhaps only a grown-up.
    """
    name = f"lacks_{what}"
    if name not in lacks:
        return 0
    return draw.randint(int(name in _OF_CHILDREN), children)


def _flag(holds: bool) -> str:
    return YES if holds else NO
