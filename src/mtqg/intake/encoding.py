"""Telling TCVN3 and VNI text from Unicode, by evidence: words that Vietnamese cannot have, and has when read so.

A cell proves its encoding (``strong``), proves that it is right, or could be either (Hé is a syllable, and is Hộ in
TCVN3); what could be either follows the other cells of its column, then those of its sheet. Nothing is converted
without an answer, and a text that is right is never touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from mtqg.core.text import nfc
from mtqg.intake import faults
from mtqg.intake.answers import Answers
from mtqg.intake.legacy import ENCODINGS, NAMES, is_readable, to_unicode
from mtqg.intake.syllable import is_syllable
from mtqg.intake.values import Wrong

_LONGEST = 300  # signs of a cell that are looked at
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
# A sign beyond the Western page proves Unicode; dashes, quotation marks and the like stand in both.
_BEYOND = re.compile("[^\x00-\xff\u0189\u0192\u02c6\u02dc\u2000-\u206f\u20ac\u2122]")
_COMMON = """
    thôn xã bản hộ tổ phố khu xóm làng ấp tỉnh huyện thị trấn thành phường có không nghèo cận đã chưa văn đồng núi năm
    tên số mã điểm ngày nông dân tộc thiểu tổng cộng ủy chủ tịch quyết định hà lê trần nguyễn phạm hoàng hồ đỗ lò bùi
"""
_EVERYWHERE = frozenset(_COMMON.split())
_MOSTLY = 9  # so many right cells for each wrong one, and a cell that could be either is right


class Seen(NamedTuple):
    """What one text proves. strong: encodings in which it must be; possible: those in which it could be as well."""

    is_right: bool = False
    strong: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()


def seen(text: str) -> Seen:
    """What a text proves of its encoding.

    >>> seen("Hé nghÌo").strong, seen("Hoä ngheøo").strong, seen("Hộ nghèo").is_right, seen("Hé").possible
    (('tcvn3',), ('vni',), True, ('tcvn3',))
    """
    text = nfc(text[:_LONGEST])
    if _BEYOND.search(text):
        return Seen(is_right=True)
    words = [_word(word) for word in _WORD.findall(text) if not word.isascii()]
    right = sum(word.is_right for word in words)
    counts = {
        code: sum(word.reads[at] is not None and is_syllable(word.reads[at]) for word in words)
        for at, code in enumerate(ENCODINGS)
        if all(word.reads[at] is not None for word in words)
    }
    if right < len(words):
        best = max(counts.values(), default=0)
        strong = tuple(code for code in counts if counts[code] == best > right and 2 * best >= len(words))
        # What is no syllable either way, such as Q§ for QĐ, follows the others where it can be read.
        return Seen(strong=strong, possible=() if strong else tuple(counts))
    common = sum(word.is_common for word in words)
    possible = tuple(
        code
        for code, count in counts.items()
        if words and count == len(words) and common <= _common(words, ENCODINGS.index(code))
    )
    return Seen(bool(words) and not possible, (), possible)


class _Seen(NamedTuple):
    """A word with accents: whether it is a syllable as it stands, and how it reads in each encoding, if it can."""

    is_right: bool
    is_common: bool
    reads: tuple[str | None, ...]


@lru_cache(maxsize=1 << 15)
def _word(word: str) -> _Seen:
    reads = tuple(to_unicode(word, code) if is_readable(word, code) else None for code in ENCODINGS)
    return _Seen(is_syllable(plain_eth(word)), word.lower() in _EVERYWHERE, reads)


def _common(words: list[_Seen], at: int) -> int:
    """How many of the words, read in an encoding, stand in nearly every list of an office."""
    return sum((word.reads[at] or "").lower() in _EVERYWHERE for word in words)


_ETH = str.maketrans("\u00d0\u00f0\u0189", "\u0110\u0111\u0110")


_HAS_ETH = re.compile("[\u00d0\u00f0\u0189]")


def plain_eth(text: str) -> str:
    """The Icelandic and African letters that look like Đ, which old keyboards wrote, as Đ."""
    return text.translate(_ETH) if _HAS_ETH.search(text) else text


@dataclass(frozen=True)
class Texts:
    """The texts of a sheet, by column, and what they prove together.

    fonts: encodings of the fonts in which cells of the workbook stand; they speak where texts do not.
    """

    columns: Mapping[str, Counter[str]] = field(default_factory=dict)  # "right" and encodings: how many texts
    doubted: Mapping[str, Seen] = field(default_factory=dict)  # texts that are not plainly right, and what they prove
    fonts: frozenset[str] = frozenset()

    def encoding(self, text: str, column: str) -> str | None:
        """The encoding of a text: "" for Unicode, None where it could be either and the column holds both."""
        told = self.doubted.get(text)
        if told is None:
            return ""
        if told.strong:
            return self._first(told.strong, column)
        if not told.possible:
            return ""
        here = self.columns.get(column, Counter())
        votes = here if sum(here.values()) else self._sheet
        best = self._first(told.possible, column)
        if not votes[best]:
            return ""
        if votes["right"] > _MOSTLY * votes[best]:
            return ""
        return best if not votes["right"] else None

    def _first(self, codes: tuple[str, ...], column: str) -> str:
        """Of encodings that fit alike, the one of most other cells, then of the fonts."""
        here, sheet = self.columns.get(column, Counter()), self._sheet
        return max(codes, key=lambda code: (here[code], sheet[code], code in self.fonts))

    @cached_property
    def _sheet(self) -> Counter[str]:
        total: Counter[str] = sum(self.columns.values(), Counter())
        if not total["right"]:
            total.update(self.fonts)
        return total


def texts_of(columns: Mapping[str, Iterable[str]], fonts: frozenset[str]) -> Texts:
    """What the texts of a sheet prove together. Only texts with signs outside ASCII say anything."""
    found, doubted = {}, {}
    for name, texts in columns.items():
        votes: Counter[str] = Counter()
        for text in texts:
            told = doubted[text] = seen(text)
            if not told.strong and not told.possible:
                del doubted[text]
            if told.is_right:
                votes["right"] += 1
            elif len(told.strong) == 1:
                votes[told.strong[0]] += 1
        found[name] = votes
    return Texts(found, doubted, fonts)


class Told(NamedTuple):
    """A text in Unicode, and the answer that made it so: an encoding, "unicode" where it was left, "" where none was
    needed.
    """

    text: str
    answer: str = ""


def unicode_text(text: str, column: str, texts: Texts, answers: Answers) -> Told | Wrong:
    """The text in Unicode; the question where it is not, and nobody answered."""
    code = texts.encoding(text, column)
    if code == "":
        return Told(text)
    if "unicode" in answers.encodings:
        return Told(text, "unicode")
    told = texts.doubted[text]
    if code is None:
        other = told.possible[0]
        return Wrong(faults.MIXED_ENCODING, {"reading": to_unicode(text, other), "encoding_name": NAMES[other]})
    for one in (code, *told.strong):
        if one in answers.encodings:
            return Told(to_unicode(text, one), one)
    says = {"reading": to_unicode(text, code), "encoding": code, "encoding_name": NAMES[code]}
    return Wrong(faults.ASK_ENCODING, says)


def as_unicode(text: str) -> str:
    """A text that proves its encoding by itself, in Unicode: for words that are compared and never kept."""
    told = () if text.isascii() else seen(text).strong
    return to_unicode(text, told[0]) if told else text
