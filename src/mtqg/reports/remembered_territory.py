"""The book of localities for a report, which asks of the same places for each of its measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mtqg.core.territory import LocalityVersion, PlacedIn, Territory


class RememberedTerritory:
    """A book of localities that looks every place up once, however many measures ask."""

    def __init__(self, book: Territory) -> None:
        self.book, self._since = book, book.since
        self._spells: dict[str, list[LocalityVersion]] = {}
        self._ancestors: dict[tuple[str, dt.date], Sequence[LocalityVersion]] = {}
        self._trees: dict[tuple[Any, ...], Sequence[LocalityVersion]] = {}
        self._placements: dict[tuple[str, dt.date, dt.date], Sequence[PlacedIn]] = {}
        self._constituents: dict[tuple[str, dt.date, dt.date], Sequence[PlacedIn]] = {}

    @property
    def since(self) -> dt.date:
        return self._since

    def version(self, code: str, on: dt.date) -> LocalityVersion | None:
        # Rows have hundreds of days, a code one or two spells: whichever holds on the day is the answer.
        spells = self._spells.setdefault(code, [])
        for one in spells:
            if (one.valid_from is None or one.valid_from <= on) and (one.valid_to is None or on < one.valid_to):
                return one
        found = self.book.version(code, on)
        if found is not None:
            spells.append(found)
        return found

    def tree(self, on: dt.date, within: str | None = None, level: str | None = None) -> Sequence[LocalityVersion]:
        key = (on, within, level)
        if key not in self._trees:
            self._trees[key] = self.book.tree(on, within, level)
        return self._trees[key]

    def ancestors(self, code: str, on: dt.date) -> Sequence[LocalityVersion]:
        key = (code, on)
        if key not in self._ancestors:
            self._ancestors[key] = self.book.ancestors(code, on)
        return self._ancestors[key]

    def placements(self, code: str, day: dt.date, on: dt.date) -> Sequence[PlacedIn]:
        # The days of one spell have one answer; rows of a table have hundreds of days.
        version = self.version(code, day)
        first = day if version is None else max(version.valid_from or self._since, self._since)
        key = (code, first, on)
        if key not in self._placements:
            self._placements[key] = self.book.placements(code, day, on)
        return self._placements[key]

    def constituents(self, code: str, on: dt.date, day: dt.date) -> Sequence[PlacedIn]:
        key = (code, on, day)
        if key not in self._constituents:
            self._constituents[key] = self.book.constituents(code, on, day)
        return self._constituents[key]
