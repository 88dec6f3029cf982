"""Units by name: a free search for people, and a strict one for imports.

The search forgives accents, case, the place of the tone, composition, the word for the kind, i for y, and one letter;
a former name finds where its territory lies. The strict one forgives nothing that could be another unit: a name whose
accents do not settle it is given back with its candidates, for a person to choose.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from mtqg.core.errors import Problem
from mtqg.core.text import clean, fold, spelling
from mtqg.localities.book import CODE, FROM, KIND, LEVEL, NAME, PARENT, TO, Key
from mtqg.localities.problems import NAME_TO_BE_ASKED, NOT_FOUND
from mtqg.localities.tables import without_gc
from mtqg.localities.version import LEVELS, VILLAGE_KINDS, Version, bare_name

if TYPE_CHECKING:
    from mtqg.localities.book import Localities
    from mtqg.localities.tables import Row

# How a name was found, from the surest to the least sure.
HOW = ("exact", "alias", "accents", "spelling", "letter", "letter_and_accents")
# Costs of what keeps a name from being the one typed; only their order matters. A former name that is exact comes
# before a present one that is a letter off, and after one that differs by an accent or by i and y.
_FREE_MARK, _MARK, _LOOSE, _SWAP, _GAP, _OTHER, _FORMER, _ALIAS, _OTHER_KIND = 1, 20, 10, 38, 40, 42, 30, 10, 15
_STROKE = "\u0335"
_KIND_WORDS = {
    "tỉnh": ("tỉnh", "t."),
    "thành phố": ("thành phố", "tp", "tp.", "t.p", "t.p."),
    "huyện": ("huyện", "h.", "h"),
    "quận": ("quận", "q.", "q"),
    "thị xã": ("thị xã", "tx", "tx.", "t.x", "t.x."),
    "xã": ("xã", "x.", "x"),
    "phường": ("phường", "p.", "p"),
    "thị trấn": ("thị trấn", "tt", "tt.", "t.t", "t.t."),
    "đặc khu": ("đặc khu", "đk", "đk."),
    "thôn": ("thôn",),
    "bản": ("bản",),
    "tổ dân phố": ("tổ dân phố", "tdp", "tdp."),
    "khu phố": ("khu phố", "kp", "kp."),
    **{kind: (kind,) for kind in ("buôn", "làng", "ấp", "tổ", "khu")},
}


@dataclass(frozen=True)
class Match:
    """A unit that a name may mean. ``former`` is the version by whose old name it was found, if it was."""

    version: Version
    how: str
    former: Version | None


@dataclass(frozen=True)
class Exact:
    """The answer to an import: one ``version``, or None with the ``candidates`` and the ``problem`` to show."""

    version: Version | None
    candidates: list[Version]
    problem: Problem | None


class Asked(NamedTuple):
    """One way to read what was typed: a kind, if any, and the rest."""

    kind: str | None
    spelled: str
    folded: str
    loose: str

    @property
    def mark_cost(self) -> int:
        """What a differing accent costs: little where none was typed."""
        return _FREE_MARK if self.spelled == self.folded else _MARK


Rank = tuple[int, int, str]  # cost, level, code


class Named(NamedTuple):
    """A row with the keys of its bare name."""

    row: Row
    spelled: str
    folded: str
    loose: str


class Names(NamedTuple):
    """Rows by the loose key of their name, loose keys by what is left without one letter, codes by folded alias."""

    by_loose: dict[str, list[Named]]
    shortened: dict[str, set[str]]
    aliases: dict[str, list[str]]


def resolve(book: Localities, name: str, *, on: dt.date, within: str | None = None) -> list[Match]:
    """Units valid on a day that a name may mean, best first; all of them where several do."""
    if within is not None:
        book.require(within, on)
    readings, scope = _readings(name), _Scope(book, on, within)
    near = _ranked(scope, _near_hits(book, readings))
    if any(match.former is None for _, match in near):
        return [match for _, match in near]
    # Names one letter off are worth showing only where no present name is nearer.
    far = _ranked(scope, _letter_hits(book, readings))
    known = {match.version.key for _, match in near}
    ranked = sorted([*near, *(pair for pair in far if pair[1].version.key not in known)], key=lambda pair: pair[0])
    return [match for _, match in ranked]


def resolve_exact(book: Localities, name: str, *, on: dt.date, within: str | None = None) -> Exact:
    """The one unit of a day whose name this is, accent by accent; otherwise the candidates to choose from.

    Case, composition and the place of the tone never tell two names apart; accents, i and y, and letters do. An alias
    settles a name when somebody confirmed it.
    """
    if within is not None:
        book.require(within, on)
    given, day, scope = clean(name), on.isoformat(), _Scope(book, on, within)
    settled = [book.made(row) for row in _exact_rows(scope, given) or _confirmed_rows(scope, given)]
    if len(settled) == 1:
        return Exact(settled[0], [], None)
    candidates = settled or [match.version for match in resolve(book, name, on=on, within=within)]
    if not candidates:
        return Exact(None, [], NOT_FOUND.at(given=given, day=day))
    told = "; ".join(f"{version.code} {version.name}" for version in candidates)
    return Exact(None, candidates, NAME_TO_BE_ASKED.at(given=given, day=day, candidates=told))


class _Scope:
    """The day and the place that a search is about."""

    def __init__(self, book: Localities, on: dt.date, within: str | None) -> None:
        self.book, self.within, self.day = book, within, on.isoformat()
        self.now, self.walk = book.now(on), book.walk(on)

    def holds(self, row: Row) -> bool:
        code = row[CODE]
        while self.within is not None and code and code != self.within:
            code = self.now[code][PARENT]
        return bool(code)

    def standing(self, row: Row) -> list[tuple[Row, Row | None]]:
        """The row itself if it is valid on the day; otherwise where its territory lies now, with the old row."""
        if row[FROM] > self.day:
            return []
        if not row[TO] or self.day < row[TO]:
            return [(row, None)] if self.holds(row) else []
        keys = [place.key for place in self.walk.places((row[CODE], row[FROM])) if place.key[0]]
        now = [self.book.row(key) for key in keys]
        return [(other, None if _same_name(other, row) else row) for other in now if self.holds(other)]


def _ranked(scope: _Scope, hits: Iterable[tuple[Asked, Named, int]]) -> list[tuple[Rank, Match]]:
    """The best match of each unit of the scope, the cheapest first."""
    found: dict[Key, tuple[Rank, Match]] = {}
    made = scope.book.made
    for asked, other, how in hits:
        if asked.kind in VILLAGE_KINDS and other.row[LEVEL] != "village":
            continue  # Bản Lầu is a commune's whole name
        standing = scope.standing(other.row)
        cost = _cost(asked, other, how) if standing else 0
        for row, former in standing:
            rank = (cost + (_FORMER if former else 0), LEVELS.index(row[LEVEL]), row[CODE])
            key = (row[CODE], row[FROM])
            if key not in found or rank < found[key][0]:
                found[key] = (rank, Match(made(row), HOW[how], made(former) if former else None))
    return sorted(found.values(), key=lambda pair: pair[0])


def _near_hits(book: Localities, readings: list[Asked]) -> Iterator[tuple[Asked, Named, int]]:
    """Rows of any day with the same letters, or with a known alias; the place in HOW."""
    names = _names(book)
    for asked in readings:
        for other in names.by_loose.get(asked.loose, ()):
            yield asked, other, 0 if other.spelled == asked.spelled else 2 if other.folded == asked.folded else 3
        for code in names.aliases.get(asked.folded, ()):
            for row in book.by_code.get(code, ()):
                yield asked, Named(row, asked.spelled, asked.folded, asked.loose), 1


def _letter_hits(book: Localities, readings: list[Asked]) -> Iterator[tuple[Asked, Named, int]]:
    """Rows of any day whose name is one letter off."""
    names = _names(book)
    for asked in readings:
        for loose in _one_letter_off(names, asked.loose):
            for other in names.by_loose[loose]:
                is_marked = _is_one_off(_marked(asked.spelled), _marked(other.spelled))
                yield asked, other, 4 if is_marked else 5


def _cost(asked: Asked, other: Named, how: int) -> int:
    kind = 0 if _same_kind(asked, other.row) else _OTHER_KIND
    if how == 1:
        return kind + _ALIAS
    if how == 3:  # another way to write it: i and y, blanks; only accents are left to tell names apart
        marks = [[mark for mark in _marked(text) if _is_mark(mark)] for text in (asked.spelled, other.spelled)]
        return kind + _LOOSE + _distance("".join(marks[0]), "".join(marks[1]), asked.mark_cost)
    return kind + (_distance(_marked(asked.spelled), _marked(other.spelled), asked.mark_cost) if how else 0)


def _distance(one: str, two: str, mark_cost: int) -> int:
    """Cost of the cheapest edits that make two marked texts equal."""
    before: list[int] = []
    line = [0]
    gaps = [mark_cost if _is_mark(letter) else _GAP for letter in two]
    for gap in gaps:
        line.append(line[-1] + gap)
    for at, letter in enumerate(one):
        is_mark = _is_mark(letter)
        gap = mark_cost if is_mark else _GAP
        older, before, line = before, line, [line[0] + gap]
        for to, other in enumerate(two):
            change = mark_cost if is_mark and gaps[to] != _GAP else _OTHER
            best = min(before[to] + (0 if letter == other else change), before[to + 1] + gap, line[to] + gaps[to])
            if at and to and not is_mark and letter == two[to - 1] and one[at - 1] == other:
                best = min(best, older[to - 1] + _SWAP)
            line.append(best)
    return line[-1]


@cache
def _marked(spelled: str) -> str:
    """Letters, each followed by its marks; the tone still at the end of its word."""
    return unicodedata.normalize("NFD", spelled.replace("đ", "d" + _STROKE))


@cache
def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) > 0


def _same_name(one: Row, two: Row) -> bool:
    return one[CODE] == two[CODE] and spelling(one[NAME]) == spelling(two[NAME])


def _exact_rows(scope: _Scope, given: str) -> list[Row]:
    """Rows of the scope spelled like this, of the kind that was given if one was."""
    names = _names(scope.book)
    found = {
        other.row[CODE]: other.row
        for asked in _readings(given)
        for other in names.by_loose.get(asked.loose, ())
        if other.spelled == asked.spelled
        and _same_kind(asked, other.row)
        and scope.now.get(other.row[CODE]) is other.row
    }
    return sorted(row for row in found.values() if scope.holds(row))


def _confirmed_rows(scope: _Scope, given: str) -> list[Row]:
    """Rows of the scope whose confirmed alias is spelled like this, with or without the kind."""
    spelled = {asked.spelled for asked in _readings(given)}
    aliases = (row for row in scope.book.rows("aliases") if row["confirmed_by"])
    codes = {row["code"] for row in aliases if spelling(row["alias"]) in spelled}
    rows = (scope.now.get(code) for code in sorted(codes))
    return [row for row in rows if row and scope.holds(row)]


def _same_kind(asked: Asked, row: Row) -> bool:
    return asked.kind is None or asked.kind == row[KIND] or row[KIND].startswith(asked.kind + " trực thuộc")


def _readings(name: str) -> list[Asked]:
    """What was typed, as it stands and without a word for a kind before it."""
    text = clean(name)
    folded = fold(text)
    rests = [(kind, clean(text[len(start) :])) for kind, start in _kind_starts() if folded.startswith(start)]
    return list(dict.fromkeys([_asked(None, text), *(_asked(kind, rest) for kind, rest in rests if rest)]))


@cache
def _kind_starts() -> list[tuple[str, str]]:
    """Kinds with the folded text that begins a name of that kind: a word and a blank, or an abbreviation's dot."""
    words = [(kind, fold(word)) for kind, words in _KIND_WORDS.items() for word in words]
    return list(dict.fromkeys((kind, word if word.endswith(".") else word + " ") for kind, word in words))


