"""One unit named in a row, by code or name, on the row's day. Nothing that could be another unit is accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from mtqg.core.errors import Code
from mtqg.core.text import clean, spelling
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers
from mtqg.intake.lookups import Book, Unit

LEVEL_WORDS = {"province": "tỉnh", "district": "huyện", "commune": "xã", "village": "thôn"}
DIGITS = {"province": 2, "district": 3, "commune": 5}
_SHORT = {"tt": "thị trấn", "tx": "thị xã", "tp": "thành phố", "p": "phường", "x": "xã", "h": "huyện", "q": "quận"}
_SHORT |= {"t": "tỉnh"}
_DAY = dt.timedelta(days=1)


class No(NamedTuple):
    """Why a place was not accepted: which of its columns is wrong, the code and what its sentence says."""

    column: str
    code: Code
    says: dict[str, Any]


class Asked(NamedTuple):
    """What a row says of a unit, and the columns that say it. ``levels``: those that are wanted."""

    code: str | None
    name: str | None
    district: str | None
    on: dt.date
    levels: tuple[str, ...]
    code_column: str = "locality_code"
    name_column: str = "locality_name"


class Units:
    """Units of one importing locality (``home``; None: the whole country)."""

    def __init__(self, book: Book, home: str | None, answers: Answers) -> None:
        self.book, self.home, self.answers = book, home, answers
        self.used: set[tuple[str, str]] = set()  # answers that decided a place
        # What a code was accepted as, and the days for which nothing it rests on changed.
        self._accepted: dict[Asked, list[tuple[dt.date, dt.date, Unit]]] = {}

    def find(self, asked: Asked) -> Unit | No:
        """The unit that the row means, or why there is none."""
        if asked.code is None:
            return self._found(asked)
        always = asked._replace(on=dt.date.min)
        for first, last, unit in self._accepted.get(always, ()):
            if first <= asked.on < last:
                return unit
        found = self._found(asked)
        if not isinstance(found, No):
            chain = [found, *self.book.ancestors(found.code, asked.on)]
            first = max(unit.valid_from or dt.date.min for unit in chain)
            last = min(unit.valid_to or dt.date.max for unit in chain)
            self._accepted.setdefault(always, []).append((first, last, found))
        return found

    def _found(self, asked: Asked) -> Unit | No:
        code = asked.code
        if code is None and asked.name is not None:
            code = self.answered(asked.name)
            if code is None:
                found = self._by_name(asked)
                return found if isinstance(found, No) else self._checked(found, asked)
            asked = asked._replace(name=None)
        if code is None:
            return No(asked.code_column, say.NO_PLACE, {})
        found = self._by_code(code, asked)
        return found if isinstance(found, No) else self._checked(found, asked)

    def answered(self, name: str) -> str | None:
        """The code that an answer gives to a name."""
        code = self.answers.code_for(name)
        if code is not None:
            self.used.add((f"name:{clean(name)}", code))
        return code

    def _by_code(self, code: str, asked: Asked) -> Unit | No:
        unit = self.book.version(code, asked.on)
        if unit is None or unit.level not in asked.levels:
            padded = self._padded(code, asked)
            if padded and self.answers.pads_codes:
                self.used.add(("codes", "pad"))
                return padded
            if padded:
                return No(asked.code_column, say.ASK_CODE, {"padded": padded.code, "name": padded.name})
        if unit is None:
            return self._not_then(code, asked)
        if unit.level not in asked.levels:
            wanted = ", ".join(LEVEL_WORDS[one] for one in asked.levels), " or ".join(asked.levels)
            levels = {"level_vi": LEVEL_WORDS[unit.level], "level_en": unit.level}
            says = {"name": unit.name, **levels, "wanted_vi": wanted[0], "wanted_en": wanted[1]}
            return No(asked.code_column, say.WRONG_LEVEL, says)
        return unit

    def _padded(self, code: str, asked: Asked) -> Unit | None:
        """The unit that a code means if it lost its leading zeros; none where two levels could be meant."""
        if not (code.isascii() and code.isdigit()):
            return None
        sizes = {DIGITS[level] for level in asked.levels if level in DIGITS}
        codes = [code.zfill(size) for size in sizes if size > len(code)]
        found = [unit for one in codes if (unit := self.book.version(one, asked.on)) and unit.level in asked.levels]
        return found[0] if len(found) == 1 else None

    def _not_then(self, code: str, asked: Asked) -> No:
        spells = [self.book.made(row) for row in self.book.by_code.get(code, ())]
        if not spells:
            return No(asked.code_column, say.UNKNOWN_CODE, {"day": asked.on.isoformat()})
        return No(asked.code_column, say.NOT_THEN, self._fate(_nearest(spells, asked.on), asked.on))

    def _fate(self, unit: Unit, on: dt.date) -> dict[str, Any]:
        """Until or since when a unit existed, and what its territory is on the day."""
        if unit.valid_to and unit.valid_to <= on:
            moment = unit.valid_to - _DAY
            span = f"chỉ có đến hết ngày {_vi(moment)}", f"it existed until {moment}"
        else:
            moment = unit.valid_from or on
            span = f"chỉ có từ ngày {_vi(moment)}", f"it exists since {moment}"
        others = [place.version for place in self.book.placements(unit.code, moment, on) if place.version]
        told = ", ".join(f"{other.name} ({other.code})" for other in others) or "…"
        return {
            "name": unit.name,
            "day": _vi(on),
            "span_vi": span[0],
            "span_en": span[1],
            "then_vi": f"Vào ngày đó địa bàn này thuộc: {told}. Ghi lại mã hoặc ngày cho đúng.",
            "then_en": f"On that day its territory was in: {told}. Correct the code or the day.",
        }

    def _by_name(self, asked: Asked) -> Unit | No:
        """Accents count. What accents do not settle is asked for, even where there is one candidate only."""
        name = asked.name or ""
        matches = self.book.resolve(name, on=asked.on, within=self._home_on(asked.on))
        fitting = [match for match in matches if match.version.level in asked.levels]
        exact = [match.version for match in fitting if match.former is None and same_name(name, match.version)]
        if len(exact) > 1 and asked.district:
            exact = [unit for unit in exact if self._in_district(unit, asked)] or exact
        if len(exact) == 1:
            one: Unit = exact[0]
            return one
        if not exact:
            former = [match.former for match in fitting if match.former and same_name(name, match.former)]
            if former:
                fate = self._fate(former[0], asked.on)
                return No(asked.name_column, say.NOT_THEN, {**fate, "given": former[0].code})
        candidates = exact or [match.version for match in fitting if match.former is None]
        if not candidates:
            home = self._home_name(asked.on)
            homes = {"home_vi": home or "cả nước", "home_en": home or "the country"}
            return No(
                asked.name_column, say.UNKNOWN_NAME, {**homes, "day_vi": _vi(asked.on), "day_en": asked.on.isoformat()}
            )
        told = ", ".join(f"{unit.name} ({unit.code})" for unit in candidates[:8])
        return No(asked.name_column, say.ASK_NAME, {"candidates": told, "first": candidates[0].code})

    def _checked(self, unit: Unit, asked: Asked) -> Unit | No:
        """The unit, if everything else that the row says of it agrees."""
        if asked.name and not same_name(asked.name, unit) and self.answered(asked.name) != unit.code:
            return No(
                asked.name_column, say.NAME_DIFFERS, {"place_code": unit.code, "name": unit.name, "day": _vi(asked.on)}
            )
        above = self.book.ancestors(unit.code, asked.on)
        if self.home and self.home not in (unit.code, *(one.code for one in above)):
            home = self._home_name(asked.on)
            column = asked.code_column if asked.code else asked.name_column
            return No(column, say.OUTSIDE, {"name": unit.name, "home": home, "given": unit.code})
        if asked.district and unit.level == "commune" and not self._in_district(unit, asked):
            says = {"name": unit.name, "place_code": unit.code, "day": _vi(asked.on), "district": above[0].name}
            return No("district_name", say.DISTRICT_DIFFERS, says)
        return unit

    def _in_district(self, unit: Unit, asked: Asked) -> bool:
        above = self.book.ancestors(unit.code, asked.on)
        return bool(above) and same_name(asked.district or "", above[0])

    def _home_on(self, on: dt.date) -> str | None:
        return self.home if self.home and self.book.version(self.home, on) else None

    def _home_name(self, on: dt.date) -> str:
        unit = self.book.version(self.home, on) if self.home else None
        return unit.name if unit else self.home or ""


def same_name(name: str, unit: Unit) -> bool:
    """Whether a name is the unit's, accent by accent; case, composition and the place of the tone apart."""
    return name_key(name) in (name_key(unit.name), name_key(unit.bare_name))


@cache
def name_key(name: str) -> str:
    """The spelling of a name, with the short words for kinds written out: TT. Mường Lát -> thị trấn mường lát."""
    word, dot, rest = clean(name).partition(".")
    if not dot:
        word, _, rest = clean(name).partition(" ")
    full = _SHORT.get(word.casefold())
    return spelling(f"{full} {rest.strip()}" if full and rest.strip() else name)


def _nearest(spells: Sequence[Unit], on: dt.date) -> Unit:
    """The spell that ended last before a day, or the first one after it."""
    ended = [unit for unit in spells if unit.valid_to and unit.valid_to <= on]
    return ended[-1] if ended else spells[0]


def _vi(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
