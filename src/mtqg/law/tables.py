"""The tables of the book of law: their columns and what one row of each is.

A row is read from text cells, the same way for the seed that is shipped, for a snapshot's copy and for what an office
adds. ``valid_to``, ``applied_to`` and ``in_force_to`` are the first day on which the row no longer holds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from mtqg.core.errors import Problem
from mtqg.core.seeds import Reader, day, one_of, optional, text
from mtqg.law.problems import BAD_CELL, DOUBLE_KEY, NO_SOURCE, UNKNOWN_COLUMN

STANDINGS = {"read": "đã đọc văn bản", "reported": "theo nguồn dẫn lại", "unverified": "chưa kiểm chứng"}
JUDGES = ("read", "reported")  # the others judge nothing
HELD = {"full": "toàn văn", "part": "một phần", "cited": "qua trích dẫn", "none": "chưa có"}
LINKS = {
    "amends": ("sửa đổi", "được sửa đổi bởi"),
    "replaces": ("thay thế", "được thay thế bởi"),
    "repeals": ("bãi bỏ", "bị bãi bỏ bởi"),
    "extends": ("kéo dài áp dụng", "được kéo dài bởi"),
    "consolidates": ("hợp nhất", "được hợp nhất tại"),
}
KEYS = {"area": "khu vực (rural, urban)", "region": "vùng", "group": "nhóm"}
AREAS = ("rural", "urban")
NATIONAL = "national"

Day = dt.date
Value = int | str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of law values: its label, how its values are written, and whether they are whole numbers or text."""

    label: str
    read: Callable[[str], Value]
    is_whole: bool = True


def _whole(cell: str) -> int:
    if not re.fullmatch(r"-?(0|[1-9]\d*)", cell):
        raise ValueError("a whole number such as 1500000")
    return int(cell)


def _month_day(cell: str) -> str:
    day(f"2000-{cell}")
    return cell


