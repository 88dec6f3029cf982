"""The book of law of an office: the shipped book and what two of its people confirmed, as of an act.

Reading checks nothing: what was confirmed was checked by its act, against the book of that moment. Where a later
version of the package ships what an office had confirmed, a shipped value that was read stands, and so the book never
has two lines on one day whatever the package brings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from mtqg.core.register.booked import Line, is_extended, lines_at
from mtqg.core.register.database import Database
from mtqg.core.table import Table
from mtqg.law.book import Law, seed
from mtqg.law.tables import UNITS, Document, DocumentKey, LawValue, Provision
from mtqg.law.terms import LAW_CONFIRMATIONS, LAW_DOCUMENTS, LAW_VALUES, OFFICE_TABLES, PROPOSALS

_SUBJECT = ("name", "standard", "area", "region", "group", "issuer")
_LETTERS = {LAW_VALUES.name: "V", LAW_DOCUMENTS.name: "D"}


@dataclass(frozen=True)
class Proposal:
    """A line that a person proposed, and who confirmed it, if somebody did."""

    table: Table
    line: Line
    confirmation: Line | None = None

    @property
    def id(self) -> str:
        """V (value) or D (document), the act that proposed it, and its row: V12-1."""
        return f"{_LETTERS[self.table.name]}{self.line['added_by']}-{self.line['row_no']}"

    @property
    def is_value(self) -> bool:
        return self.table is LAW_VALUES

    @property
    def document(self) -> DocumentKey:
        number = self.line["document" if self.is_value else "number"]
        return DocumentKey(number, self.line["issued_by"], _day(self.line["signed_on"]))

    @property
    def label(self) -> str:
        """What it is, in one line."""
        line = self.line
        if not self.is_value:
            return " · ".join(filter(None, (line["number"], line["issued_by"], line["place"])))
        keys = filter(None, (line["standard"], line["area"], line["region"], line["group"], line["valid_from"]))
        return f"{line['name']} ({', '.join(keys)}) = {line['value']} {line['unit']}"


def proposals(database: Database, n: int | None = None) -> list[Proposal]:
    """Every proposal in force at act ``n``, confirmed or not, in the order in which they were made."""
    return joined({table.name: lines_at(database, table, n) for table in OFFICE_TABLES})


def joined(tables: Mapping[str, Sequence[Line]]) -> list[Proposal]:
    """Proposals with their confirmations, from the lines of the three tables."""
    confirmed = {
        (line["proposal_table"], line["proposal_act"], line["proposal_row"]): line
        for line in tables.get(LAW_CONFIRMATIONS.name, ())
    }
    found = [
        Proposal(table, line, confirmed.get((table.name, line["added_by"], line["row_no"])))
        for table in PROPOSALS
        for line in tables.get(table.name, ())
    ]
    return sorted(found, key=lambda one: (one.line["added_by"] or 0, one.table.name, one.line["row_no"]))


def law_at(database: Database, n: int | None = None) -> Law:
    """The office's book of law at act ``n``: the shipped one where the office added nothing."""
    return extended(seed(), proposals(database, n)) if is_extended(database, OFFICE_TABLES, n) else seed()


def extended(base: Law, found: Iterable[Proposal]) -> Law:
    """A book with the confirmed among some proposals; not checked."""
    confirmed = [one for one in found if one.confirmation is not None]
    if not confirmed:
        return base
    values = [value_of(one, base) for one in confirmed if one.is_value]
    documents = _documents(base, confirmed)
    provisions = [*base.provisions, *_provisions(base, confirmed)]
    return replace(base, documents=documents, provisions=tuple(provisions), values=_merged(base.values, values))


def value_of(proposal: Proposal, base: Law) -> LawValue:
    """The value that a proposal stands for. Without a last day it ends when the shipped line of that day would."""
    line = proposal.line
    last = _day(line["valid_to"])
    said: dict[str, Any] = {name: line[name] for name in _SUBJECT}
    first = dt.date.fromisoformat(line["valid_from"])
    if last is None:
        subject = tuple(said.values())
        same = (one.valid_to for one in base.values if one.subject == subject and one.valid_from == first)
        last = next(same, None)
    key = proposal.document
    return LawValue(
        **said,
        valid_from=first,
        valid_to=last,
        value=UNITS[line["unit"]].read(line["value"]),
        unit=line["unit"],
        document=key.number,
        issued_by=key.issued_by,
        signed_on=key.signed_on,
        place=line["place"],
        standing="read",
        source=line["evidence"],
        note=f"đơn vị đề xuất và xác nhận: {proposal.id}",
    )


def _documents(base: Law, confirmed: Iterable[Proposal]) -> tuple[Document, ...]:
    known = {document.key for document in base.documents}
    added = [one for one in confirmed if not one.is_value and not one.line["place"] and one.document not in known]
    return (*base.documents, *map(_document, added))


def _document(proposal: Proposal) -> Document:
    line, key = proposal.line, proposal.document
    return Document(
        key.number,
        line["kind"],
        key.issued_by,
        key.signed_on,
        subject_vi=line["says"],
        in_force_from=_day(line["in_force_from"]),
        in_force_to=_day(line["in_force_to"]),
        text_held="cited",
        standing="read",
        source=line["evidence"],
        note=f"đơn vị đề xuất và xác nhận: {proposal.id}",
    )


def _provisions(base: Law, confirmed: Sequence[Proposal]) -> Iterable[Provision]:
    """Places that were confirmed for themselves, then those that a confirmed value names."""
    known = {(provision.key, provision.place) for provision in base.provisions}
    ordered = sorted(confirmed, key=lambda one: one.is_value)
    for proposal in ordered:
        line, key = proposal.line, proposal.document
        if line["place"] and (key, line["place"]) not in known:
            known.add((key, line["place"]))
            first, last = line.get("in_force_from"), line.get("in_force_to")
            says = proposal.label if proposal.is_value else line["says"]
            yield Provision(
                key.number,
                key.issued_by,
                key.signed_on,
                line["place"],
                says,
                _day(first),
                _day(last),
                "read",
                line["evidence"],
            )


def _merged(shipped: tuple[LawValue, ...], added: list[LawValue]) -> tuple[LawValue, ...]:
    """Values in which each subject has one line on a day; those of other subjects stay as they are."""
    touched = {value.subject for value in added}
    kept = [value for value in shipped if value.subject not in touched]
    both = [*(value for value in shipped if value.subject in touched), *added]
    both.sort(key=lambda value: (value.subject, value.valid_from))
    for _, lines in groupby(both, key=lambda value: value.subject):
        kept += _one_a_day(list(lines))
    return tuple(kept)


def _one_a_day(lines: list[LawValue]) -> list[LawValue]:
    """Lines of one subject, by their first days: of two that begin together one stands, and a newer ends an older."""
    chosen: dict[dt.date, LawValue] = {}
    for value in lines:  # of one day the shipped line comes first
        before = chosen.get(value.valid_from)
        if before is None or before.standing != "read":
            chosen[value.valid_from] = value
    ordered = list(chosen.values())
    for at, (one, two) in enumerate(pairwise(ordered)):
        if one.valid_to is None or one.valid_to > two.valid_from:
            ordered[at] = replace(one, valid_to=two.valid_from)
    return ordered


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
