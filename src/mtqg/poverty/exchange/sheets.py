"""Our sheets of a review, with the columns that a mapping names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mtqg.core.batches import opened
from mtqg.core.register.opening import Register
from mtqg.core.register.rows import content, state
from mtqg.core.table import PROVENANCE, Kind
from mtqg.poverty.terms import POVERTY_SHEETS


def sheets_of(
    register: Register, columns: Iterable[str], period: str, standard: str, within: frozenset[str] | None = None
) -> list[dict[str, Any]]:
    """Sheets in force of a review under a standard, by household. Personal values are opened where they are asked for.

    within: codes of the localities that are meant, as the rows name them; all of them unless said.
    """
    names = list(dict.fromkeys(["household_code", "locality_code", *columns]))
    is_personal = any(column.name in names for column in POVERTY_SHEETS.personal)
    kinds: dict[str, Kind] = {**(content(POVERTY_SHEETS) if is_personal else POVERTY_SHEETS.kinds), **PROVENANCE}
    rows = state(
        register.database,
        POVERTY_SHEETS,
        where="r.period = ? AND r.standard = ?",
        values=[period, standard],
        kinds=kinds,
    )
    if within is not None:
        rows = rows.filter(rows["locality_code"].is_in(list(within)))
    if is_personal:
        rows = opened(register, POVERTY_SHEETS, rows)
    return rows.select(names).sort("household_code").to_dicts()
