"""Lists (zones I, II, III, poor districts, specially difficult communes): membership with days, document, standing.

A membership belongs to the version that was listed. It follows the territory while only its name, kind or parent
changes; where land came or went, whether the new unit is a member is for a new decision to say.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtqg.core.errors import Refused
from mtqg.localities.book import FROM, TO, Key
from mtqg.localities.problems import UNKNOWN_LIST
from mtqg.localities.version import SINCE, Version

if TYPE_CHECKING:
    from mtqg.localities.book import Localities


@dataclass(frozen=True)
class ListBook:
    """A list: its name, label, document, how many members are known by name and how many were counted in print."""

    name: str
    label: str
    document: str
    members_known: int
    counts: list[dict[str, str]]


@dataclass(frozen=True)
class Member:
    """A member of a list. ``listed`` is the version that was listed; ``version`` the same territory on the day asked,
    or None where it was merged or divided since. Days are inclusive; ``first_day`` None: not known."""

    list_name: str
    zone: str | None
    listed: Version
    version: Version | None
    first_day: dt.date | None
    last_day: dt.date | None
    document: str
    place: str
    standing: str
    source: str
    note: str

    def as_json(self) -> dict[str, object]:
        now = self.version
        return {
            "list": self.list_name,
            "zone": self.zone,
            "code": self.listed.code,
            "name": self.listed.name,
            "now": now.code if now else None,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "document": self.document,
            "place": self.place,
            "standing": self.standing,
        }


@dataclass(frozen=True)
class Region:
    """A socio-economic region, through the province that a unit lay in before July 2025."""

    code: str
    label: str
    standing: str


def all_lists(book: Localities) -> list[ListBook]:
    """Every list with what is known of it."""
    members, counts = book.rows("members"), book.rows("counts")
    return [
        ListBook(
            row["list"],
            row["label"],
            row["document"],
            len({member["code"] for member in members if member["list"] == row["list"]}),
            [count for count in counts if count["list"] == row["list"]],
        )
        for row in book.rows("lists")
    ]


def members(book: Localities, name: str, on: dt.date) -> list[Member]:
    """Members of a list on a day, by code. Raises Refused for a list that does not exist."""
    known = [row[0] for row in book.table("lists")]
    if name not in known:
        raise Refused(UNKNOWN_LIST.at(given=name, known=", ".join(known)))
    rows = [row for row in book.rows("members") if row["list"] == name]
    found = [_member(book, row, on) for row in rows if _holds(row, on)]
    return sorted(found, key=lambda member: (member.listed.code, member.zone or ""))


def lists_of(book: Localities, version: Version, on: dt.date) -> list[Member]:
    """Memberships of a version on a day: its own, and those of the same territory under an older name or code."""
    same = _same_before(book, version)
    rows = (row for row in book.rows("members") if row["code"] in {code for code, _ in same} and _holds(row, on))
    return [member for member in (_member(book, row, on) for row in rows) if member.listed.key in same]


def _same_before(book: Localities, version: Version) -> set[Key]:
    """Keys of a version and of the older ones with exactly its territory."""
    found = [version.key]
    while found[-1][1]:  # what stood before all data has no flow, so its flows need not be read
        flows = book.index.into.get(found[-1], [])
        source = flows[0].source if len(flows) == 1 else None
        if source is None or len(book.index.out[source]) > 1:
            break
        found.append(source)
    return set(found)


def same_territory(book: Localities, key: Key, on: dt.date) -> Version | None:
    """The version of a later day with exactly the territory of an earlier one, or None."""
    day = on.isoformat()
    while True:
        row = book.row(key)
        if row[FROM] > day:
            return None
        if not row[TO] or day < row[TO]:
            return book.made(row)
        flows = book.index.out.get(key, [])
        target = flows[0].target if len(flows) == 1 else None
        if target is None or len(book.index.into[target]) > 1:
            return None
        key = target


def region_of(book: Localities, code: str, on: dt.date) -> Region | None:
    """The region of a unit; None where it mixes two, or none is known."""
    regions = {row["province_code"]: row for row in book.rows("regions")}
    found = {code: regions[code] for code in _old_provinces(book, code, on) if code in regions}
    if len({row["region"] for row in found.values()}) != 1:
        return None
    row = next(iter(found.values()))
    return Region(row["region"], row["region_label"], row["standing"])


def _old_provinces(book: Localities, code: str, on: dt.date) -> set[str]:
    """Codes of the provinces of 2019 in which a territory lay."""
    keys = [place.key for place in book.walk(SINCE).places(book.require(code, on).key)]
    return {book.province_of(key[0], SINCE).code for key in keys if key[0]}


def _holds(row: dict[str, str], on: dt.date) -> bool:
    day = on.isoformat()
    return row["first_day"] <= day and (not row["last_day"] or day <= row["last_day"])


def _member(book: Localities, row: dict[str, str], on: dt.date) -> Member:
    listed = book.require(row["code"], max(_day(row["first_day"]) or SINCE, SINCE))
    return Member(
        row["list"],
        row["zone"] or None,
        listed,
        same_territory(book, listed.key, on),
        _day(row["first_day"]),
        _day(row["last_day"]),
        row["document"],
        row["place"],
        row["standing"],
        row["source"],
        row["note"],
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
