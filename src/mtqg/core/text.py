"""Vietnamese text: one composed form, keys for search and for sorting. Made in Python, so every engine agrees.

Three keys, from strict to free:

* ``clean``: the text as it is kept: NFC, single spaces.
* ``spelling``: accents count; case, composition and the place of the tone do not (hòa = hoà, thủy = Thuỷ, quý = qúy).
* ``fold``: nothing but the bare letters (Đắk Pơ -> dak po).
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the dictionaries
_TONE = re.compile(f"[{_TONES}]")
_QUALITIES = {"\u0306": 1, "\u0302": 2, "\u031b": 3}  # ă before â, ô before ơ; ê and ư have no rival
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
# Besides the usual blanks: no-break and zero-width ones that come with pasted text, and the soft hyphen.
_BLANKS = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_OPEN_PAIRS = ("oa", "oe", "uy")  # the only vowels on which the two schools of tone placement differ


def nfc(text: str) -> str:
    """The composed form: one code point for each Vietnamese letter."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """The text as it is kept: NFC, no blanks at the ends, one space between words.

    >>> clean("  Ho\u0300a  Bi\u0300nh ")
    'Hòa Bình'
    """
    return _BLANKS.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """The text without accents and case, đ as d, for a search that forgives.

    >>> fold("Đắk Pơ")
    'dak po'
    """
    bare = unicodedata.normalize("NFD", clean(text).replace("Đ", "d").replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


def spelling(text: str) -> str:
    """A key that is equal for two ways to write the same word: the tone moves to the end of its word.

    Accents count: Trà Don and Trà Dơn differ. For comparing only, never for showing.

    >>> spelling("HOÀ BÌNH") == spelling("Hòa Bình"), spelling("Trà Don") == spelling("Trà Dơn")
    (True, False)
    """
    return nfc(" ".join(map(_tone_last, unicodedata.normalize("NFD", clean(text).casefold()).split(" "))))


def tone_placed(text: str) -> str:
    """The text with tones where most offices write them: hòa, khỏe, thủy, but quý.

    >>> tone_placed("Hoà Thuỷ, Qúy Hoàng")
    'Hòa Thủy, Quý Hoàng'
    """
    return _WORD.sub(lambda word: _placed(word.group()), nfc(text))


def sort_key(text: str) -> str:
    """A text that sorts, byte by byte, as a Vietnamese dictionary does: a ă â … d đ … o ô ơ …, then the tones.

    Tones decide only between words that are otherwise equal; numbers sort by their value (Phường 2 before Phường 10).

    >>> sorted(["Đa", "Dê", "Ấn", "An", "Ân", "Phường 10", "Phường 2"], key=sort_key)
    ['An', 'Ân', 'Ấn', 'Dê', 'Đa', 'Phường 2', 'Phường 10']
    """
    letters, tones = [], []
    numbered = _NUMBER.sub(lambda number: number.group().zfill(12), clean(text).casefold())
    for letter in numbered:
        letters.append(_rank(letter))
        tones.append(_tone_rank(letter))
    # A blank ends the letters and sorts before anything in them; spaces inside are "!!".
    return "".join(letters) + " " + "".join(tones)


def _tone_last(word: str) -> str:
    return _TONE.sub("", word) + "".join(_TONE.findall(word))


def _placed(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    marks = _TONE.findall(parts)
    bare = _TONE.sub("", parts)
    tail = bare[-2:].casefold()
    if len(marks) != 1 or tail not in _OPEN_PAIRS:
        return word
    # In "quy" the u belongs to the consonant, so the tone stands on y.
    at = len(bare) if tail == "uy" and bare[-3:-2].casefold() == "q" else len(bare) - 1
    return nfc(bare[:at] + marks[0] + bare[at:])


def _rank(letter: str) -> str:
    if letter == " ":
        return "!!"
    if letter == "đ":
        return "d1"
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] + str(sum(_QUALITIES.get(mark, 0) for mark in parts[1:]))


def _tone_rank(letter: str) -> str:
    marks = _TONE.findall(unicodedata.normalize("NFD", letter))
    return str(_TONES.index(marks[0]) + 1) if marks else "0"
