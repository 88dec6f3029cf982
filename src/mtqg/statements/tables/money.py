"""The base of a rate as a table states it: "disbursed / plan", "of 409.5", a measure, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mtqg.statements import terms
from mtqg.statements.labels import LABELS
from mtqg.statements.provenance import without_remarks

_OF_NUMBER = re.compile(r"of\s+(\d[\d.,]*\d|\d)\b.*", re.IGNORECASE)
_WORKED_OUT = re.compile(r"\b(implied|computed)\b", re.IGNORECASE)


@dataclass(frozen=True)
class StatedBase:
    """The two sides of a printed rate, as far as the text names them."""

    amount: str = ""  # measure above the line, where it is named
    base: str = ""  # measure below the line, where it is named
    number: str = ""  # the base itself, where it is printed
    computed: bool = False  # the rate was worked out by the compiler


def stated_base(text: str) -> StatedBase:
    """What the text beside a rate says of its base. Remarks and "implied" bases are no statement.

    >>> stated_base("disbursed / plan").base
    'plan'
    """
    text = without_remarks(text)
    number = _OF_NUMBER.fullmatch(text)
    if number:
        return StatedBase(number=number[1])
    if text == "computed":
        return StatedBase(computed=True)
    if not text or _WORKED_OUT.search(text):
        return StatedBase()
    above, line, below = text.partition("/")
    return StatedBase(_measure(above), _measure(below)) if line else StatedBase(base=_measure(text))


def _measure(words: str) -> str:
    """The measure with the longest name among the words; the words themselves where they are a known measure."""
    text = words.partition(",")[0].strip().lower()
    if text in LABELS:
        return text
    first = [word for word in terms.BASE_WORDS if text.startswith(word)]
    return terms.BASE_WORDS[max(first, key=len)] if first else ""
