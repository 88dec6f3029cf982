"""The place that a number is about, as printed: a unit, a region, a group of units, a part of one.

Names are compared by spelling (hòa is hoà), never without accents: Trà Don and Trà Dơn are two communes.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mtqg.core.text import clean, spelling

SEED = Path(__file__).parent / "seed"

COUNTRY = "country"
# Words of the tables for a level -> our word.
LEVELS = {
    "national": COUNTRY,
    "country": COUNTRY,
    "region": "region",
    "province": "province",
    "district": "district",
    "commune": "commune",
    "sub-area": "part",
    "province part": "part",
    "group": "group",
    "district group": "group",
    "province offices": "group",
    "audit": "group",
}
LOCALITY_LEVELS = ("province", "district", "commune")

# Halves of a unit: an ending after " - ", in the words of the tables and in Vietnamese.
HALVES = {
    "urban": "urban",
    "thành thị": "urban",
    "đô thị": "urban",
    "rural": "rural",
    "nông thôn": "rural",
    "plain": "plain",
    "đồng bằng": "plain",
    "mountain": "mountain",
    "miền núi": "mountain",
}
HALVES_THAT_ADD = (("urban", "rural"), ("plain", "mountain"))

_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")
_WITH = re.compile(r"(?:with|cùng|gồm cả)\s+(?:(?:the\s+)?former\s+)?(.+)", re.IGNORECASE)
_NEW = re.compile(r"\b(merged|new|34-province map|sáp nhập|mới)\b", re.IGNORECASE)
_PROVINCE_WORD = re.compile(r"^tỉnh\s+(?=\w)", re.IGNORECASE)
_KIND_WORDS = re.compile(r"\s+(commune|district|province)$", re.IGNORECASE)


@dataclass(frozen=True)
class Scope:
    """A place as printed. ``parent`` is the name of the unit it lies in, where the print or its kind says so.

    ``merged`` is True where the print says that the unit is the one made by a merger; ``parts`` are then the units
    that the print names as merged. ``code`` and ``valid_from`` are those of the locality version of the day, where
    the place is one and the register of localities was asked.
    """

    name: str
    level: str
    parent: str = ""
    half: str = ""
    merged: bool = False
    printed: str = field(default="", compare=False)
    lies_in: str = field(default="", compare=False)  # the parent as printed
    parts: tuple[str, ...] = field(default=(), compare=False)
    code: str = field(default="", compare=False)
    valid_from: str = field(default="", compare=False)

    @property
    def is_locality(self) -> bool:
        return self.level in LOCALITY_LEVELS

    @property
    def within(self) -> str:
        """Name of the next higher unit: the country for a province, the printed one for the rest."""
        if self.level == "province":
            return same_name("Việt Nam")
        return same_name(self.lies_in.partition(",")[0])

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.printed,
            "level": self.level,
            "parent": self.lies_in or None,
            "code": self.code or None,
            "valid_from": self.valid_from or None,
        }


@dataclass(frozen=True)
class Named:
    """A region or group that the package knows by name: its parent and the set of parts it belongs to."""

    name: str
    level: str
    parent: str
    part_of_set: str
    lies_in: str


@lru_cache(maxsize=4096)
def same_name(text: str) -> str:
    """The key of a name; accents count, case and the place of the tone do not."""
    return spelling(text)


@lru_cache(maxsize=4096)
def read_scope(printed: str, level_word: str) -> Scope:
    """The scope that a table names, for instance "Đông Giang (Quảng Nam)" of level "district"."""
    printed = clean(printed)
    level = LEVELS.get(level_word.strip().lower(), "group")
    known = named().get(same_name(printed))
    if known:
        return Scope(known.name, known.level, known.parent, printed=printed, lies_in=known.lies_in)
    if level == "part" or (" - " in printed and _half(printed)):
        return _part(printed)
    if level == "group":
        return _within(Scope(same_name(printed), level, printed=printed), _group_parent(printed))
    return _unit(printed, level)


@cache
def named() -> dict[str, Named]:
    """Regions and groups known by name, under each of their names."""
    found = {}
    with (SEED / "scopes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            one = Named(
                same_name(row["name"]), row["level"], same_name(row["parent"]), row["part_of_set"], row["parent"]
            )
            for name in (row["name"], *filter(None, row["also"].split("|"))):
                found[same_name(name)] = one
    return found


@cache
def sets_of_parts() -> dict[str, tuple[str, frozenset[str]]]:
    """Complete sets, such as the six regions: name -> (whole, names of the parts)."""
    members: dict[str, set[str]] = {}
    wholes: dict[str, str] = {}
    for one in named().values():
        if one.part_of_set:
            members.setdefault(one.part_of_set, set()).add(one.name)
            wholes[one.part_of_set] = one.parent
    return {name: (wholes[name], frozenset(parts)) for name, parts in members.items()}


def _within(scope: Scope, parent: str) -> Scope:
    return replace(scope, parent=same_name(parent), lies_in=parent)


def _unit(printed: str, level: str) -> Scope:
    match = _BRACKET.search(printed)
    bracket = match[1] if match else ""
    bare = _KIND_WORDS.sub("", printed[: match.start()] if match else printed)
    name = same_name(_PROVINCE_WORD.sub("", bare) if level == "province" else bare)
    together = _WITH.fullmatch(bracket.strip())
    if together:
        rest = [same_name(part) for part in together[1].split(",")]
        return Scope(name, level, "", merged=True, printed=printed, parts=(name, *rest))
    if _NEW.search(bracket):
        return Scope(name, level, "", merged=True, printed=printed)
    parent = "" if same_name(bracket) == level else re.sub(r"^commune,\s*", "", bracket)
    return _within(Scope(name, level, printed=printed), parent)


def _part(printed: str) -> Scope:
    half = _half(printed)
    if half:
        whole = _PROVINCE_WORD.sub("", printed.rpartition(" - ")[0].strip())
        return _within(Scope(f"{same_name(whole)} - {half}", "part", half=half, printed=printed), whole)
    return _within(Scope(same_name(printed), "part", printed=printed), _group_parent(printed))


def _half(printed: str) -> str:
    return _half_words().get(same_name(printed.rpartition(" - ")[2]), "") if " - " in printed else ""


@cache
def _half_words() -> dict[str, str]:
    return {same_name(word): half for word, half in HALVES.items()}


def _group_parent(printed: str) -> str:
    """The unit before the comma or the bracket: "Quảng Nam, 9 mountain districts" lies in Quảng Nam."""
    head, comma, _ = printed.partition(",")
    if comma:
        return head.strip()
    match = _BRACKET.search(printed)
    return printed[: match.start()].strip() if match and printed[0].isalpha() else ""
