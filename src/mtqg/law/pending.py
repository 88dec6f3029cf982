"""What waits for confirmation: values that judge nothing yet, and texts that are not at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtqg.law.book import Law
from mtqg.law.tables import LawValue, MissingText, cells

if TYPE_CHECKING:
    from mtqg.law.office import Proposal


@dataclass(frozen=True)
class Pending:
    """Unverified values and missing texts, with what waits for each."""

    values: tuple[LawValue, ...]
    texts: tuple[MissingText, ...]
    law: Law
    proposals: tuple[Proposal, ...] = ()  # of the office, not confirmed yet

    def waits_for(self, value: LawValue) -> tuple[str, ...]:
        """Measures and functions that cannot judge before the value is confirmed."""
        return self.law.name(value.name).used_by

    def as_json(self) -> dict[str, Any]:
        return {
            "unverified": [{**value_json(value), "waits": list(self.waits_for(value))} for value in self.values],
            "missing_texts": [text_json(text) for text in self.texts],
            "proposals": [
                {**proposal_json(one), "waits": list(self.waits_for_proposal(one))} for one in self.proposals
            ],
        }

    def waits_for_proposal(self, proposal: Proposal) -> tuple[str, ...]:
        """What cannot judge before somebody confirms the proposal; a document by itself keeps nothing waiting."""
        return self.law.name(proposal.line["name"]).used_by if proposal.is_value else ()


def pending(
    law: Law, *, on: dt.date | None = None, name: str | None = None, proposals: Iterable[Proposal] = ()
) -> Pending:
    """What waits, of all days or of one, of all names or of one. Raises Refused for a name that is not declared.

    proposals: those of an office, of which the unconfirmed are told.
    """
    if name is not None:
        law.name(name)
    values = (value for value in chosen(law.values, on=on, name=name) if not value.judges)
    texts = (text for text in law.missing if name is None or name in text.names)
    waiting = (one for one in proposals if one.confirmation is None and _is_asked(one, on, name))
    return Pending(tuple(values), tuple(texts), law, tuple(waiting))


def chosen(values: Iterable[LawValue], *, on: dt.date | None = None, name: str | None = None) -> list[LawValue]:
    """Values in force on a day, of a name."""
    return [value for value in values if (on is None or value.holds(on)) and name in (None, value.name)]


def value_json(value: LawValue) -> dict[str, Any]:
    """A value as the command line gives it: every column, the number as a number, absent days as null."""
    return {
        **{column: cell or None for column, cell in cells(value).items()},
        "value": value.value,
        "judges": value.judges,
    }


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the command line gives it: its id, what it says, who proposed it in which act."""
    from mtqg.law.terms import PEOPLE

    line = proposal.line
    said = {column.name: line[column.name] or None for column in proposal.table.columns if column.name not in PEOPLE}
    return {
        "id": proposal.id,
        "of": "value" if proposal.is_value else "document",
        **said,
        "proposed_by": line["proposed_by"],
        "act": line["added_by"],
        "confirmed_by": proposal.confirmation["confirmed_by"] if proposal.confirmation else None,
    }


def _is_asked(proposal: Proposal, on: dt.date | None, name: str | None) -> bool:
    if not proposal.is_value:
        return name is None
    line = proposal.line
    holds = on is None or (
        line["valid_from"] <= on.isoformat() and (not line["valid_to"] or on.isoformat() < line["valid_to"])
    )
    return holds and name in (None, line["name"])


def text_json(text: MissingText) -> dict[str, Any]:
    return {
        "id": text.id,
        "text": text.text_vi,
        "closed_by": text.closes_vi,
        "documents": list(text.documents),
        "values": list(text.names),
        "standards": list(text.standards),
        "waits": list(text.waits),
    }
