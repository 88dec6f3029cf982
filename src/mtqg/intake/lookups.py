"""What intake must look up and is given: it opens no instance and no database itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple, Protocol

from mtqg.core.text import fold, spelling

VILLAGE_KINDS = ("thôn", "bản", "tổ dân phố", "tdp", "buôn", "làng", "ấp", "khu phố", "khu", "xóm", "nóc")
_FOLDED_KINDS = tuple(map(fold, VILLAGE_KINDS))


class Unit(Protocol):
    """A locality version."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def bare_name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def valid_from(self) -> dt.date | None: ...
    @property
    def valid_to(self) -> dt.date | None: ...


class Book(Protocol):
    """The book of localities, as far as intake reads it."""

    @property
    def by_code(self) -> Mapping[str, Sequence[Any]]: ...
    def made(self, row: Any) -> Unit: ...
    def version(self, code: str, on: dt.date) -> Unit | None: ...
    def ancestors(self, code: str, on: dt.date) -> Sequence[Unit]: ...
    def placements(self, code: str, day: dt.date, on: dt.date) -> Sequence[Any]: ...
    def resolve(self, name: str, *, on: dt.date, within: str | None = None) -> Sequence[Any]: ...


class Village(NamedTuple):
    """A spell of a village in the office's list; ``ends`` is the first day on which it no longer holds."""

    code: str
    name: str
    commune: str
    begins: dt.date
    ends: dt.date | None

    def holds(self, on: dt.date) -> bool:
        return self.begins <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True)
class Lookups:
    """villages: rows of the office's list. with_law: joins law values to a frame as columns (frame, names, on, by).
    standards: names of the rule books that the law's values know.
    """

    book: Book
    villages: Iterable[Village] = ()
    with_law: Callable[..., Any] | None = None
    standards: Sequence[str] = field(default=())

    @cached_property
    def villages_by_code(self) -> dict[str, list[Village]]:
        found: dict[str, list[Village]] = {}
        for village in self.villages:
            found.setdefault(village.code, []).append(village)
        return found

    @cached_property
    def villages_by_name(self) -> dict[str, list[Village]]:
        """Villages by their folded name without its kind."""
        found: dict[str, list[Village]] = {}
        for spells in self.villages_by_code.values():
            for village in spells:
                found.setdefault(search_key(village.name), []).append(village)
        return found


def bare_village(name: str) -> str:
    """A village's name without the word for its kind: Bản Pù Quăn -> Pù Quăn."""
    for kind in VILLAGE_KINDS:
        if name[: len(kind) + 1].casefold() == kind + " ":
            return name[len(kind) + 1 :]
    return name


def search_key(name: str) -> str:
    """What is left of a village's name without its kind, accents and case: two names with one key may be confused."""
    folded = fold(name)
    kind = next((kind for kind in _FOLDED_KINDS if folded.startswith(kind + " ")), "")
    return folded[len(kind) :].strip()


@cache
def same_village(one: str, two: str) -> bool:
    """Whether two names of a village agree, the word for its kind left out where one of them lacks it."""
    if spelling(one) == spelling(two):
        return True
    bare = bare_village(one), bare_village(two)
    has_kind = bare[0] != one, bare[1] != two
    return has_kind[0] != has_kind[1] and spelling(bare[0]) == spelling(bare[1])
