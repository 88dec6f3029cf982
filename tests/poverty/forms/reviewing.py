"""Rows that say everything a report form counts."""

from building import counts, sheet

from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.terms import CAUSES

FLAGS = ("is_local_minority", "has_merit", "lacks_labour", *INDICATORS, *CAUSES)
CHILDREN = ("children", "children_lacking_nutrition", "children_lacking_insurance", "children_lacking_schooling")


def full(code, commune, decided, *, flags=(), persons=4, sex="male", group="Kinh", **more):
    """A sheet that answers everything: what is not in ``flags`` is known not to hold."""
    said = dict.fromkeys(FLAGS, False) | dict.fromkeys(flags, True)
    is_minority = group != "Kinh"
    return {
        **sheet(code, commune, decided),
        **said,
        **dict.fromkeys(CHILDREN, 1),
        "is_minority": is_minority,
        "persons": persons,
        "head_sex": sex,
        "ethnic_group": group,
        **more,
    }


def everyone(village, commune, households, *, minority=0, **more):
    """Counts of a village with every column filled."""
    found = counts(village, commune, households, minority=minority, **more)
    people = {"persons": households * 4, "minority_persons": minority * 4}
    return {**found, **people, "local_minority_households": minority // 2, "local_minority_persons": minority * 2}
