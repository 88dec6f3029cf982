"""What must hold between the tables of the book: citations resolve, keys are declared, one value on one day."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
from collections.abc import Iterable
from typing import Any

from mtqg.core.errors import Problem
from mtqg.law.problems import (
    BACKWARDS,
    BAD_VALUE,
    OVERLAP,
    UNKNOWN_DOCUMENT,
    UNKNOWN_NAME,
    UNKNOWN_PROVISION,
    UNKNOWN_STANDARD,
    WRONG_KEYS,
    WRONG_UNIT,
)
from mtqg.law.tables import KEYS, UNITS, DocumentKey, LawValue, Name, Standard

Placed = list[tuple[str, Any]]


def findings(book: dict[str, Placed], problems: list[Problem]) -> Placed:
    """Add what is wrong between the tables to ``problems``; give the values with their numbers read."""
    documents = {row.key for _, row in book["documents"]}
    for table in ("links", "provisions", "standards", "values"):
        for place, row in book[table]:
            _resolve(place, row.key, documents, problems)
    for place, link in book["links"]:
        _resolve(place, link.other, documents, problems)
    _places(book, documents, problems)
    _spells(book, problems)
    _missing_texts(book, problems)
    values = _values(book, problems)
    _overlaps(((place, row.subject, row.valid_from, row.valid_to) for place, row in values), problems)
    standards = ((place, (row.kind, row.issuer), row.applied_from, row.applied_to) for place, row in book["standards"])
    _overlaps(standards, problems)
    return values


def _resolve(place: str, key: DocumentKey, documents: set[DocumentKey], problems: list[Problem]) -> None:
    if key not in documents:
        problems.append(UNKNOWN_DOCUMENT.at(place, key))


def _places(book: dict[str, Placed], documents: set[DocumentKey], problems: list[Problem]) -> None:
    """A value, or a link that names a place, cites a provision of the book."""
    known: dict[DocumentKey, list[str]] = {}
    for _, provision in book["provisions"]:
        known.setdefault(provision.key, []).append(provision.place)
    for place, row in [*book["values"], *book["links"]]:
        if row.place and row.key in documents and row.place not in known.get(row.key, ()):
            places = "; ".join(known.get(row.key, ())) or "-"
            problems.append(UNKNOWN_PROVISION.at(place, row.place, document=row.key.number, known=places))


def _spells(book: dict[str, Placed], problems: list[Problem]) -> None:
    for table, first, last in (
        ("documents", "in_force_from", "in_force_to"),
        ("provisions", "valid_from", "valid_to"),
        ("standards", "applied_from", "applied_to"),
        ("values", "valid_from", "valid_to"),
    ):
        for place, row in book[table]:
            start, end = getattr(row, first), getattr(row, last)
            if start and end and end <= start:
                problems.append(BACKWARDS.at(place, end, first=start))


def _missing_texts(book: dict[str, Placed], problems: list[Problem]) -> None:
    numbers = {row.number for _, row in book["documents"]}
    names = {row.name for _, row in book["names"]}
    standards = {row.name for _, row in book["standards"]}
    for place, row in book["missing"]:
        problems += [UNKNOWN_DOCUMENT.at(place, number) for number in row.documents if number not in numbers]
        problems += [_no_name(place, name, names) for name in row.names if name not in names]
        known = ", ".join(standards)
        problems += [
            UNKNOWN_STANDARD.at(place, name, name="-", known=known) for name in row.standards if name not in standards
        ]


def _values(book: dict[str, Placed], problems: list[Problem]) -> Placed:
    names = {row.name: row for _, row in book["names"]}
    standards = {row.name: row for _, row in book["standards"]}
    read: Placed = []
    for place, row in book["values"]:
        if row.name not in names:
            problems.append(_no_name(place, row.name, names))
            continue
        declared = names[row.name]
        _keys(place, row, declared, standards, problems)
        if row.unit != declared.unit:
            problems.append(WRONG_UNIT.at(place, row.unit, name=row.name, wanted=declared.unit))
            continue
        try:
            read.append((place, dataclasses.replace(row, value=UNITS[row.unit].read(str(row.value)))))
        except ValueError as reason:
            problems.append(BAD_VALUE.at(place, row.value, name=row.name, unit=row.unit, reason=reason))
    return read


def _keys(place: str, row: LawValue, declared: Name, standards: dict[str, Standard], problems: list[Problem]) -> None:
    given = tuple(key for key in KEYS if getattr(row, key))
    if given != tuple(key for key in KEYS if key in declared.by):
        wanted = ", ".join(declared.by) or "-"
        problems.append(WRONG_KEYS.at(place, ", ".join(given) or "-", name=row.name, wanted=wanted))
    fitting = [name for name, standard in standards.items() if standard.kind == declared.standard_kind]
    if row.standard not in (fitting if declared.standard_kind else [""]):
        known = ", ".join(fitting) or "-"
        problems.append(UNKNOWN_STANDARD.at(place, row.standard, name=row.name, known=known))


def _overlaps(spells: Iterable[tuple[str, tuple[str, ...], dt.date, dt.date | None]], problems: list[Problem]) -> None:
    """Lines of one subject must not hold on the same day."""
    last: dict[tuple[str, ...], tuple[str, dt.date | None]] = {}
    for place, subject, start, end in sorted(spells, key=lambda spell: (spell[1], spell[2])):
        if subject in last:
            other, until = last[subject]
            if until is None or start < until:
                shown = " · ".join(part for part in subject if part)
                problems.append(OVERLAP.at(place, shown, day=start.isoformat(), other=other))
                if until is None or (end is not None and end < until):
                    continue
        last[subject] = (place, end)


def _no_name(place: str, name: str, names: Iterable[str]) -> Problem:
    return UNKNOWN_NAME.at(place, name, known=", ".join(difflib.get_close_matches(name, names, n=3)) or "-")
