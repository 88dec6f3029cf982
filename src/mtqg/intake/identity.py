"""Identity numbers of persons: twelve digits (CCCD), nine on old cards (CMND); a lost zero is asked for, never guessed.

What the digits say of province, sex and year of birth is not judged: no source that was read defines it here.
"""

from __future__ import annotations

import re
import unicodedata

from mtqg.core.table import Column
from mtqg.core.text import clean
from mtqg.intake import faults, problems
from mtqg.intake.answers import Answers
from mtqg.intake.sheet import Raw, shown
from mtqg.intake.values import Wrong

CITIZEN, OLD_CARD = 12, 9  # digits
_LOST = {11: CITIZEN, 10: CITIZEN, 8: OLD_CARD}  # provinces 001 to 009 lose two zeros
_GAPS = re.compile(r"[\s.\-\u2010-\u2013]+")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_EMPTY = re.compile(r"[-–—−_.…]+")


def holds_identity(column: Column) -> bool:
    """Whether a column is one of identity numbers: personal, and named so."""
    return column.personal and column.name.endswith("identity_number")


def identity(raw: Raw, answers: Answers) -> str | Wrong | None:
    """The number in digits alone.

    >>> identity("038 199 555 001", Answers()), identity(38199555001.0, Answers()).code.code
    ('038199555001', 'I-054')
    """
    if isinstance(raw, str) and len(raw) in (CITIZEN, OLD_CARD) and raw.isascii() and raw.isdigit():
        return raw
    written = unicodedata.normalize("NFKC", clean(shown(raw)))
    if not written:
        return None
    if _EMPTY.fullmatch(written):
        return Wrong(problems.DASH)
    if _SHORTENED.fullmatch(written):
        return Wrong(faults.LOST_DIGITS)
    digits = _GAPS.sub("", written)
    if not (digits.isascii() and digits.isdigit()) or isinstance(raw, bool):
        return _none("chữ hoặc dấu khác", "letters or other signs")
    if len(digits) in (CITIZEN, OLD_CARD):
        return digits
    full = _LOST.get(len(digits))
    if full is None or digits.startswith("0"):  # a zero that is there was not lost
        return _none(f"{len(digits)} chữ số", f"{len(digits)} digits")
    return digits.zfill(full) if answers.pads_identity else _ask(len(digits), full)


def _ask(length: int, full: int) -> Wrong:
    return Wrong(faults.ASK_IDENTITY, {"length": length, "full": full})


def _none(vi: str, en: str) -> Wrong:
    return Wrong(faults.BAD_IDENTITY, {"found_vi": vi, "found_en": en})
