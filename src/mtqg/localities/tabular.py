"""Tables of numbers by unit, as the command line reads them: csv with a column code, and COLUMN=KIND weights."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from mtqg.core.errors import Problem, Refused, said
from mtqg.core.text import clean
from mtqg.localities.carry import check_weights
from mtqg.localities.lineage import WEIGHTS
from mtqg.localities.problems import BAD_TABLE, NO_COLUMN, NO_WEIGHT, NOT_WHOLE, UNKNOWN_WEIGHT

_WHOLE = re.compile(r"-?\d+")


def read_weights(given: Iterable[str]) -> dict[str, str]:
    """COLUMN=KIND as a mapping. Raises Refused with every kind that is none, a rate or a title."""
    kinds: dict[str, str] = {}
    problems: list[Problem] = []
    for text in given:
        column, equals, kind = text.rpartition("=")
        if not (equals and column):
            problems.append(UNKNOWN_WEIGHT.at("--weight", text, kind=kind, known=", ".join(WEIGHTS)))
        kinds[clean(column)] = kind.strip()
    problems += check_weights(kinds, "--weight")
    if problems:
        raise Refused(problems)
    return kinds


def read_amounts(
    file: Path, weights: Mapping[str, str], unknown: Callable[[str, str], Problem | None] = lambda code, place: None
) -> list[dict[str, Any]]:
    """Rows of {code, place, integer columns}. ``unknown`` gives the error of a code (and place) that is no unit.

    Raises Refused with every error of the file, each at its line."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            lines = list(csv.reader(opened, strict=True))
    except UnicodeDecodeError:
        raise Refused(BAD_TABLE.at(file.name, file.name, reason=said("không phải mã UTF-8", "no UTF-8"))) from None
    except (OSError, csv.Error) as reason:
        raise Refused(BAD_TABLE.at(file.name, file.name, reason=reason)) from None
    if not lines:
        raise Refused(BAD_TABLE.at(file.name, file.name, reason=said("không có dòng nào", "it is empty")))
    head = [clean(cell) for cell in lines[0]]
    problems = _head_problems(head, weights, f"{file.name}:1")
    if problems:
        raise Refused(problems)
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if any(map(str.strip, line)):
            rows.append(_row(head, line, f"{file.name}:{number}", problems, unknown))
    if problems:
        raise Refused(problems)
    return rows


def _head_problems(head: list[str], weights: Mapping[str, str], place: str) -> list[Problem]:
    missing = [column for column in ("code", *weights) if column not in head]
    double = sorted({column for column in head if head.count(column) > 1})
    return [
        *(NO_COLUMN.at(place, column, known=", ".join(head)) for column in missing),
        *(
            BAD_TABLE.at(place, place, reason=said(f"cột {column} có hai lần", f"column {column} stands twice"))
            for column in double
        ),
        *(NO_WEIGHT.at(place, column, known=", ".join(WEIGHTS)) for column in head if column not in ("code", *weights)),
    ]


def _row(
    head: list[str],
    line: list[str],
    place: str,
    problems: list[Problem],
    unknown: Callable[[str, str], Problem | None],
) -> dict[str, Any]:
    if len(line) != len(head):
        problems.append(
            BAD_TABLE.at(
                place, place, reason=said(f"{len(line)} ô thay vì {len(head)}", f"{len(line)} cells, not {len(head)}")
            )
        )
    row: dict[str, Any] = {"place": place}
    for column, cell in zip(head, line, strict=False):
        text = clean(cell)
        if column == "code":
            row[column] = text
            if wrong := unknown(text, place):
                problems.append(wrong)
        elif _WHOLE.fullmatch(text) and text.isascii():
            row[column] = int(text)
        else:
            problems.append(NOT_WHOLE.at(f"{place} {column}", text))
    return row
