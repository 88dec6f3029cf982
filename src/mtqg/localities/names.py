"""Units by name: a free search for people, and a strict one for imports.

The search forgives accents, case, the place of the tone, composition, the word for the kind, i for y, and one letter;
a former name finds where its territory lies. The strict one forgives nothing that could be another unit: a name whose
accents do not settle it is given back with its candidates, for a person to choose.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from mtqg.core.errors import Problem
from mtqg.core.text import clean, fold, spelling
from mtqg.localities.book import CODE, FROM, KIND, NAME, PARENT, TO, Key
from mtqg.localities.lineage import Walk
from mtqg.localities.problems import NAME_TO_BE_ASKED, NOT_FOUND
from mtqg.localities.version import LEVELS, Version, bare_name

if TYPE_CHECKING:
    from mtqg.localities.book import Localities
    from mtqg.localities.tables import Row

# How a name was found, from the surest to the least sure.
HOW = ("exact", "alias", "accents", "spelling", "letter", "letter_and_accents")
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


class Named(NamedTuple):
    """A row with the keys of its bare name."""

    row: Row
    spelled: str
    folded: str
    loose: str


class Names(NamedTuple):
    """Rows by the loose key of their name, and loose keys by what is left of them without one letter."""

    by_loose: dict[str, list[Named]]
    shortened: dict[str, set[str]]


def resolve(book: Localities, name: str, *, on: dt.date, within: str | None = None) -> list[Match]:
    """Units valid on a day that a name may mean, best first; all of them where several do."""
    if within is not None:
        book.require(within, on)
    found: dict[Key, tuple[tuple[object, ...], Match]] = {}
    walk = Walk(book, book.day(on))
    for key, how, row in _hits(book, _readings(name)):
        for version, former in _standing(book, walk, row, on):
            if within is None or _is_inside(book, version, within, on):
                rank = (how, former is not None, *key, LEVELS.index(version.level), version.code)
                known = found.get(version.key)
                if known is None or rank < known[0]:
                    found[version.key] = (rank, Match(version, HOW[how], former))
    ranked = sorted(found.values(), key=lambda pair: pair[0])
    return [match for _, match in _without_the_far(ranked)]


def resolve_exact(book: Localities, name: str, *, on: dt.date, within: str | None = None) -> Exact:
    """The one unit of a day whose name this is, accent by accent; otherwise the candidates to choose from.

    Case, composition and the place of the tone never tell two names apart; accents, i and y, and letters do. An alias
    settles a name when somebody confirmed it.
    """
    if within is not None:
        book.require(within, on)
    given, day = clean(name), on.isoformat()
    exact = [book.made(row) for row in _exact_rows(book, given, on, within)]
    settled = exact or [
        version for version in _confirmed(book, given, on) if within is None or _is_inside(book, version, within, on)
    ]
    if len(settled) == 1:
        return Exact(settled[0], [], None)
    candidates = settled or [match.version for match in resolve(book, name, on=on, within=within)]
    if not candidates:
        return Exact(None, [], NOT_FOUND.at(given=given, day=day))
    told = "; ".join(f"{version.code} {version.name}" for version in candidates)
    return Exact(None, candidates, NAME_TO_BE_ASKED.at(given=given, day=day, candidates=told))


def _hits(book: Localities, readings: list[Asked]) -> Iterator[tuple[tuple[bool, int], int, Row]]:
    """Rows of any day whose name comes near, with how near: (other kind, accents that differ), place in HOW."""
    names = _names(book)
    for asked in readings:
        for other in names.by_loose.get(asked.loose, ()):
            how = 0 if other.spelled == asked.spelled else 2 if other.folded == asked.folded else 3
            yield _nearness(asked, other), how, other.row
        for loose in _one_letter_off(names, asked.loose):
            for other in names.by_loose[loose]:
                how = 4 if _is_one_off(asked.spelled, other.spelled) else 5
                yield _nearness(asked, other), how, other.row
        for alias in book.rows("aliases"):
            if fold(alias["alias"]) == asked.folded:
                for row in book.by_code.get(alias["code"], ()):
                    yield (False, int(spelling(alias["alias"]) != asked.spelled)), 1, row


def _without_the_far(ranked: list[tuple[tuple[object, ...], Match]]) -> list[tuple[tuple[object, ...], Match]]:
    """Names one letter off are worth showing only where no present name is nearer."""
    is_near = any(HOW.index(match.how) < 4 and match.former is None for _, match in ranked)
    return [pair for pair in ranked if not is_near or HOW.index(pair[1].how) < 4]


def _standing(book: Localities, walk: Walk, row: Row, on: dt.date) -> list[tuple[Version, Version | None]]:
    """The version itself if it is valid on the day; otherwise where its territory lies now, with the old version."""
    day = on.isoformat()
    if row[FROM] > day:
        return []
    if not row[TO] or day < row[TO]:
        return [(book.made(row), None)]
    old = book.made(row)
    places = [place for place in walk.places(old.key) if place.key[0]]
    return [(version := book.made(book.row(place.key)), None if _same_name(version, old) else old) for place in places]


def _same_name(one: Version, two: Version) -> bool:
    return one.code == two.code and spelling(one.name) == spelling(two.name)


def _is_inside(book: Localities, version: Version, within: str, on: dt.date) -> bool:
    now, code = book.now(on), version.code
    while code and code != within:
        code = now[code][PARENT]
    return code == within


def _exact_rows(book: Localities, given: str, on: dt.date, within: str | None) -> list[Row]:
    readings = _readings(given)
    now = book.now(on)
    found = {
        other.row[CODE]: other.row
        for asked in readings
        for other in _names(book).by_loose.get(asked.loose, ())
        if other.spelled == asked.spelled and _same_kind(asked, other.row) and now.get(other.row[CODE]) is other.row
    }
    rows = [row for row in found.values() if within is None or _is_inside(book, book.made(row), within, on)]
    return sorted(rows)


def _confirmed(book: Localities, given: str, on: dt.date) -> list[Version]:
    """Units of confirmed aliases that are spelled like this, with or without the kind."""
    spelled = {asked.spelled for asked in _readings(given)}
    aliases = (row for row in book.rows("aliases") if row["confirmed_by"])
    codes = {row["code"] for row in aliases if spelling(row["alias"]) in spelled}
    versions = (book.version(code, on) for code in sorted(codes))
    return [version for version in versions if version]


def _same_kind(asked: Asked, row: Row) -> bool:
    return asked.kind is None or asked.kind == row[KIND] or row[KIND].startswith(asked.kind + " trực thuộc")


def _nearness(asked: Asked, other: Named) -> tuple[bool, int]:
    differing = sum(one != two for one, two in zip(asked.spelled, other.spelled, strict=False))
    return not _same_kind(asked, other.row), differing + abs(len(asked.spelled) - len(other.spelled))


def _readings(name: str) -> list[Asked]:
    """What was typed, as it stands and without a word for a kind before it."""
    text = clean(name)
    folded = fold(text)
    found = [_asked(None, text)]
    for kind, words in _KIND_WORDS.items():
        for word in words:
            rest = _after(text, folded, word)
            if rest:
                found.append(_asked(kind, rest))
    return list(dict.fromkeys(found))


def _after(text: str, folded: str, word: str) -> str:
    """What follows a word for a kind, written with or without accents; empty where the text does not begin so."""
    start = fold(word) if word.endswith(".") else fold(word) + " "
    return clean(text[len(start) :]) if folded.startswith(start) else ""


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
        for row in book.table("versions"):
            spelled, folded, key = _keys(bare_name(row[NAME], row[KIND]))
            by_loose[key].append(Named(row, spelled, folded, key))
        shortened: dict[str, set[str]] = defaultdict(set)
        for key in by_loose:
            for short in _shortened(key):
                shortened[short].add(key)
        _KNOWN[book] = Names(dict(by_loose), dict(shortened))
    return _KNOWN[book]


@cache
def _keys(name: str) -> tuple[str, str, str]:
    folded = fold(name)
    return spelling(name), folded, loose(folded)
