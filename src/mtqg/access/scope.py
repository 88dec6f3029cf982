"""Which places a role reaches: the unit, what lies in it, and what became part of it through the flows.

A row stands at the code and day where it happened, so the officer of a merged commune must reach the old codes. A code
may be given again to another territory: then it is reached for the days of the spells that were ours alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mtqg.access.terms import WHOLE
from mtqg.localities.book import CODE, FROM, PARENT, TO, Key, Localities

Spell = tuple[str, str]  # first day, day after the last; empty: open


@dataclass(frozen=True)
class Scope:
    """Places that somebody reaches on a day."""

    is_whole: bool = False
    spells: dict[str, tuple[Spell, ...]] = field(default_factory=dict)  # code -> spells reached
    split: frozenset[str] = frozenset()  # codes of which only those spells are reached
    tops: tuple[str, ...] = ()  # the units of the roles themselves

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self.spells)

    def __contains__(self, code: object) -> bool:
        return self.is_whole or code in self.spells

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.spells)

    def holds(self, code: str, day: dt.date | None = None) -> bool:
        """Whether what stands at a code on a day is reached."""
        if self.is_whole or code not in self.spells:
            return self.is_whole
        if day is None or code not in self.split:
            return True
        text = day.isoformat()
        return any(first <= text and (not after or text < after) for first, after in self.spells[code])

    def condition(self, place: str = "locality_code", day: str = "") -> tuple[str, list[Any]]:
        """The same as a condition of SQL with ``?``. Without a column ``day`` a split code is left out."""
        if self.is_whole:
            return "1 = 1", []
        plain = sorted(self.codes - self.split)
        found = [f"{place} IN ({', '.join('?' * len(plain))})"] if plain else []
        values: list[Any] = [*plain]
        for code in sorted(self.split) if day else ():
            for first, after in self.spells[code]:
                found.append(f"({place} = ? AND {day} >= ?{f' AND {day} < ?' if after else ''})")
                values += [code, first or "0001-01-01", *([after] if after else [])]
        return (f"({' OR '.join(found)})", values) if found else ("1 = 0", [])


EVERYTHING, NOTHING = Scope(is_whole=True, tops=(WHOLE,)), Scope()


def scope_of(book: Localities, places: Iterable[str], on: dt.date) -> Scope:
    """What the units of these codes reach on a day. A code that is no unit on that day reaches nothing."""
    tops = tuple(dict.fromkeys(places))
    if WHOLE in tops:
        return EVERYTHING
    found: set[Key] = set()
    for code in tops:
        if code in book.now(on):
            row = book.now(on)[code]
            found |= _reached(book, (row[CODE], row[FROM]))
    spells: dict[str, list[Spell]] = {}
    for code, first in sorted(found):
        spells.setdefault(code, []).append((first, book.row((code, first))[TO]))
    split = {code for code, mine in spells.items() if len(mine) < len(book.by_code[code])}
    return Scope(False, {code: tuple(mine) for code, mine in spells.items()}, frozenset(split), tops)


def _reached(book: Localities, top: Key) -> set[Key]:
    """The version, all that lay in it in its days, and all that went into any of these."""
    found: set[Key] = set()
    waiting = [top]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        waiting += _inside(book, key)
        waiting += [flow.source for flow in book.index.into.get(key, ()) if flow.source and _is_ours(book, flow)]
    return found


def _is_ours(book: Localities, flow: Any) -> bool:
    """Whether the rows of what a flow leaves are those of its target too.

    Land without people brings none. Where a part is cut off a unit that lives on under its code, its rows stay there.
    """
    if flow.extent == "whole" or flow.source[0] == flow.target[0]:
        return True
    lives_on = any(other.target and other.target[0] == flow.source[0] for other in book.index.out[flow.source])
    return flow.extent != "area_only" and not lives_on


def _inside(book: Localities, key: Key) -> list[Key]:
    """Versions that lay right below a version while it held."""
    code, first = key
    after = book.row(key)[TO]
    below = _children(book).get(code, ())
    return [
        (row[CODE], row[FROM]) for row in below if (not after or row[FROM] < after) and (not row[TO] or first < row[TO])
    ]


def _children(book: Localities) -> dict[str, list[Any]]:
    known: dict[str, list[Any]] | None = book.__dict__.get("_children_of")
    if known is None:
        known = {}
        for row in book.table("versions"):
            if row[PARENT]:
                known.setdefault(row[PARENT], []).append(row)
        book.__dict__["_children_of"] = known
    return known
