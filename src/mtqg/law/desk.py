"""What the law desk refuses: lines that cannot be read, that the book contradicts, that somebody proposed already."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from mtqg.core.errors import Problem
from mtqg.law import tables
from mtqg.law.book import Law
from mtqg.law.checks import findings
from mtqg.law.office import Proposal, value_of
from mtqg.law.problems import (
    ALREADY_IN_BOOK,
    ALREADY_PROPOSED,
    ALREADY_READ,
    DIFFERS_FROM_READ,
    IN_FORCE_ALREADY,
    NEXT_BEGINS,
)
from mtqg.law.tables import SHAPES, DocumentKey, LawValue, Provision

PlacedProposals = Sequence[tuple[str, Proposal]]


def checked(book: Law, found: Iterable[Proposal], fresh: PlacedProposals, *, is_final: bool) -> list[Problem]:
    """Everything wrong with proposals, each at its place.

    book: the office's book as it stands. found: every proposal in force. is_final: they are about to be confirmed, so
    that what they cite must be in the book, or be confirmed with them; otherwise it may be proposed as well.
    """
    problems: list[Problem] = []
    readable = _read(book, [] if is_final else found, fresh, problems)
    others = [one for one in found if one not in [proposal for _, proposal in fresh]]
    for place, proposal in readable:
        if twin := next((one for one in others if _key(one) == _key(proposal)), None):
            kind = ALREADY_IN_BOOK if twin.confirmation else ALREADY_PROPOSED
            problems.append(kind.at(place, proposal.label, id=twin.id))
        elif proposal.is_value:
            problems += _against_values(place, value_of(proposal, book), book)
        else:
            problems += _against_documents(place, proposal, book)
    return problems


def _key(proposal: Proposal) -> tuple[Any, ...]:
    return (proposal.table.name, *(proposal.line[name] or "" for name in proposal.table.key))


def _read(
    book: Law, found: Iterable[Proposal], fresh: PlacedProposals, problems: list[Problem]
) -> list[tuple[str, Proposal]]:
    """The proposals that can be read; what the loader of the book refuses of the others goes to ``problems``."""
    lines: dict[str, list[dict[str, Any]]] = {"documents": [], "provisions": [], "values": []}
    places: dict[str, str] = {}
    for place, proposal in fresh:
        table = _table(proposal)
        places[f"{table}:{len(lines[table]) + 2}"] = place  # as the loader counts the lines of a table
        lines[table].append(_cells(proposal))
    wrong: list[Problem] = []
    read = {table: tables.read(table, rows, wrong) for table, rows in lines.items()}
    placed = {name: [("", row) for row in getattr(book, name)] for name in SHAPES}
    for name in ("documents", "provisions"):
        placed[name] += [("", row) for one in found for _, row in _as_rows(one, name)] + read[name]
    known = {row.key for _, row in placed["documents"]}
    placed["provisions"] += [("", _implied(value)) for _, value in read["values"] if value.key in known]
    placed["values"] = read["values"]
    findings(placed, wrong)
    problems += [_at(problem, places) for problem in wrong]
    bad = {problem.place for problem in problems}
    return [(place, proposal) for place, proposal in fresh if place not in bad]


def _table(proposal: Proposal) -> str:
    return "values" if proposal.is_value else "provisions" if proposal.line["place"] else "documents"


def _cells(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the line of the book's table that it would be."""
    line = proposal.line
    rest = {"standing": "read", "source": line["evidence"]}
    if proposal.is_value:
        names = [name for name in SHAPES["values"].columns if name in line]
        return {**{name: line[name] for name in names}, **rest, "note": ""}
    signed = {"issued_by": line["issued_by"], "signed_on": line["signed_on"]}
    first, last = line["in_force_from"], line["in_force_to"]
    if line["place"]:
        said = {"document": line["number"], "place": line["place"], "says_vi": line["says"]}
        return {**said, **signed, "valid_from": first, "valid_to": last, **rest}
    said = {"number": line["number"], "kind": line["kind"], "subject_vi": line["says"]}
    return {**said, **signed, "in_force_from": first, "in_force_to": last, "text_held": "cited", **rest, "note": ""}


def _as_rows(proposal: Proposal, table: str) -> list[tuple[str, Any]]:
    return tables.read(table, [_cells(proposal)], []) if _table(proposal) == table else []


def _implied(value: LawValue) -> Provision:
    """The place that a value names: who read the value read it there."""
    key = value.key
    return Provision(key.number, key.issued_by, key.signed_on, value.place, value.name, None, None, "read", "-")


def _at(problem: Problem, places: dict[str, str]) -> Problem:
    values = {
        name: places.get(value, value) if isinstance(value, str) else value for name, value in problem.values.items()
    }
    return dataclasses.replace(problem, place=places.get(problem.place, problem.place), values=values)


def _against_values(place: str, value: LawValue, book: Law) -> Iterable[Problem]:
    """What the book's lines of the same subject say against a new one."""
    label = " · ".join(filter(None, value.subject))
    for line in (one for one in book.values if one.subject == value.subject):
        where = f"{line.document}, {line.place}"
        told = {"value": line.value, "unit": line.unit, "document": where}
        if line.valid_from == value.valid_from:
            if line.standing == "read":
                kind = ALREADY_READ if line.value == value.value else DIFFERS_FROM_READ
                yield kind.at(place, value.value, label=label, **told)
        elif line.judges and line.valid_to and line.valid_from < value.valid_from < line.valid_to:
            # An open line ends where a newer one begins, as the law itself goes on; one with a last day was meant so.
            yield IN_FORCE_ALREADY.at(place, label, day=value.valid_from, last=line.valid_to, **told)
        elif line.valid_from > value.valid_from and (value.valid_to is None or value.valid_to > line.valid_from):
            yield NEXT_BEGINS.at(place, label, day=line.valid_from, **told)


def _against_documents(place: str, proposal: Proposal, book: Law) -> Iterable[Problem]:
    key: DocumentKey = proposal.document
    if proposal.line["place"]:
        known = any((one.key, one.place) == (key, proposal.line["place"]) for one in book.provisions)
    else:
        known = any(one.key == key for one in book.documents)
    if known:
        yield ALREADY_IN_BOOK.at(place, proposal.label, id="-")
