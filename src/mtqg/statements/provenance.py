"""What the text beside a number says of where it comes from: publication, standing, printed or worked out.

Only that is read. Sentences that explain, compare or comment are no input: a contradiction must follow from the
numbers. Remarks in brackets are dropped first.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

READ, REPORTED, UNVERIFIED, DERIVED = "read", "reported", "unverified", "derived"

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_CLAUSE = re.compile(r";\s*|\.\s+(?=[A-ZĐ])")
_WORKED_OUT = re.compile(r"\b(derived|computed|implied|implies|suy ra|tính ra)\b", re.IGNORECASE)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_ARITHMETIC = re.compile(rf"({_NUMBER})((?:\s*[+-]\s*{_NUMBER})+)")
_TERM = re.compile(rf"([+-])\s*({_NUMBER})")
_DATA_SET = re.compile(r"\b(dataset|data set|bộ số liệu)\b", re.IGNORECASE)
_OLD_LINE = re.compile(r"\b(old line|chuẩn 2016-2020)\b", re.IGNORECASE)
_NAMES_ONE = re.compile(r"\w\.\w|\b(report|decision|báo cáo|quyết định|bộ số liệu|dataset)\b", re.IGNORECASE)
_MINISTRY = re.compile(r"Q[ĐD]-B?L[ĐD]TBXH")

# How the tables call their columns inside such a text.
_CALLED = {
    "households": ("households",),
    "poor": ("poor", "counts"),
    "near_poor": ("near_poor", "counts"),
    "poor_rate": ("poor_rate", "rates"),
    "near_poor_rate": ("near_poor_rate", "rates"),
    "em_poor_rate": ("em_poor_rate", "em rate"),
}


def without_remarks(text: str) -> str:
    """The text without what stands in brackets.

    >>> without_remarks("disbursed / plan (implied base 2,226)")
    'disbursed / plan'
    """
    while _BRACKETS.search(text):
        text = _BRACKETS.sub("", text)
    return text.strip()


@lru_cache(maxsize=1024)
def clauses(text: str) -> tuple[str, ...]:
    """The statements of a source, without remarks."""
    return tuple(clause.strip() for clause in _CLAUSE.split(without_remarks(text)) if clause.strip())


def worked_out(column: str, value: Decimal, source: str) -> bool:
    """True where the source says that the compiler of the table worked this value out.

    Either it names the column before a word such as "derived", or it gives a sum or difference with this result.
    """
    for clause in clauses(source):
        found = _WORKED_OUT.search(clause)
        if found and _mentions(clause[: found.start()], column):
            return True
        if any(_result(match) == value for match in _ARITHMETIC.finditer(clause)):
            return True
    return False


def publication(column: str, source: str) -> str:
    """The clause of the source that names this column, otherwise the first one."""
    parts = [one for one in clauses(source) if _NAMES_ONE.search(one) and not _WORKED_OUT.search(one)]
    for clause in parts[1:]:
        if _mentions(clause, column) and not clause.startswith(("same ", "cũng ")):
            named, colon, rest = clause.partition(": ")
            return rest if colon and _mentions(named, column) else clause
    return parts[0] if parts else without_remarks(source)


def standing(text: str) -> str:
    """Read in the publication itself, or reported by a data set."""
    return REPORTED if _DATA_SET.search(text) else READ


def standard(year: int, source: str) -> str:
    """The poverty line: that of 2016-2020 until its last review, or where the source says so; then that of 2022.

    The review of 2021 has two results; without a word it is the one under the line in force from 2022.
    """
    return "poverty-2016" if year <= 2020 or _OLD_LINE.search(source) else "poverty-2022"


def status(source: str) -> str:
    """A ministry's decision announces; what a province says is its official figure."""
    return "announced" if _MINISTRY.search(source) else "official"


def _mentions(text: str, column: str) -> bool:
    words = _CALLED.get(column, (column,))
    return any(re.search(rf"(?<![\w/+]){re.escape(word)}(?![\w/])", text, re.IGNORECASE) for word in words)


def _result(match: re.Match[str]) -> Decimal:
    total = Decimal(match[1].replace(",", ""))
    for sign, number in _TERM.findall(match[2]):
        total += Decimal(number.replace(",", "")) * (1 if sign == "+" else -1)
    return total
