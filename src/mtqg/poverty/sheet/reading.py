"""Strict reading of a sheet's table: one line an option, all errors of a file at once.

A column that nobody declared, a line without its article or source, an option that stands twice on a day, a question
that the register has no column for: the table is whole, or it is refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from mtqg.core.errors import Problem, Refused
from mtqg.core.seeds import day, one_of, optional, text
from mtqg.poverty.sheet import problems as wrong
from mtqg.poverty.sheet.definition import FORMS, STANDINGS, Definition, Item, Option, Section
from mtqg.poverty.sheet.questions import QUESTIONS

FOLDER = Path(__file__).parent / "seed"
REGIONS = ("DBSH", "TDMNPB", "BTB", "DHNTB", "TN", "DNB", "DBSCL")  # as the book of localities names them
Line = dict[str, Any]


def _regions(cell: str) -> tuple[str, ...]:
    found = tuple(sorted(part.strip() for part in cell.split(";") if part.strip()))
    if unknown := [region for region in found if region not in REGIONS]:
        raise ValueError(f"{', '.join(unknown)}: one of " + ", ".join(REGIONS))
    return found


def _points(cell: str) -> int:
    if not cell.isascii() or not cell.removeprefix("-").isdecimal():
        raise ValueError("a whole number of points")
    return int(cell)


def _code(cell: str) -> str:
    if not cell.isascii() or not cell.replace("_", "").isalnum() or cell != cell.lower():
        raise ValueError("a code of small letters, digits and _")
    return cell


COLUMNS: dict[str, Callable[[str], Any]] = {
    "version": text,
    "standard": text,
    "form": one_of(*FORMS),
    "area": one_of("", "rural", "urban"),
    "region": _regions,
    "item": _code,
    "item_label": text,
    "choice": one_of("exclusive", "additive"),
    "option": _code,
    "option_label": text,
    "points": optional(_points),
    "valid_from": day,
    "valid_to": optional(day),
    "document": str,
    "place": str,
    "standing": one_of(*STANDINGS),
    "source": str,
}
_ARTICLE = ("document", "place", "source")
_SECTION = ("version", "standard", "form", "area", "region", "valid_from", "valid_to", "standing")


def read_table(content: str, name: str) -> tuple[Section, ...]:
    """The sections of a csv text; Refused with every error. ``name``: of the file, for the places of errors."""
    found: list[Problem] = []
    lines = list(_lines(content, name, found))
    _check_lines(lines, name, found)
    sections = _sections(lines)
    _check_sections(sections, name, found)
    if found:
        raise Refused(found)
    return sections


@cache
def seed(file: str) -> tuple[Section, ...]:
    """A shipped table: "indicators" (form B2 of each standard) or "illustrative" (invented A and B1)."""
    return read_table((FOLDER / f"{file}.csv").read_text(encoding="utf-8"), f"{file}.csv")


def definition(standard: str, *, own: Iterable[Section] = (), is_synthetic: bool = False) -> Definition:
    """The sheet of a standard: the shipped indicators, the office's confirmed tables, and where rows are invented
    anyway and the office has none of its own, the illustrative table.
    """
    mine = [section for section in own if section.standard == standard]
    held = {section.form for section in mine}
    base = [section for section in seed("indicators") if section.standard == standard and section.form not in held]
    invented = [one for one in seed("illustrative") if one.standard == standard and one.form not in held]
    return Definition(standard, (*base, *mine, *(invented if is_synthetic else ())))


def _lines(content: str, name: str, problems: list[Problem]) -> Iterator[Line]:
    reader = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), strict=True)
    if list(reader.fieldnames or ()) != list(COLUMNS):
        given = ", ".join(reader.fieldnames or ())
        problems.append(wrong.TABLE_COLUMNS.at(f"{name}:1", given, wanted=", ".join(COLUMNS)))
        return
    for raw in reader:
        line = _line(raw, f"{name}:{reader.line_num}", problems)
        if line is not None:
            yield line


def _line(raw: Mapping[Any, Any], place: str, problems: list[Problem]) -> Line | None:
    before = len(problems)
    line: Line = {"at": place}
    if None in raw:
        problems.append(wrong.TABLE_COLUMNS.at(place, str(raw[None]), wanted=", ".join(COLUMNS)))
    for column, read in COLUMNS.items():
        cell = (raw[column] or "").strip()
        try:
            line[column] = read(cell)
        except ValueError as reason:
            problems.append(wrong.TABLE_CELL.at(place, cell, column=column, reason=reason))
    return line if len(problems) == before else None


def _check_lines(lines: list[Line], name: str, problems: list[Problem]) -> None:
    for line in lines:
        problems += (wrong.NO_ARTICLE.at(line["at"], column=column) for column in _ARTICLE if not line[column])
        known = QUESTIONS[line["form"]]
        if line["item"] not in known:
            problems.append(wrong.NO_SUCH_ITEM.at(line["at"], line["item"], form=line["form"], known=", ".join(known)))
        problems += _wrong_points(line)
        if line["valid_to"] is not None and line["valid_to"] <= line["valid_from"]:
            cell = line["valid_to"].isoformat()
            problems.append(wrong.TABLE_CELL.at(line["at"], cell, column="valid_to", reason="before valid_from"))
    _check_twice(lines, problems)
    _check_items(lines, problems)


def _wrong_points(line: Line) -> Iterator[Problem]:
    is_b1, has_points = line["form"] == "B1", line["points"] is not None
    if is_b1 != has_points:
        what = "thiếu điểm" if is_b1 else "không được có điểm"
        yield wrong.POINTS_WRONG.at(line["at"], f"{line['item']}:{line['option']}", form=line["form"], what=what)


def _check_twice(lines: list[Line], problems: list[Problem]) -> None:
    """One option of a place on one day is one line."""
    seen: dict[tuple[str, ...], list[Line]] = {}
    told: set[tuple[str, str]] = set()
    for line in lines:
        for region in line["region"] or ("",):
            key = (line["standard"], line["form"], line["area"], region, line["item"], line["option"])
            for other in seen.setdefault(key, []):
                if _together(line, other) and (line["at"], other["at"]) not in told:
                    told.add((line["at"], other["at"]))
                    given = f"{line['item']}:{line['option']}"
                    problems.append(wrong.OPTION_TWICE.at(line["at"], given, other=other["at"]))
            seen[key].append(line)


def _check_items(lines: list[Line], problems: list[Problem]) -> None:
    first: dict[tuple[Any, ...], Line] = {}
    for line in lines:
        key = (*(line[name] for name in _SECTION), line["item"])
        other = first.setdefault(key, line)
        for column in ("item_label", "choice", "document", "place"):
            if line[column] != other[column]:
                problems.append(wrong.ITEM_DIFFERS.at(line["at"], line["item"], column=column))


def _check_sections(sections: Sequence[Section], name: str, problems: list[Problem]) -> None:
    """Two tables never both hold for a household: then its options would be doubled or mixed."""
    for one, other in combinations(sections, 2):
        if not meet(one, other):
            continue
        given = " · ".join(part for part in (one.area, ", ".join(one.regions)) if part) or "mọi nơi"
        labels = {"one": one.version, "other": other.version}
        problems.append(wrong.SECTION_DIFFERS.at(name, given, form=one.form, **labels))


def meet(one: Section, other: Section) -> bool:
    """Whether two sections are of one form and can both hold for a household."""
    if (one.standard, one.form) != (other.standard, other.form):
        return False
    areas = not one.area or not other.area or one.area == other.area
    regions = not one.regions or not other.regions or bool(set(one.regions) & set(other.regions))
    return areas and regions and _overlap(one.valid_from, one.valid_to, other.valid_from, other.valid_to)


def _together(one: Line, other: Line) -> bool:
    return _overlap(one["valid_from"], one["valid_to"], other["valid_from"], other["valid_to"])


def _overlap(first: dt.date, end: dt.date | None, other: dt.date, other_end: dt.date | None) -> bool:
    return (other_end is None or first < other_end) and (end is None or other < end)


def _sections(lines: list[Line]) -> tuple[Section, ...]:
    grouped: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        grouped.setdefault(tuple(line[name] for name in _SECTION), []).append(line)
    return tuple(_section(key, group) for key, group in grouped.items())


def _section(key: tuple[Any, ...], lines: list[Line]) -> Section:
    version, standard, form, area, regions, first, end, standing = key
    items: dict[str, list[Line]] = {}
    for line in lines:
        items.setdefault(line["item"], []).append(line)
    made = tuple(_item(code, group) for code, group in items.items())
    source = "; ".join(dict.fromkeys(line["source"] for line in lines))
    return Section(form, version, standard, area, regions, first, end, standing, source, made)


def _item(code: str, lines: list[Line]) -> Item:
    options = tuple(Option(line["option"], line["option_label"], line["points"]) for line in lines)
    one = lines[0]
    return Item(code, one["item_label"], one["choice"], options, one["document"], one["place"])
