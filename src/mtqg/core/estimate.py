"""Reported figures: what an office states of a measure before its rows are there. They stand apart from all rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from mtqg.core.period import Period


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure as somebody reported it: by whom, on which day, in which document, by which method.

    stage: "estimate" (ước thực hiện) or "preliminary" (số sơ bộ, of a review that is not closed).
    row: the row of the register as an explanation shows it, with its file, sheet and cell.
    """

    stage: str
    value: Decimal
    part: int | None
    whole: int | None
    day: dt.date
    by: str
    method: str
    document: str
    locality_code: str
    standard: str | None
    row: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def exact(self, scale: int) -> Fraction:
        """The value by part and whole where both were reported, otherwise the value as it was written."""
        if self.part is not None and self.whole:
            return Fraction(self.part * scale, self.whole)
        return Fraction(self.value)

    def as_json(self) -> dict[str, Any]:
        return {
            "day": self.day.isoformat(),
            "by": self.by,
            "method": self.method or None,
            "document": self.document,
            "value": str(self.value),
        }


class EstimateBook(Protocol):
    """What core asks of the reported figures of a state."""

    def of(self, measure: str, locality_code: str, period: Period, stage: str) -> Sequence[Estimate]:
        """Every report of a measure, whatever its standard, the latest last."""
        ...
