"""What core asks of the book of localities. ``mtqg.localities`` answers it; core never imports it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol


class LocalityVersion(Protocol):
    """A territory: (code, valid_from), its name, kind, level and parent."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def parent_code(self) -> str | None: ...
    @property
    def valid_from(self) -> dt.date | None: ...
    @property
    def valid_to(self) -> dt.date | None: ...


class PlacedIn(Protocol):
    """A territory of another day that holds the whole or a part of the one asked for; None: only the country does."""

    @property
    def version(self) -> LocalityVersion | None: ...
    @property
    def extent(self) -> str: ...


class Territory(Protocol):
    """The book of localities. ``since`` is the first day that it answers for."""

    @property
    def since(self) -> dt.date: ...

    def version(self, code: str, on: dt.date) -> LocalityVersion | None: ...

    def tree(self, on: dt.date, within: str | None = None, level: str | None = None) -> Sequence[LocalityVersion]: ...

    def ancestors(self, code: str, on: dt.date) -> Sequence[LocalityVersion]: ...

    def placements(self, code: str, day: dt.date, on: dt.date) -> Sequence[PlacedIn]: ...

    def constituents(self, code: str, on: dt.date, day: dt.date) -> Sequence[PlacedIn]: ...


def known_day(territory: Territory, day: dt.date) -> dt.date:
    """The day, or the first that the book knows: a title of 2015 stands on the map of that first day."""
    return max(day, territory.since)
