"""Additive numbers carried from the units of one day to those of another, in whole numbers, losing none.

Each column names the kind of weight it follows. A share that no law gives is not invented: the amount then stands at
the nearest common parent of the places it may have gone to, and says why. Rates and titles are refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mtqg.core.errors import Problem, Refused, language
from mtqg.core.text import fold
from mtqg.localities.book import FROM
from mtqg.localities.lineage import COUNTRY, WEIGHTS, Place, Shares, Walk, common_parent
from mtqg.localities.problems import (
    NO_COLUMN,
    NO_WEIGHT,
    NOT_ADDITIVE_RATE,
    NOT_ADDITIVE_TITLE,
    NOT_WHOLE,
    UNKNOWN_WEIGHT,
)

if TYPE_CHECKING:
    from mtqg.localities.book import Localities

# Words that make the name of a column the name of a rate (style: units end names), and how such names begin.
_RATE_WORDS = frozenset(("rate", "rates", "ratio", "pct", "percent", "percentage", "share"))
_RATE_STARTS = (["ty", "le"], ["ti", "le"])
_NO_LETTERS = re.compile(r"[\W_]+")

REASONS = {
    "share_unknown": (
        "Văn bản không nêu tỷ trọng của từng phần.",
        "No document gives the shares of the parts.",
    ),
    "place_unknown": (
        "Không có nguồn nào nêu đơn vị tiếp nhận hoặc đơn vị gốc.",
        "No source says where this territory went, or came from.",
    ),
}


@dataclass(frozen=True)
class Carried:
    """``rows``: {code, columns} on the target day; ``unplaced``: {code (common parent), from, reason, cause, among,
    columns}. For each column, the two add up to what was given."""

    rows: list[dict[str, Any]]
    unplaced: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        return {"rows": self.rows, "unplaced": self.unplaced}


def carry(
    book: Localities,
    rows: Iterable[Mapping[str, Any]],
    from_day: dt.date,
    to_day: dt.date,
    weights: Mapping[str, str],
) -> Carried:
    """Rows of {code, integer columns} of ``from_day`` on the units of ``to_day``, earlier or later.

    ``weights`` names for each column what it follows: population, area, households or poor_households.
    A row may carry ``place`` (file and line), which errors then name. Codes may repeat; they are added.
    Raises Refused with every error: a rate or a title, a column without a weight, a code that is no unit on
        ``from_day``, a value that is not a whole number.
    """
    given = _added_up(book, list(rows), from_day, weights)
    walk = book.walk(to_day)
    placed: dict[str, list[int]] = {}
    unplaced: list[dict[str, Any]] = []
    kinds = [WEIGHTS.index(kind) for kind in weights.values()]
    now = book.now(from_day)
    for code, amounts in sorted(given.items()):
        places = walk.places((code, now[code][FROM]))
        if len(places) == 1 and not next(iter(places)).is_within:
            _add(placed, next(iter(places)).key[0], amounts)
        else:
            _split(walk, code, amounts, (places, kinds, list(weights)), (placed, unplaced))
    named = [{"code": code, **dict(zip(weights, amounts, strict=True))} for code, amounts in sorted(placed.items())]
    return Carried(named, unplaced)


def shared_out(amount: int, shares: list[Fraction | int]) -> list[int]:
    """A whole number split by shares that add up to 1: largest remainder, ties to the earlier place.

    >>> shared_out(10, [Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
    [4, 3, 3]
    """
    size, sign = abs(amount), -1 if amount < 0 else 1
    exact = [size * share for share in shares]
    parts = [int(part) for part in exact]
    left = size - sum(parts)
    order = sorted(range(len(shares)), key=lambda number: (parts[number] - exact[number], number))
    for number in order[:left]:
        parts[number] += 1
    return [sign * part for part in parts]


def check_weights(weights: Mapping[str, str], place: str = "") -> list[Problem]:
    """What is wrong with the kinds of weights: rates and titles have none, whatever weight is asked for them."""
    problems = []
    for column, kind in weights.items():
        named = _named_kind(column)
        if "rate" in (kind, named):
            problems.append(NOT_ADDITIVE_RATE.at(place, column))
        elif "title" in (kind, named):
            problems.append(NOT_ADDITIVE_TITLE.at(place, column))
        elif kind not in WEIGHTS:
            problems.append(UNKNOWN_WEIGHT.at(place, column, kind=kind, known=", ".join(WEIGHTS)))
    return problems


def _named_kind(column: str) -> str:
    """ "rate" or "title" where the name of a column says that it is one: poor_rate, poor_rate_pct, "Tỷ lệ hộ nghèo"."""
    words = [word for word in _NO_LETTERS.split(fold(column)) if word]
    if "%" in column or _RATE_WORDS.intersection(words) or words[:2] in _RATE_STARTS:
        return "rate"
    return "title" if "title" in words or words[:2] == ["danh", "hieu"] else ""


def _added_up(
    book: Localities, rows: list[Mapping[str, Any]], day: dt.date, weights: Mapping[str, str]
) -> dict[str, list[int]]:
    problems = check_weights(weights)
    given: dict[str, list[int]] = {}
    unweighted = dict.fromkeys(column for row in rows for column in row if column not in ("code", "place", *weights))
    problems += [NO_WEIGHT.at("", column, known=", ".join(WEIGHTS)) for column in unweighted]
    now = book.now(day)
    for number, row in enumerate(rows, start=1):
        code, place = row["code"], str(row.get("place") or number)
        if code not in now:
            problems.append(book.unknown(code, day, place))
        _add(given, code, [_whole(row, column, place, problems) for column in weights])
    if problems:
        raise Refused(problems)
    return given


def _whole(row: Mapping[str, Any], column: str, place: str, problems: list[Problem]) -> int:
    value = row.get(column)
    if type(value) is int:
        return value
    if column not in row:
        problems.append(NO_COLUMN.at(place, column, known=", ".join(map(str, row))))
    else:
        problems.append(NOT_WHOLE.at(f"{place} {column}", "" if value is None else value))
    return 0


def _add(sums: dict[str, list[int]], code: str, amounts: list[int]) -> None:
    known = sums.get(code)
    sums[code] = amounts if known is None else [one + two for one, two in zip(known, amounts, strict=True)]


def _split(
    walk: Walk,
    code: str,
    amounts: list[int],
    plan: tuple[dict[Place, Shares], list[int], list[str]],
    result: tuple[dict[str, list[int]], list[dict[str, Any]]],
) -> None:
    places, kinds, columns = plan
    placed, unplaced = result
    order = sorted(places)
    homeless: dict[tuple[Place, ...], list[int]] = {}
    for number, (kind, amount) in enumerate(zip(kinds, amounts, strict=True)):
        known = [place for place in order if places[place][kind] is not None]
        unknown = tuple(place for place in order if places[place][kind] is None)
        shares: list[Fraction | int] = [places[place][kind] or 0 for place in known]
        parts = shared_out(amount, [*shares, 1 - sum(shares)])
        for place, part in zip((*known, None), parts, strict=True):
            if not part:
                continue
            if place is None or place.is_within:
                among = unknown if place is None else (place,)
                homeless.setdefault(among, [0] * len(columns))[number] += part
            else:
                _add(placed, place.key[0], [part if other == number else 0 for other in range(len(columns))])
    unplaced += [
        _homeless(walk, code, among, dict(zip(columns, sums, strict=True))) for among, sums in homeless.items()
    ]


def _homeless(walk: Walk, code: str, among: tuple[Place, ...], amounts: dict[str, int]) -> dict[str, Any]:
    keys = [place.key for place in among]
    parent = keys[0] if len(keys) == 1 else common_parent(walk.book, keys, walk.day)
    cause = "place_unknown" if any(place.is_within for place in among) else "share_unknown"
    return {
        "code": None if parent == COUNTRY else parent[0],
        "from": code,
        "reason": REASONS[cause][language() == "en"],
        "cause": cause,
        "among": [place.key[0] for place in among if not place.is_within],
        **amounts,
    }
