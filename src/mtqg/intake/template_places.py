"""The places that a template's lists name: communes and villages of a locality on the period's last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mtqg.core.form import Form
from mtqg.intake.lookups import Unit, Village
from mtqg.intake.places import KNOWN_SINCE


class Tree(Protocol):
    """The book of localities, as far as templates read it."""

    def require(self, code: str, on: dt.date, place: str = "") -> Unit: ...
    def tree(self, on: dt.date, within: str | None = None, level: str | None = None) -> Sequence[Unit]: ...


@dataclass(frozen=True)
class Places:
    """``units``: the locality and everything below it; ``villages`` by commune, then by code."""

    locality: Unit
    on: dt.date
    units: tuple[Unit, ...]
    villages: tuple[Village, ...]

    @property
    def communes(self) -> list[Unit]:
        return [unit for unit in self.units if unit.level == "commune"]

    @property
    def districts(self) -> list[Unit]:
        return [unit for unit in self.units if unit.level == "district"]

    def named(self, commune: str) -> str:
        return next((unit.name for unit in self.units if unit.code == commune), "")


def places_on(book: Tree, villages: Iterable[Village], locality: str, on: dt.date) -> Places:
    """The places of a locality on a day. Raises Refused where the code is no locality then.

    Days before the book of localities begins are taken as its first day, as intake takes those of rows.
    """
    on = max(on, KNOWN_SINCE)
    units = tuple(book.tree(on, within=locality))
    inside = {unit.code for unit in units}
    here = [village for village in villages if village.commune in inside and village.holds(on)]
    here.sort(key=lambda village: (village.commune, village.code))
    return Places(book.require(locality, on), on, units, tuple(here))


def village_rows(form: Form, places: Places) -> list[Mapping[str, Any]]:
    """A row for each village, its place filled in, for a form that asks for one row a village; none for others."""
    if form.place != "village" or set(form.table.key) != {"period", "village_code"}:
        return []
    names = {unit.code: unit.name for unit in places.communes}
    return [
        {
            "locality_code": village.commune,
            "locality_name": names[village.commune],
            "village_code": village.code,
            "village_name": village.name,
        }
        for village in places.villages
    ]
