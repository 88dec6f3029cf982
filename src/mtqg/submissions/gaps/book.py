"""The choices as they stood at an act, for whoever asks a figure with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mtqg.core.gaps import Choice
from mtqg.core.period import Period, read_period
from mtqg.core.register.booked import lines_at
from mtqg.core.register.database import Database
from mtqg.submissions.gaps.terms import GAP_CHOICES


@dataclass
class Gaps:
    """Reads the register once, as it stood at act ``n`` (now, without one)."""

    database: Database
    n: int | None = None
    _known: dict[tuple[str, str], dict[str, Choice]] | None = field(default=None, repr=False)

    def of(self, table: str, period: Period) -> Mapping[str, Choice]:
        """The choice in force for each commune, by its code."""
        if self._known is None:
            self._known = _read(lines_at(self.database, GAP_CHOICES, self.n))
        return self._known.get((table, period.text), {})


def _read(lines: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, Choice]]:
    grouped: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for one in lines:
        grouped.setdefault((one["of_table"], one["period"], one["locality_code"]), []).append(one)
    found: dict[tuple[str, str], dict[str, Choice]] = {}
    for (table, period, code), rows in grouped.items():
        found.setdefault((table, period), {})[code] = _choice(rows)
    return found


def _choice(rows: list[Mapping[str, Any]]) -> Choice:
    """The rows of one choice are added by one act, so what they share is that of the first."""
    first = rows[0]
    return Choice(
        table=first["of_table"],
        locality_code=first["locality_code"],
        how=first["how"],
        base=read_period(first["base_period"]) if first["base_period"] else None,
        amounts={one["item"]: int(one["amount"]) for one in rows if one["amount"] is not None},
        standard=first["standard"],
        by=first["chosen_by"],
        day=dt.date.fromisoformat(first["day"]),
        why=first["reason"] or "",
        act=int(first["added_by"]),
        row_no=int(first["row_no"]),
    )
