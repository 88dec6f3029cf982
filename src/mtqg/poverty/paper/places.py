"""Where papers are for: a commune on a day with its villages, or one village of it, through mergers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from mtqg.core.errors import Refused
from mtqg.core.register.database import Database
from mtqg.core.register.rows import state
from mtqg.core.territory import known_day
from mtqg.localities.book import Localities
from mtqg.localities.office import localities_at
from mtqg.localities.terms import VILLAGES
from mtqg.localities.version import Version
from mtqg.poverty.paper import problems as wrong

NO_VILLAGE = ""  # of a household whose row names none


@dataclass(frozen=True)
class Village:
    """A village on a day. Without a code it is the rest of the commune: households whose row names no village."""

    code: str
    name: str


@dataclass(frozen=True)
class Place:
    """A commune on a day, the villages that are printed, and every code by which rows may name the commune."""

    book: Localities
    commune: Version
    on: dt.date
    villages: tuple[Village, ...]
    elsewhere: frozenset[str]  # villages on that day that are not printed
    codes: frozenset[str]
    is_whole: bool

    @property
    def code(self) -> str:
        return self.commune.code if self.is_whole else self.villages[0].code

    @property
    def above(self) -> tuple[Version, ...]:
        """District and province, as far as they were there on the day."""
        return tuple(self.book.ancestors(self.commune.code, self.on))

    @property
    def address(self) -> str:
        """huyện Mường Lát, tỉnh Thanh Hóa, in the middle of a sentence."""
        return ", ".join(one.name[:1].lower() + one.name[1:] for one in (self.commune, *self.above))

    @property
    def region(self) -> str | None:
        found = self.book.region_of(self.commune.code, self.on)
        return found.code if found else None

    def village(self, code: str) -> Village:
        return next((one for one in self.villages if one.code == code), Village(code, code))

    def holds(self, locality: str, day: dt.date, village: str | None) -> bool:
        """Whether a row of a locality and day, perhaps of a village, is about this place."""
        if village and any(one.code == village for one in self.villages):
            return True
        if not self.is_whole or village in self.elsewhere or locality not in self.codes:
            return False
        return locality == self.commune.code or self._went_whole(locality, day)

    def _went_whole(self, locality: str, day: dt.date) -> bool:
        """Whether all of an old commune lies in this one now. Without its village a row of half of one has no place."""
        day = known_day(self.book, day)
        if self.book.version(locality, day) is None:
            return False
        placed = self.book.placements(locality, day, self.on)
        versions = [one.version for one in placed]
        return len(versions) == 1 and versions[0] is not None and versions[0].code == self.commune.code


def find_place(database: Database, code: str, on: dt.date, *, within: Collection[str] | None = None) -> Place:
    """The place of a code of a commune or village on a day. Refused where there is none, or it is not to be seen.

    within: communes that the asker may see; None for all.
    """
    book = localities_at(database)
    on = max(on, book.since)
    held = _villages(database, on)
    commune = book.version(held[code][1] if code in held else code, on)
    if commune is None or commune.level != "commune":
        raise Refused(wrong.NOT_A_PLACE.at(given=code, on=f"{on:%d/%m/%Y}"))
    if within is not None and commune.code not in within:
        raise Refused(wrong.NOT_YOURS.at(given=code))
    is_whole = code not in held
    printed = [one for one, (_, where) in held.items() if (where == commune.code if is_whole else one == code)]
    villages = tuple(Village(one, held[one][0]) for one in sorted(printed))
    rest = frozenset(held) - {one.code for one in villages}
    return Place(book, commune, on, villages, rest, _codes(book, commune.code, on), is_whole)


def _villages(database: Database, on: dt.date) -> dict[str, tuple[str, str]]:
    """Code -> name and commune of the villages of the office's list on a day."""
    rows = state(database, VILLAGES).sort("day").iter_rows(named=True)
    return {
        row["village_code"]: (row["village_name"], row["locality_code"])
        for row in rows
        if row["day"] <= on and (row["ends_on"] is None or on < row["ends_on"])
    }


def _codes(book: Localities, code: str, on: dt.date) -> frozenset[str]:
    """The commune's code and those of communes that went into it by the day, whole or in part."""
    events = [event for event in book.history(code, on) if event["date"] <= on]
    return frozenset({code}.union(*(event["from"] for event in events)))
