"""What waits for confirmation: values that judge nothing yet, and texts that are not at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mtqg.law.book import Law
from mtqg.law.tables import LawValue, MissingText, cells


@dataclass(frozen=True)
class Pending:
    """Unverified values and missing texts, with what waits for each."""

    values: tuple[LawValue, ...]
    texts: tuple[MissingText, ...]
    law: Law

    def waits_for(self, value: LawValue) -> tuple[str, ...]:
        """Measures and functions that cannot judge before the value is confirmed."""
        return self.law.name(value.name).used_by

    def as_json(self) -> dict[str, Any]:
        return {
            "unverified": [{**value_json(value), "waits": list(self.waits_for(value))} for value in self.values],
            "missing_texts": [text_json(text) for text in self.texts],
        }


def pending(law: Law, *, on: dt.date | None = None, name: str | None = None) -> Pending:
    """What waits, of all days or of one, of all names or of one. Raises Refused for a name that is not declared."""
    if name is not None:
        law.name(name)
    values = (value for value in chosen(law.values, on=on, name=name) if not value.judges)
    texts = (text for text in law.missing if name is None or name in text.names)
    return Pending(tuple(values), tuple(texts), law)


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
