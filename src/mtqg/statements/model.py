"""A statement: a number that somebody published, with all that identifies what it is about; and a finding."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from mtqg.statements import terms
from mtqg.statements.numbers import Interval, Number
from mtqg.statements.scopes import Scope


@dataclass(frozen=True)
class Key:
    """What a number is about. Two numbers of one key say the same thing, or contradict each other.

    ``since`` is the start of a change, ``form`` is "" for a level, "change" or "change_per_year". ``round`` tells a
    preliminary or estimated number from a final one.
    """

    scope: Scope
    measure: str
    period: str
    standard: str = ""
    programme: str = ""
    source: str = ""
    kind: str = ""
    carry: str = ""
    as_of: str = ""
    round: str = "final"
    form: str = ""
    since: str = ""

    def but(self, **changes: Any) -> Key:
        return replace(self, **changes)


@dataclass(frozen=True)
class Statement:
    """A published number, as printed.

    ``published`` is False for what the compiler of a table worked out. ``row`` names the row it stands in, so that
    an amount, its rate and its stated base can be joined. A rate says of which measure it is the share (``rate_of``)
    and over which measure (``base``, empty where the print does not say).
    """

    id: str
    key: Key
    number: Number
    unit: str
    status: str  # preliminary, official, announced, estimate
    flow: str  # stock, flow, target, plan, unclear
    publication: str
    place: str
    standing: str  # read, reported, unverified
    published: bool
    row: str
    rate_of: str = ""
    base: str = ""
    base_named: bool = False
    first: dt.date | None = field(default=None, compare=False)
    last: dt.date | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        return self.number.text

    @property
    def value(self) -> Decimal:
        return self.number.value

    @property
    def interval(self) -> Interval:
        """The values that the printed number stands for."""
        return self.number.interval(terms.nature(self.key.measure, self.unit))

    @property
    def decimals(self) -> int:
        return self.number.decimals

    def as_json(self) -> dict[str, Any]:
        key = self.key
        return {
            "id": self.id,
            "text": self.text,
            "value": str(self.value),
            "unit": self.unit,
            "measure": key.measure,
            "form": key.form or "level",
            "standard": key.standard,
            "period": key.period,
            "since": key.since,
            "as_of": key.as_of,
            "status": self.status,
            "flow": self.flow,
            "scope": key.scope.as_json(),
            "programme": key.programme,
            "source": key.source,
            "kind": key.kind,
            "carry": key.carry,
            "publication": self.publication,
            "place": self.place,
            "standing": self.standing,
            "published": self.published,
        }


ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True)
class Finding:
    """What a named test found: the statements, the number printed and the number that the others imply.

    ``severity``: error (the prints exclude each other), warning (a weak sign, or one side was worked out by the
    compiler), note (the prints meet within their rounding, yet plain arithmetic on them gives another number).
    """

    code: str
    test: str
    severity: str
    statements: tuple[Statement, ...]
    printed: str
    implied: str
    explanation: str

    @property
    def source(self) -> str:
        """Every publication with the places of its numbers."""
        places: dict[str, list[str]] = {}
        for one in self.statements:
            places.setdefault(one.publication, []).append(one.place)
        return "; ".join(f"{name} [{', '.join(dict.fromkeys(found))}]" for name, found in places.items())

    def as_json(self) -> dict[str, Any]:
        """The contract's shape, and the severity."""
        return {
            "code": self.code,
            "statements": [one.id for one in self.statements],
            "printed": self.printed,
            "implied": self.implied,
            "test": self.test,
            "explanation": self.explanation,
            "source": self.source,
            "severity": self.severity,
        }