def _asked(kind: str | None, text: str) -> Asked:
    folded = fold(text)
    return Asked(kind, spelling(text), folded, loose(folded))


def loose(folded: str) -> str:
    """Letters and digits alone, y as i: Qui Nhơn and Quy Nhơn, La ÊÊ and Laêê are one."""
    return "".join(letter for letter in folded if letter.isalnum()).replace("y", "i")


def _one_letter_off(names: Names, asked: str) -> set[str]:
    """Loose names one letter (not a digit) away: one more, one less, another, or two changed places."""
    near: set[str] = set(names.shortened.get(asked, ()))
    for short in _shortened(asked):
        near |= names.shortened.get(short, set())
        if short in names.by_loose:
            near.add(short)
    return {other for other in near if other != asked and _is_one_off(asked, other)}


def _is_one_off(one: str, two: str) -> bool:
    """Whether one edit of letters (insert, delete, substitute, transpose neighbours) makes two texts equal."""
    if _digits(one) != _digits(two) or abs(len(one) - len(two)) > 1:
        return False
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    rest, other = one[start:], two[start:]
    if len(rest) == len(other):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other if len(rest) > len(other) else other[1:] == rest


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _shortened(text: str) -> Iterable[str]:
    return {text[:at] + text[at + 1 :] for at in range(len(text))} if len(text) > 2 else ()


_KNOWN: WeakKeyDictionary[Localities, Names] = WeakKeyDictionary()


def _names(book: Localities) -> Names:
    """The names of a book, indexed once."""
    if book not in _KNOWN:
        by_loose: dict[str, list[Named]] = defaultdict(list)
        shortened: dict[str, set[str]] = defaultdict(set)
        with without_gc():
            for row in book.table("versions"):
                spelled, folded, key = _keys(bare_name(row[NAME], row[KIND]))
                by_loose[key].append(Named(row, spelled, folded, key))
            for key in by_loose:
                for short in _shortened(key):
                    shortened[short].add(key)
        aliases: dict[str, list[str]] = defaultdict(list)
        for alias in book.rows("aliases"):
            aliases[fold(alias["alias"])].append(alias["code"])
        _KNOWN[book] = Names(by_loose, shortened, aliases)
    return _KNOWN[book]


@cache
def _keys(name: str) -> tuple[str, str, str]:
    folded = fold(name)
    return spelling(name), folded, loose(folded)
