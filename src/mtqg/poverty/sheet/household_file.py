"""One household as JSON: what ``mtqg poverty class`` and ``why`` read. Strict: an unknown key is an error."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from mtqg.core.errors import Problem, Refused
from mtqg.core.seeds import day, one_of
from mtqg.poverty.sheet import problems as wrong
from mtqg.poverty.sheet.answers import read_answers
from mtqg.poverty.sheet.judging import Household
from mtqg.poverty.sheet.reading import REGIONS
from mtqg.poverty.terms import AREAS


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        text = str(value).replace(".", "").replace(" ", "")
        if isinstance(value, bool) or not text.isascii() or not text.isdecimal():
            raise ValueError("số nguyên không âm")
        value = int(text)
    if not 0 <= value < 2**63:  # more is held by no table
        raise ValueError("số nguyên không âm")
    return int(value)


def _flag(value: Any) -> bool:
    if value in ("yes", "no"):
        return bool(value == "yes")
    if not isinstance(value, bool):
        raise ValueError("true, false")
    return value


def _answers(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise ValueError("{câu hỏi: lựa chọn}")
    return read_answers(value)


READERS: dict[str, Callable[[Any], Any]] = {
    "household_code": str,
    "day": lambda value: day(str(value)),
    "area": lambda value: one_of(*AREAS)(str(value)),
    "region": lambda value: one_of(*REGIONS)(str(value)),
    "answers": _answers,
    "is_farm_household": _flag,
    **dict.fromkeys(
        ("income_points", "deprivation_points", "deprived_indicators", "income_vnd", "allowance_vnd"), _whole
    ),
}
assert set(READERS) == {field.name for field in fields(Household)}


def household_of(given: Mapping[str, Any], *, name: str = "") -> Household:
    """A household from plain data; what is null is not known. Raises Refused with every error of the whole."""
    problems: list[Problem] = []
    facts: dict[str, Any] = {}
    for key, value in given.items():
        if key not in READERS:
            problems.append(wrong.HOUSEHOLD_FILE.at(name, key, known=", ".join(READERS)))
        elif value is not None and value != "":
            try:
                facts[key] = READERS[key](value)
            except ValueError as reason:
                problems.append(wrong.HOUSEHOLD_FACT.at(key, str(value), reason=reason))
    if "day" not in facts and not any(problem.place == "day" for problem in problems):
        problems.append(wrong.HOUSEHOLD_FACT.at("day", "", reason="thiếu"))
    if problems:
        raise Refused(problems)
    return replace(Household("", dt.date.min), **facts)


def read_household(file: Path) -> Household:
    """A household from a JSON file."""
    try:
        given = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as reason:
        raise Refused(wrong.HOUSEHOLD_FILE.at(file.name, str(reason)[:80], known=", ".join(READERS))) from None
    if not isinstance(given, dict):
        raise Refused(wrong.HOUSEHOLD_FILE.at(file.name, type(given).__name__, known=", ".join(READERS)))
    return household_of(given, name=file.name)
