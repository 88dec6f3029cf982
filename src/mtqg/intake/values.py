"""One raw cell to one value, with the conventions of Vietnamese offices. Nothing ambiguous is guessed.

Every function gives the value, None for an empty cell, or ``Wrong``: the code of the error and what its sentence says.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mtqg.core.errors import Code
from mtqg.core.table import Column
from mtqg.core.text import clean, fold
from mtqg.intake import faults
from mtqg.intake import problems as say
from mtqg.intake.answers import Answers
from mtqg.intake.sheet import Raw, shown

MAX_TEXT = 500
NO_ANSWERS = Answers()
_MAX_WHOLE = 10**15  # above, a spreadsheet's number has lost digits
EXCEL_DAY_0 = dt.date(1899, 12, 30)
MAC_DAY_0 = dt.date(1904, 1, 1)  # of workbooks that count days from 1904
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: serial numbers that can be meant as days
_EIGHT_DIGITS = range(10_000_000, 100_000_000)
_YEARS = range(1900, 2101)

_WHOLE = re.compile(r"[+-]?[0-9]+")
_SPACED = re.compile(r"[+-]?[0-9]{1,3}(?: [0-9]{3})+")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_DECIMAL = re.compile(r"([+-]?[0-9]+)[.,]([0-9]+)")
_BOTH = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:([.,])[0-9]{3})+)(?!\2)[.,]([0-9]+)")
_DASH = re.compile(r"[-–—−_.…]+")
_TIME = r"(?:[ T]00:00(?::00(?:\.0+)?)?)?"
_DMY = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}){_TIME}")
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_TIME}")
_SPELT = re.compile(r"ngay ([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2})")
_CLOSED_UP = re.compile(r"[0-9]{8}")
# Control signs, the sign of a broken character, and those that turn the direction of writing.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=+@\t\r-]")
_SIGNED = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)*")
SHORTEST_NUMBER = 11  # digits: a text with fewer holds no identity number
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z/.,:()-]*(?: [0-9A-Za-z/.,:()-]+)*")
# An identity number: 12 digits, often written in groups. A spreadsheet takes the first 0 away, and 11 digits are left;
# these count where they hold what such a number holds: a province, a century with the sex, a year of birth.
_GAP = r"[\s.\-\u2010-\u2013]{1,2}"
_GROUPS = ((3, 3, 3, 3), (3, 3, 6), (4, 4, 4), (3, 9), (3, 1, 2, 6), (6, 6))
_IDENTITY = re.compile(
    r"(?<!\d)(?:(?=[0\uff10])(?:\d{12}|"
    + "|".join(_GAP.join(rf"\d{{{size}}}" for size in sizes) for sizes in _GROUPS)
    + r")|[1-9]\d(?:[01]\d\d|[23][0-3]\d)\d{6})(?!\d)"
)
_SAYS_PERSON = re.compile(
    r"(?i:\b(?:ông|bà|chủ hộ|họ tên|họ và tên|cmnd|cmtnd|cmt|cccd|căn cước|định danh|đt|sđt|điện thoại)\b)"
)
_NUMBERED = re.compile(
    r"(?i:(\b(?:cmnd|cmtnd|cmt|cccd|căn cước|định danh|đt|sđt|điện thoại)\b[^\w]*(?:số)?[^\w]*))[0-9][0-9 .]{6,}[0-9]"
)
# Two capital words or more after the word for a person: places such as Bà Rịa or Ông Đình have one.
_NAMED = re.compile(
    r"((?i:\b(?:ông|bà|chủ hộ|họ tên|họ và tên)\b)[\s:_-]*)(?!Rịa\b)[^\W\d_a-zà-ỹ]\w*(?:\s+[^\W\d_a-zà-ỹ]\w*){1,5}"
)
TWICE_ENCODED = re.compile("[\u00c2-\u00e1][\u0080-\u00bf\u0152-\u2122]")
_YES = frozenset({"x", "co", "1", "true", "yes", "v", "✓"})
_NO = frozenset({"khong", "0", "false", "no"})


class Wrong(NamedTuple):
    """Why a cell has no value."""

    code: Code
    says: Mapping[str, Any] = {}


Read = Callable[[Raw], Any]


def reader(column: Column, answers: Answers, day_0: dt.date = EXCEL_DAY_0) -> Read:
    """The function that reads the cells of a column. day_0: the day from which the workbook counts days."""
    if column.choices:
        return choice(column.choices)
    asks_identity = not column.personal and column.name not in answers.no_identity
    if column.kind == "integer":
        return lambda raw: _no_identity(column) if asks_identity and _names_a_person(raw) else whole(raw, answers)
    if column.kind == "decimal":
        return lambda raw: decimal(raw, answers)
    if column.kind == "date":
        return lambda raw: day(raw, answers, day_0)
    if column.kind == "flag":
        return flag
    return lambda raw: text(raw, column, asks_identity=asks_identity)


def whole(raw: Raw, answers: Answers = NO_ANSWERS) -> int | Wrong | None:
    """A whole number.

    >>> whole("1.234.567"), whole(12.0), whole("12,5").code.code
    (1234567, 12, 'I-035')
    """
    if isinstance(raw, str):
        return _whole_text(clean(raw).replace("−", "-"), answers)
    if isinstance(raw, dt.date):
        return Wrong(say.IS_A_DAY)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return Wrong(say.NOT_A_NUMBER)
    if raw != int(raw):
        return Wrong(say.NOT_WHOLE)
    return int(raw) if abs(raw) < _MAX_WHOLE else Wrong(say.TOO_LARGE)


def _whole_text(written: str, answers: Answers) -> int | Wrong | None:
    if not written:
        return None
    if _WHOLE.fullmatch(written) or _SPACED.fullmatch(written):
        return _bounded(written.replace(" ", ""))
    if _DASH.fullmatch(written):
        return Wrong(say.DASH)
    if grouped := _GROUPED.fullmatch(written):
        mark = grouped[1]
        digits = written.replace(mark, "")
        if written.count(mark) > 1 or answers.numbers == {".": "vi", ",": "en"}[mark]:
            return _bounded(digits)
        return Wrong(say.NOT_WHOLE) if answers.numbers else Wrong(say.ASK_NUMBER, {"whole": digits, "mark": mark})
    if both := _BOTH.fullmatch(written):
        return Wrong(say.NOT_WHOLE) if both[3].strip("0") else _bounded(both[1].replace(both[2], ""))
    if decimal := _DECIMAL.fullmatch(written):
        return Wrong(say.NOT_WHOLE) if decimal[2].strip("0") or len(decimal[2]) == 3 else _bounded(decimal[1])
    return Wrong(say.NOT_A_NUMBER)


def decimal(raw: Raw, answers: Answers = NO_ANSWERS) -> str | Wrong | None:
    """An exact number as text with a point, its zeros kept: 1.50. What may be read in two ways is asked for.

    >>> decimal("1,50"), decimal(2.5), decimal("1.234,5"), decimal("1.234").code.code
    ('1.50', '2.5', '1234.5', 'I-034')
    """
    if isinstance(raw, float) and math.isfinite(raw) and raw != int(raw) and "e" not in repr(raw):
        return repr(raw)  # as it was typed: the shortest digits that give this number
    found = whole(raw, answers)
    if not isinstance(raw, str) or (isinstance(found, Wrong) and found.code is not say.NOT_WHOLE):
        return str(found) if isinstance(found, int) else found
    written = clean(raw).replace("−", "-").replace("+", "")
    if both := _BOTH.fullmatch(written):
        return f"{both[1].replace(both[2], '')}.{both[3]}"
    if (parts := _DECIMAL.fullmatch(written)) and not (isinstance(found, int) and _GROUPED.fullmatch(written)):
        return f"{parts[1]}.{parts[2]}"
    return str(found) if isinstance(found, int) else found


def _bounded(digits: str) -> int | Wrong:
    return int(digits) if len(digits) <= 19 and abs(int(digits)) < _MAX_WHOLE else Wrong(say.TOO_LARGE)


def day(raw: Raw, answers: Answers = NO_ANSWERS, day_0: dt.date = EXCEL_DAY_0) -> dt.date | Wrong | None:
    """A day: a date cell, dd/mm/yyyy, ISO, or eight digits that can be one day only. Month before day is never tried.

    >>> day("16/10/2024"), day("13/25/2024").code.code
    (datetime.date(2024, 10, 16), 'I-038')
    """
    if isinstance(raw, dt.datetime):
        raw = raw.date()
    if isinstance(raw, dt.date):
        return raw if raw.year in _YEARS else Wrong(say.NOT_A_DAY)
    if isinstance(raw, str):
        return _day_text(clean(raw), answers, day_0)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return Wrong(say.NOT_A_DAY)
    return _closed_up(str(int(raw))) if _is_in(raw, _EIGHT_DIGITS) else _serial(raw, answers, day_0)


def _day_text(written: str, answers: Answers, day_0: dt.date) -> dt.date | Wrong | None:
    if not written:
        return None
    if found := _DMY.fullmatch(written):
        return _real(found[4], found[3], found[1])
    if found := _ISO.fullmatch(written):
        return _real(found[1], found[2], found[3])
    if found := _SPELT.fullmatch(fold(written)):
        return _real(found[3], found[2], found[1])
    if found := _SHORT_YEAR.fullmatch(written):
        return _short_year(found, answers)
    if _CLOSED_UP.fullmatch(written):
        return _closed_up(written)
    if _WHOLE.fullmatch(written) and len(written) < 9:
        return _serial(int(written), answers, day_0)
    return Wrong(say.DASH) if _DASH.fullmatch(written) else Wrong(say.NOT_A_DAY)


def _short_year(found: re.Match[str], answers: Answers) -> dt.date | Wrong:
    """A year of two digits: asked for, since old people and new houses stand in one list."""
    meant = _real(f"{(answers.century or 2000) + int(found[4])}", found[3], found[1])
    if isinstance(meant, Wrong) or answers.century is not None:
        return meant
    return Wrong(faults.SHORT_YEAR, {"reading": f"{meant:%d/%m/%Y}"})


def _closed_up(digits: str) -> dt.date | Wrong:
    """20241016 or 16102024. Between 1900 and 2100 no eight digits are a day both ways."""
    forward = _real(digits[:4], digits[4:6], digits[6:])
    return _real(digits[4:], digits[2:4], digits[:2]) if isinstance(forward, Wrong) else forward


def _serial(number: float, answers: Answers, day_0: dt.date) -> dt.date | Wrong:
    if not _is_in(number, _EXCEL_DAYS):
        return Wrong(say.NOT_A_DAY)
    meant = day_0 + dt.timedelta(days=int(number))
    return meant if answers.excel_dates else Wrong(say.ASK_DAY, {"reading": f"{meant:%d/%m/%Y}"})


def _is_in(number: float, span: range) -> bool:
    """Whether it is a whole number of the span. A range asked for a float would be walked from its beginning."""
    return math.isfinite(number) and number == int(number) and int(number) in span


def _real(year: str, month: str, day: str) -> dt.date | Wrong:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return Wrong(say.NOT_A_DAY)
    return found if found.year in _YEARS else Wrong(say.NOT_A_DAY)


def text(raw: Raw, column: Column | None = None, *, asks_identity: bool = True) -> str | Wrong | None:
    """A text as it is kept: composed, without stray blanks. A number cell gives its digits."""
    if not isinstance(raw, str):
        return _no_identity(column) if asks_identity and _names_a_person(raw) else _not_typed(raw)
    if _PLAIN.fullmatch(raw) and (len(raw) < SHORTEST_NUMBER or (len(raw) < MAX_TEXT and not _IDENTITY.search(raw))):
        return raw
    if _CONTROL.search(raw):
        return Wrong(say.CONTROL)
    kept = clean(raw)
    if not kept:
        return None
    if _DASH.fullmatch(kept):
        return Wrong(say.DASH)
    if (_FORMULA.match(kept) or _FORMULA.match(raw)) and not _SIGNED.fullmatch(kept):
        return Wrong(say.FORMULA_TEXT)
    if len(kept) > MAX_TEXT:
        return Wrong(say.TOO_LONG, {"length": len(kept), "limit": MAX_TEXT})
    if TWICE_ENCODED.search(kept) and (reading := _undone(raw.strip())):
        return Wrong(say.MOJIBAKE, {"reading": reading})
    return _no_identity(column) if asks_identity and _names_a_person(kept) else kept


def _names_a_person(raw: Raw) -> bool:
    """Whether a cell, text or number, holds what looks like an identity number."""
    if isinstance(raw, str):
        return len(raw) >= SHORTEST_NUMBER and _IDENTITY.search(raw) is not None
    return type(raw) in (int, float) and 10**10 <= raw < 10**11 and _IDENTITY.search(shown(raw)) is not None


def _no_identity(column: Column | None) -> Wrong:
    label, name = (column.label, column.name) if column else ("", "")
    return Wrong(say.IDENTITY, {"column_label": label, "column": name})


def hide_identity(shown: str) -> str:
    """A text to be shown, without what looks like a person's identity number, or like a card's number or a person's
    name where a word before it says so (CMND 171234567, ông Hơ Văn Chứ).
    """
    shown = _IDENTITY.sub("•••", shown)
    if not _SAYS_PERSON.search(shown):
        return shown
    return _NAMED.sub(r"\1•••", _NUMBERED.sub(r"\1•••", shown))


def _not_typed(raw: Raw) -> str | Wrong:
    if isinstance(raw, dt.date):
        return Wrong(say.IS_A_DAY)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != int(raw) or abs(raw) >= _MAX_WHOLE:
        return Wrong(say.NOT_TEXT)
    return shown(float(raw))


def _undone(damaged: str) -> str | None:
    """The text before UTF-8 was read as a Western encoding, if that is what happened."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return damaged.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None


def flag(raw: Raw) -> bool | Wrong | None:
    """Yes, no, or nothing said."""
    if isinstance(raw, bool):
        return raw
    word = fold(shown(raw))
    if not word:
        return None
    return True if word in _YES else False if word in _NO else Wrong(say.NOT_A_FLAG)


def choice(choices: Mapping[str, str]) -> Read:
    """One of a list, by its code or its Vietnamese label, accents and case apart."""
    known = {fold(word): name for name, label in choices.items() for word in (label, name)}
    told = ", ".join(choices.values())

    def read(raw: Raw) -> str | Wrong | None:
        word = fold(shown(raw))
        if not word:
            return None
        return known.get(word) or Wrong(say.NOT_A_CHOICE, {"known": told})

    return read