UNITS = {
    "points": Unit("điểm", _whole),
    "indicators": Unit("chỉ số", _whole),
    "vnd": Unit("đồng", _whole),
    "%": Unit("%", _whole),
    "m2": Unit("m²", _whole),
    "coefficient": Unit("lần", _whole),
    "days": Unit("ngày", _whole),
    "working days": Unit("ngày làm việc", _whole),
    "months": Unit("tháng", _whole),
    "years": Unit("năm", _whole),
    "day-of-month": Unit("ngày trong tháng", _whole),
    "month-day": Unit("tháng-ngày", _month_day, is_whole=False),
    "day": Unit("ngày", lambda cell: day(cell).isoformat(), is_whole=False),
}


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """What identifies a document. A number alone does not: numbers of provinces repeat."""

    number: str
    issued_by: str
    signed_on: Day | None

    def __str__(self) -> str:
        signed = f", {self.signed_on:%d/%m/%Y}" if self.signed_on else ""
        return f"{self.number} ({self.issued_by}{signed})"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of law. ``subject_vi`` is in our words, never its printed title; unknown days are None."""

    number: str
    kind: str
    issued_by: str
    signed_on: Day | None
    subject_vi: str
    in_force_from: Day | None
    in_force_to: Day | None
    text_held: str
    standing: str
    source: str
    note: str

    @property
    def key(self) -> DocumentKey:
        return DocumentKey(self.number, self.issued_by, self.signed_on)

    def in_force(self, on: Day) -> str:
        """ "yes", "no", or "unknown" where no first day was read and the day signed does not exclude it."""
        if self.in_force_to and self.in_force_to <= on:
            return "no"
        if self.in_force_from:
            return "yes" if self.in_force_from <= on else "no"
        return "no" if self.signed_on and self.signed_on > on else "unknown"


@dataclass(frozen=True, slots=True)
class Link:
    """What a document does to another, by which of its provisions and from which day."""

    number: str
    issued_by: str
    signed_on: Day | None
    link: str
    other_number: str
    other_issued_by: str
    other_signed_on: Day | None
    place: str
    first_day: Day | None
    standing: str
    source: str
    note: str

    @property
    def key(self) -> DocumentKey:
        return DocumentKey(self.number, self.issued_by, self.signed_on)

    @property
    def other(self) -> DocumentKey:
        return DocumentKey(self.other_number, self.other_issued_by, self.other_signed_on)


@dataclass(frozen=True, slots=True)
class Provision:
    """A place in a document and what it says, in a few words of ours."""

    document: str
    issued_by: str
    signed_on: Day | None
    place: str
    says_vi: str
    valid_from: Day | None
    valid_to: Day | None
    standing: str
    source: str

    @property
    def key(self) -> DocumentKey:
        return DocumentKey(self.document, self.issued_by, self.signed_on)


@dataclass(frozen=True, slots=True)
class Name:
    """A kind of law value: unit, label, the keys it depends on, the kind of standard, the measures that use it."""

    name: str
    label_vi: str
    unit: str
    by: tuple[str, ...]
    standard_kind: str
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """A named version of rules, with the days on which it decides."""

    name: str
    kind: str
    label_vi: str
    applied_from: Day
    applied_to: Day | None
    issuer: str
    document: str
    issued_by: str
    signed_on: Day | None
    note: str

    @property
    def key(self) -> DocumentKey:
        return DocumentKey(self.document, self.issued_by, self.signed_on)

    def decides(self, on: Day) -> bool:
        return self.applied_from <= on and (self.applied_to is None or on < self.applied_to)


@dataclass(frozen=True, slots=True)
class LawValue:
    """A number of the law with its days and its provision. ``value`` is whole, or text for days of the year."""

    name: str
    standard: str
    area: str
    region: str
    group: str
    issuer: str
    valid_from: Day
    valid_to: Day | None
    value: Value
    unit: str
    document: str
    issued_by: str
    signed_on: Day | None
    place: str
    standing: str
    source: str
    note: str

    @property
    def key(self) -> DocumentKey:
        return DocumentKey(self.document, self.issued_by, self.signed_on)

    @property
    def subject(self) -> tuple[str, ...]:
        """What the value is of: on one day there is at most one value for it."""
        return (self.name, self.standard, self.area, self.region, self.group, self.issuer)

    @property
    def judges(self) -> bool:
        return self.standing in JUDGES

    def holds(self, on: Day) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text that is not at hand: what would close the gap, and which values and functions wait for it."""

    id: str
    text_vi: str
    closes_vi: str
    documents: tuple[str, ...]
    names: tuple[str, ...]
    standards: tuple[str, ...]
    waits: tuple[str, ...]


Row = Document | Link | Provision | Name | Standard | LawValue | MissingText


def _free(cell: str) -> str:
    return cell


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _keys(cell: str) -> tuple[str, ...]:
    keys = tuple(cell.split())
    if unknown := set(keys) - set(KEYS):
        raise ValueError(f"unknown keys {sorted(unknown)}; one of " + ", ".join(KEYS))
    return keys


_DAY = optional(day)
_STANDING = one_of(*STANDINGS)
_AREA = one_of("", *AREAS)
_CITED: dict[str, Reader] = {"document": text, "issued_by": text, "signed_on": _DAY}
_DOCUMENT: dict[str, Reader] = {"number": text, "issued_by": text, "signed_on": _DAY}


@dataclass(frozen=True)
class Shape:
    """Columns of a table with their readers, its key, and the rows it makes."""

    row: Callable[..., Any]
    columns: dict[str, Reader]
    key: tuple[str, ...]


