"""Words of the law on the screen, in the language of the screen: English shows the words of the tables themselves."""

from __future__ import annotations

import datetime as dt

from mtqg.core.errors import said
from mtqg.core.numbers import day as day_text
from mtqg.law.tables import HELD, LINKS, STANDINGS, UNITS

IN_FORCE = {
    "yes": ("còn hiệu lực", "in force"),
    "no": ("hết hiệu lực", "ended"),
    "unknown": ("chưa rõ ngày", "days unknown"),
}
SUBJECTS = {
    "rural": "nông thôn",
    "urban": "thành thị",
    "general": "chung cả nước",
    "A": "phần A",
    "B": "phần B",
    "C": "phần C",
    "5": "5 sao",
    "4": "4 sao",
    "3": "3 sao",
    "2": "2 sao",
    "commune": "xã",
    "advanced_commune": "xã nâng cao",
    "district": "huyện",
    "district_each_commune": "từng xã của huyện",
    "province": "tỉnh",
    "under_15_criteria_or_safe_zone": "xã dưới 15 tiêu chí, xã ATK chưa đạt",
    "15_to_18_criteria": "xã từ 15 đến 18 tiêu chí",
    "recognised": "xã đã đạt chuẩn",
    "specially_difficult_village": "thôn đặc biệt khó khăn",
    "zone_III_safe_zone_border_island": "xã khu vực III, ATK, biên giới, đảo, đặc khu",
    "zone_II": "xã khu vực II",
    "zone_I": "xã khu vực I",
    "other_commune": "xã còn lại",
    "supplement_60_and_more": "bổ sung cân đối từ 60%",
}


def head(*names: tuple[str, str]) -> list[str]:
    """The heads of a table."""
    return [said(*name) for name in names]


def subject(key: str) -> str:
    """An area, region or group that a value is for."""
    return said(SUBJECTS.get(key, key), f"{key} stars" if key in _STARS else key.replace("_", " "))


def standing(word: str) -> str:
    return said(STANDINGS[word], word)


def held(word: str) -> str:
    return said(HELD[word], word)


def unit(name: str) -> str:
    return said(UNITS[name].label, name)


def link(name: str, *, acts: bool) -> str:
    """What a document does to another, or what is done to it."""
    active, passive = LINKS[name]
    return said(active, name) if acts else said(passive, _PASSIVE[name])


def in_force(word: str) -> str:
    return said(*IN_FORCE[word])


def spell(first: dt.date | None, end: dt.date | None) -> str:
    """From the first day to the last on which it holds; the tables keep the day after."""
    if first is None and end is None:
        return said("chưa rõ", "unknown")
    start = f"{said('từ', 'from')} {day_text(first)}" if first else said("chưa rõ ngày đầu", "first day unknown")
    if end is None:
        return start
    return f"{start} {said('đến hết', 'to the end of')} {day_text(end - dt.timedelta(days=1))}"


_STARS = ("2", "3", "4", "5")
_PASSIVE = {
    "amends": "amended by",
    "replaces": "replaced by",
    "repeals": "repealed by",
    "extends": "extended by",
    "consolidates": "consolidated in",
}
