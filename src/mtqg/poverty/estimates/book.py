"""The reported figures as they stood at an act, for whoever asks a figure by its status."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mtqg.core.estimate import Estimate
from mtqg.core.period import Period, read_period
from mtqg.core.register.database import Database
from mtqg.poverty.estimates.terms import ESTIMATES

_HIDDEN = ("added_by", "row_no", "source_no", "cell_row", "origin", "locality_code", "decision_number",
           "decision_issuer")  # fmt: skip


@dataclass(frozen=True)
class Estimates:
    """Reads the register when it is asked, as it stood at act ``n``."""

    database: Database
    n: int

    def of(self, measure: str, locality_code: str, period: Period, stage: str) -> list[Estimate]:
        """Every report of a measure of a place for the days of a period, the latest last."""
        from mtqg.core.register.rows import state

        where = "r.measure = ? AND r.locality_code = ? AND r.stage = ?"
        asked = [measure, locality_code, stage]
        rows = state(self.database, ESTIMATES, n=self.n, where=where, values=asked)
        mine = [one for one in rows.sort("day", "added_by", "row_no").to_dicts() if _is_of(one["period"], period)]
        return [self._read(one) for one in mine]

    def _read(self, row: dict[str, Any]) -> Estimate:
        issuer = f" của {row['decision_issuer']}" if row["decision_issuer"] else ""
        return Estimate(
            stage=row["stage"],
            value=Decimal(row["value"]),
            part=row["part"],
            whole=row["whole"],
            day=row["day"],
            by=row["reported_by"],
            method=row["method"] or "",
            document=f"{row['decision_number']}{issuer}",
            locality_code=row["locality_code"],
            standard=row["standard"],
            row=self._explained(row),
        )

    def _explained(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row as an explanation shows it: its cell is that of the value."""
        values = {name: value for name, value in row.items() if name not in _HIDDEN}
        return {
            "id": f"{ESTIMATES.name}-{row['added_by']}-{row['row_no']}",
            "locality": row["locality_code"],
            "values": {name: value.isoformat() if name == "day" else value for name, value in values.items()},
            "source": self._source(row),
            "act": row["added_by"],
            "decision": {
                "number": row["decision_number"],
                "issuer": row["decision_issuer"],
                "signed_on": row["day"].isoformat(),
            },
            "origin": row["origin"],
        }

    def _source(self, row: dict[str, Any]) -> dict[str, str]:
        from mtqg.core.batches import sources

        for one in sources(self.database, until=self.n).iter_rows(named=True):
            if (one["added_by"], one["source_no"]) == (row["added_by"], row["source_no"]):
                letter = json.loads(one["letters"]).get("value", "A")
                cell = f"{letter}{row['cell_row']}" if row["cell_row"] else ""
                return {"file": one["file"], "sheet": one["sheet"], "cell": cell}
        return {"file": "", "sheet": "", "cell": ""}


def _is_of(text: str, period: Period) -> bool:
    one = read_period(text)
    return (one.first, one.last) == (period.first, period.last)