SHAPES: dict[str, Shape] = {
    "documents": Shape(
        Document,
        {"number": text, "kind": text, "issued_by": text, "signed_on": _DAY, "subject_vi": text}
        | {"in_force_from": _DAY, "in_force_to": _DAY, "text_held": one_of(*HELD)}
        | {"standing": _STANDING, "source": _free, "note": _free},
        ("number", "issued_by", "signed_on"),
    ),
    "links": Shape(
        Link,
        {**_DOCUMENT, "link": one_of(*LINKS), **{f"other_{name}": read for name, read in _DOCUMENT.items()}}
        | {"place": _free, "first_day": _DAY, "standing": _STANDING, "source": _free, "note": _free},
        ("number", "issued_by", "signed_on", "link", "other_number", "other_issued_by", "other_signed_on"),
    ),
    "provisions": Shape(
        Provision,
        {**_CITED, "place": text, "says_vi": text, "valid_from": _DAY, "valid_to": _DAY}
        | {"standing": _STANDING, "source": _free},
        ("document", "issued_by", "signed_on", "place", "valid_from"),
    ),
    "names": Shape(
        Name,
        {"name": text, "label_vi": text, "unit": one_of(*UNITS), "by": _keys, "standard_kind": _free, "used_by": _list},
        ("name",),
    ),
    "standards": Shape(
        Standard,
        {"name": text, "kind": text, "label_vi": text, "applied_from": day, "applied_to": _DAY}
        | {"issuer": text, **_CITED, "note": _free},
        ("name",),
    ),
    "values": Shape(
        LawValue,
        {"name": text, "standard": _free, "area": _AREA, "region": _free, "group": _free, "issuer": text}
        | {"valid_from": day, "valid_to": _DAY, "value": text, "unit": text, **_CITED, "place": text}
        | {"standing": _STANDING, "source": _free, "note": _free},
        ("name", "standard", "area", "region", "group", "issuer", "valid_from"),
    ),
    "missing": Shape(
        MissingText,
        {"id": text, "text_vi": text, "closes_vi": text}
        | {"documents": _list, "names": _list, "standards": _list, "waits": _list},
        ("id",),
    ),
}


def read(table: str, lines: Iterable[Mapping[str, Any]], problems: list[Problem]) -> list[tuple[str, Any]]:
    """(place, row) for every line that can be read; what cannot is added to ``problems``.

    A line is text by column; days may be days and what is absent may be None.
    """
    shape = SHAPES[table]
    rows: list[tuple[str, Any]] = []
    seen: dict[tuple[Any, ...], str] = {}
    for place, line in _placed(table, lines):
        values = _values(shape, place, line, problems)
        if values is None:
            continue
        key = tuple(values[column] for column in shape.key)
        if key in seen:
            problems.append(DOUBLE_KEY.at(place, _shown(key), first=seen[key]))
            continue
        seen[key] = place
        rows.append((place, shape.row(**values)))
    return rows


def cells(row: Row) -> dict[str, str]:
    """The row as text by column, as it stands in a csv: what ``read`` takes."""
    return {field.name: _cell(getattr(row, field.name), field.name) for field in fields(row)}


def _placed(table: str, lines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    # The header is line 1 of the file.
    return ((f"{table}:{number}", line) for number, line in enumerate(lines, start=2))


def _values(shape: Shape, place: str, line: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any] | None:
    if set(line) != set(shape.columns):
        given = ", ".join(str(column) for column in line)
        problems.append(UNKNOWN_COLUMN.at(place, given, wanted=", ".join(shape.columns)))
        return None
    values: dict[str, Any] = {}
    for column, reader in shape.columns.items():
        cell = _cell(line[column], column)
        try:
            values[column] = reader(cell)
        except ValueError as reason:
            problems.append(BAD_CELL.at(place, cell, column=column, reason=reason))
    if "source" in values and not values["source"]:
        problems.append(NO_SOURCE.at(place, _shown([values.get(column) for column in shape.key])))
    return values if len(values) == len(shape.columns) else None


def _cell(value: Any, column: str) -> str:
    if isinstance(value, tuple):
        return (" " if column == "by" else "; ").join(value)
    return "" if value is None else str(value)


def _shown(key: Sequence[Any]) -> str:
    return " · ".join(str(part) for part in key if part not in ("", None))
