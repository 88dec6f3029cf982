"""Findings in English: what the test found, the numbers as printed, and what they imply.

The Vietnamese sentence of a finding is written by its test; English tells the same numbers by the names of the tables.
"""

from __future__ import annotations

from mtqg.core.errors import declared
from mtqg.statements.model import Finding, Statement


def explanation(one: Finding) -> str:
    """The meaning of the code, every statement that it holds together, and the implied number where there is one."""
    meaning = next(code.en for code in declared() if code.code == one.code)
    implied = f" Implied: {one.implied}." if one.implied else ""
    return f"{meaning} {'; '.join(about(each) for each in one.statements)}.{implied}"


def about(one: Statement) -> str:
    """One number: measure, place, period, what narrows it, and the print."""
    key = one.key
    since = f"{key.form} since {key.since}" if key.form else ""
    narrowed = (key.programme, key.source, key.kind, since, "" if one.published else "worked out, not printed")
    named = ", ".join([key.measure, key.scope.printed, key.period, *filter(None, narrowed)])
    return f"{named}: {one.text}"
