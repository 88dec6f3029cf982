"""A locality version: a territory with its name, kind and parent, for the days on which none of them changed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

LEVELS = ("province", "district", "commune", "village")
# Kinds of villages, the longer before those they begin with.
VILLAGE_KINDS = ("tổ dân phố", "khu phố", "thôn", "bản", "buôn", "làng", "ấp", "tổ", "khu")
SINCE = dt.date(2019, 11, 1)  # first day for which every unit of the country is known

# Urban and rural follow from the kind; a special zone (đặc khu) has a law of its own, so it is neither.
_AREAS = {"xã": "rural", "thị trấn": "urban", "phường": "urban"}
# Kinds as they stand before a name in the register, where they are not the kind itself.
_PREFIXES = {"thành phố trực thuộc trung ương": "thành phố"}


class Version(NamedTuple):
    """One spell of one locality. ``(code, valid_from)`` identifies it; a code alone does not.

    ``valid_from`` None: it existed on 2019-11-01 already. ``valid_to`` is the first day on which it no longer holds;
    None: it still does. A tuple, because a tree of the country makes eleven thousand of them.
    """

    code: str
    name: str
    kind: str
    level: str
    parent_code: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str

    @property
    def key(self) -> tuple[str, str]:
        """What flows and lists name: the code, and the first day as text, empty where it is before all data."""
        return self.code, self.valid_from.isoformat() if self.valid_from else ""

    @property
    def bare_name(self) -> str:
        """The name without its kind: Xã Trà Dơn -> Trà Dơn."""
        return bare_name(self.name, self.kind)

    @property
    def area(self) -> str | None:
        """``urban`` or ``rural`` for a commune; None for a special zone and for the other levels."""
        return _AREAS.get(self.kind)

    def holds(self, on: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)

    def as_json(self) -> dict[str, str | None]:
        """The contract's shape of a locality."""
        return {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "level": self.level,
            "parent_code": self.parent_code,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }


def bare_name(name: str, kind: str) -> str:
    """The name without the kind that stands before it, if it does."""
    prefix = _PREFIXES.get(kind, kind)
    if name[: len(prefix) + 1].casefold() == prefix + " ":
        return name[len(prefix) + 1 :]
    return name
