"""The cells of one column as values, and what had to be done to read them: every repair is counted, none is silent.

Columns repeat themselves: each distinct raw value is read once, so a hundred thousand rows cost a few hundred readings
and one look-up a cell.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mtqg.core.table import Column
from mtqg.intake import faults
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers
from mtqg.intake.encoding import Texts, plain_eth, unicode_text
from mtqg.intake.identity import CITIZEN, OLD_CARD, holds_identity, identity
from mtqg.intake.sheet import Raw
from mtqg.intake.values import EXCEL_DAY_0, MAX_TEXT, NO_ANSWERS, SHORTEST_NUMBER, TWICE_ENCODED, Read, Wrong, reader

_QUOTES = ("'", "\u2018", "\u2019", "`")  # typed before a number to make it a text
_UNANSWERED = frozenset({say.ASK_NUMBER, say.ASK_DAY, faults.SHORT_YEAR, faults.ASK_IDENTITY, say.IDENTITY})

MANY = 200  # distinct texts that are worth a look at all of them at once
# Letters that are composed and cannot be taken for another: neither the look-alikes of Đ nor what text that was encoded
# twice is made of (values.text looks closer at those).
_LETTER = "0-9A-Za-z\u00c0-\u00cf\u00d1-\u00d6\u00d8-\u00ef\u00f1-\u00f6\u00f8-\u0188\u018a-\u01b0\u1e00-\u1ef9"
_CLEAR = f"^[{_LETTER}][{_LETTER}/.,:()-]*(?: [{_LETTER}/.,:()-]+)*$"

# What was done to a cell; messages say it by column.
DECOMPOSED, ETH, QUOTED, AS_TEXT, CLOSED_UP, CARD = "decomposed", "eth", "quoted", "as_text", "closed_up", "card"


@dataclass(frozen=True)
class Ways:
    """How the cells of a sheet are to be read. is_typed: its cells have types; a csv has texts only."""

    answers: Answers
    texts: Texts = field(default_factory=Texts)
    day_0: dt.date = EXCEL_DAY_0
    is_typed: bool = True


class Cells(NamedTuple):
    """Values of a column; where there is none and why; how many cells were repaired how, and by which answer."""

    values: list[Any]
    wrong: list[tuple[int, Wrong]]
    repairs: Counter[str]
    used: Counter[tuple[str, str]]


class _One(NamedTuple):
    """One raw value that was read."""

    value: Any
    repairs: tuple[str, ...] = ()
    used: tuple[tuple[str, str], ...] = ()


def read_cells(raw: list[Raw], column: Column, ways: Ways) -> Cells:
    """Types apart: True, 1 and 1.0 are equal to Python."""
    read = _Reader(column, ways)
    known: dict[type, dict[Raw, Any]] = {}
    odd: dict[type, dict[Raw, _One]] = {}
    kinds = set(map(type, raw))
    for kind in kinds:
        distinct = set(raw) if len(kinds) == 1 else {cell for cell in raw if type(cell) is kind}
        clear = _read_as_they_are(distinct, column, ways.texts) if kind is str else set()
        ones = {value: read.one(value) for value in distinct - clear}
        known[kind] = {value: one.value for value, one in ones.items()} | dict(zip(clear, clear, strict=True))
        odd[kind] = {value: one for value, one in ones.items() if one.repairs or one.used}
    if len(known) == 1:
        (only,) = known.values()
        values = [only[cell] for cell in raw]
    else:
        values = [known[type(cell)][cell] for cell in raw]
    repairs, used = _counted(raw, odd)
    return Cells(values, _wrong(values, known), repairs, used)


def _read_as_they_are(distinct: set[Raw], column: Column, texts: Texts) -> set[Raw]:
    """Those of many texts that are their own value, as it stands: codes and names, one for each row."""
    if len(distinct) < MANY or column.kind != "text" or column.choices is not None:
        return set()
    import polars as pl

    given = pl.Series(list(distinct.difference(texts.doubted)), dtype=pl.String)
    if holds_identity(column):
        return set(given.filter(given.str.contains(f"^[0-9]{{{CITIZEN}}}$")))
    holds_no_number = given.str.count_matches("[0-9]") < SHORTEST_NUMBER
    is_clear = given.str.contains(_CLEAR) & (given.str.len_bytes() < MAX_TEXT)
    return set(given.filter(is_clear & holds_no_number & ~given.str.contains(TWICE_ENCODED.pattern)))


def _wrong(values: list[Any], known: dict[type, dict[Raw, Any]]) -> list[tuple[int, Wrong]]:
    """Where there is no value and why; the values become empty there."""
    if not any(isinstance(value, Wrong) for table in known.values() for value in table.values()):
        return []
    wrong = [(place, value) for place, value in enumerate(values) if isinstance(value, Wrong)]
    for place, _ in wrong:
        values[place] = None
    return wrong


def _counted(raw: list[Raw], odd: dict[type, dict[Raw, _One]]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    repairs: Counter[str] = Counter()
    used: Counter[tuple[str, str]] = Counter()
    for kind, ones in odd.items():
        if ones:
            for cell, count in Counter(cell for cell in raw if type(cell) is kind and cell in ones).items():
                repairs.update(dict.fromkeys(ones[cell].repairs, count))
                used.update(dict.fromkeys(ones[cell].used, count))
    return repairs, used


class _Reader:
    """Reads one raw value after another of a column."""

    def __init__(self, column: Column, ways: Ways) -> None:
        self.column, self.ways = column, ways
        self.bare, self.answered = (_read_of(column, answers, ways.day_0) for answers in (NO_ANSWERS, ways.answers))

    def one(self, raw: Raw) -> _One:
        if not isinstance(raw, str):
            return self._valued(raw, raw, (), ())
        repairs: tuple[str, ...] = ()
        used: tuple[tuple[str, str], ...] = ()
        text = raw
        if not raw.isascii():
            told = unicode_text(raw, self.column.name, self.ways.texts, self.ways.answers)
            if isinstance(told, Wrong):
                return _One(told)
            if told.answer:
                used = (("encoding", told.answer),)
            text = told.text
            repairs = _of_letters(text)
            text = plain_eth(text)
        if text[:1] in _QUOTES and text[1:2].isdigit():
            text, repairs = text[1:], (*repairs, QUOTED)
        return self._valued(raw, text, repairs, used)

    def _valued(self, raw: Raw, text: Raw, repairs: tuple[str, ...], used: tuple[tuple[str, str], ...]) -> _One:
        value = self.bare(text)
        if isinstance(value, Wrong) and value.code in _UNANSWERED:
            again = self.answered(text)
            if again != value:
                used, value = (*used, self._answer(value)), again
        if isinstance(value, Wrong) or value is None:
            return _One(value, (), used)
        return _One(value, (*repairs, *self._kind(raw, value)), used)

    def _answer(self, asked: Wrong) -> tuple[str, str]:
        answers = self.ways.answers
        if asked.code is say.IDENTITY:
            return f"identity:{self.column.name}", "no"
        by_code = {
            say.ASK_NUMBER: ("numbers", answers.numbers),
            say.ASK_DAY: ("dates", "excel"),
            faults.SHORT_YEAR: ("years", str(answers.century)),
            faults.ASK_IDENTITY: ("identity", "pad"),
        }
        return by_code[asked.code]

    def _kind(self, raw: Raw, value: Any) -> tuple[str, ...]:
        """Repairs that show in the value."""
        if self.column.kind == "integer":
            return (AS_TEXT,) if isinstance(raw, str) and self.ways.is_typed else ()
        if self.column.kind == "date":
            digits = raw.strip() if isinstance(raw, str) else str(int(raw)) if isinstance(raw, int | float) else ""
            return (CLOSED_UP,) if len(digits) == 8 and digits.isdigit() else ()
        return (CARD,) if holds_identity(self.column) and len(value) == OLD_CARD else ()


def _read_of(column: Column, answers: Answers, day_0: dt.date) -> Read:
    return (lambda raw: identity(raw, answers)) if holds_identity(column) else reader(column, answers, day_0)


def _of_letters(text: str) -> tuple[str, ...]:
    composed = () if unicodedata.is_normalized("NFC", text) else (DECOMPOSED,)
    return (*composed, ETH) if plain_eth(text) != text else composed
