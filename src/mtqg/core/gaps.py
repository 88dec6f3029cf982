"""Gaps: communes that have not sent a form, and what somebody chose to count in their place.

A choice fills a figure only where it is asked to be filled, and only while the commune's own rows are missing: as soon
as they are in, the choice counts for nothing. What is filled keeps who chose it, when, why and how, and a figure that
holds any of it is an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mtqg.core.measure import Quantity
from mtqg.core.period import Period
from mtqg.core.territory import LocalityVersion, Territory

if TYPE_CHECKING:
    from mtqg.core.amounts import Where
    from mtqg.core.rollup import Reading
    from mtqg.core.shelf import Shelf

How = Literal["last", "estimate", "leave"]
HOWS: dict[str, str] = {"last": "Số kỳ trước", "estimate": "Số ước", "leave": "Không tính"}


@dataclass(frozen=True, kw_only=True)
class Fillable:
    """A number that may be estimated for a commune: the quantity that it stands for, by a short name."""

    name: str
    label: str
    unit: str
    quantity: Quantity
    standards: str | None = None  # the kind of standard by which it is counted


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What somebody chose for a commune that has not sent the rows of a table for a period.

    how: "last" takes what the commune had in the period ``base``; "estimate" the numbers ``amounts``, by the names of
        what can be filled; "leave" leaves it out, and says so.
    """

    table: str
    locality_code: str
    how: How
    base: Period | None = None
    amounts: Mapping[str, int] = field(default_factory=dict)
    standard: str | None = None
    by: str
    day: dt.date
    why: str = ""
    act: int
    row_no: int

    def as_json(self) -> dict[str, Any]:
        return {
            "how": self.how,
            "base": str(self.base) if self.base else None,
            "by": self.by,
            "day": self.day.isoformat(),
            "why": self.why or None,
            "act": self.act,
        }


@dataclass(frozen=True, kw_only=True)
class Fill:
    """An amount counted for a commune by a choice. ``of``: part or whole of the figure."""

    choice: Choice
    name: str  # of the commune
    of: str
    amount: int

    @property
    def code(self) -> str:
        return self.choice.locality_code


class GapBook(Protocol):
    """What core asks of the choices of a state."""

    def of(self, table: str, period: Period) -> Mapping[str, Choice]:
        """The choice in force for each commune, by its code."""
        ...


def filled(
    name: str, reading: Reading, owing: Mapping[str, str], place: LocalityVersion, on: dt.date, shelf: Shelf
) -> Reading:
    """The reading with what was chosen for communes that owe its rows and have none; itself where nothing was."""
    table = reading.asked.table
    if table.keeper != "commune" or table.time != "period" or shelf.books.gaps is None or not reading.snapshots:
        return reading
    chosen = shelf.books.gaps().of(table.name, reading.asked.period)
    missing = {code: one for code, one in chosen.items() if code in owing and code not in reading.reported}
    amounts = {**_last(reading, missing, place, on, shelf), **_estimated(reading, missing, shelf)}
    if not amounts:
        return reading
    fills = tuple(
        Fill(choice=missing[code], name=owing[code], of=name, amount=amounts[code]) for code in sorted(amounts)
    )
    last = reading.asked.period.last
    return replace(
        reading,
        amounts={**reading.amounts, **{(code, last): amount for code, amount in amounts.items()}},
        reported=reading.reported | set(amounts),
        fills=fills,
    )


def _estimated(reading: Reading, missing: Mapping[str, Choice], shelf: Shelf) -> dict[str, int]:
    """Estimates of the very quantity that is read, under the very standard."""
    asked = reading.asked
    names = [
        one.name
        for one in shelf.catalogue.fillable
        if replace(asked, quantity=one.quantity).definition == asked.definition
    ]
    return {
        code: choice.amounts[name]
        for code, choice in missing.items()
        for name in names
        if choice.how == "estimate" and name in choice.amounts and asked.standard in (None, choice.standard)
    }


def _last(
    reading: Reading, missing: Mapping[str, Choice], place: LocalityVersion, on: dt.date, shelf: Shelf
) -> dict[str, int]:
    """What the communes had in the periods that were chosen; those whose land then had no full report are left out."""
    found: dict[str, int] = {}
    wanted: dict[Period, list[str]] = {}
    for code, choice in missing.items():
        if choice.how == "last" and choice.base is not None:
            wanted.setdefault(choice.base, []).append(code)
    for base, codes in wanted.items():
        found |= had(reading, base, codes, place, on, shelf)
    return found


def had(
    reading: Reading, base: Period, codes: Iterable[str], place: LocalityVersion, on: dt.date, shelf: Shelf
) -> dict[str, int]:
    """The quantity of a reading as communes of its last day had it in an earlier period: their whole land, reported.

    Left out is a commune of which a part had not reported then, or whose rows of then do not lie in it whole.
    """
    from mtqg.core.rollup import by_territory, read

    asked, territory = reading.asked, shelf.books.territory
    before = read(
        asked.quantity,
        kind=asked.kind,
        place=place,
        period=base,
        on=on,
        standard=asked.standard,
        edition=None,
        shelf=shelf,
    )
    spoke = before.reported - {code for code, _ in before.blank}
    amounts: dict[str, list[tuple[Where, int]]] = {}
    for where, amount in by_territory(before, shelf).items():
        amounts.setdefault(where[0], []).append((where, amount))
    found: dict[str, int] = {}
    for code in codes:
        made_of = _made_of(territory, code, asked.period.last, base.last)
        if made_of is None or not made_of <= spoke:
            continue
        mine = [one for each in made_of for one in amounts.get(each, ())]
        if all(_lies_whole(territory, where, code, asked.period.last) for where, _ in mine):
            found[code] = sum(amount for _, amount in mine)
    return found


def values_before(
    shelf: Shelf, place: LocalityVersion, period: Period, base: Period, codes: Iterable[str]
) -> dict[str, dict[str, int]]:
    """Commune -> what it had in an earlier period, by the names of what can be filled; see ``had``."""
    from mtqg.core.amounts import Asked
    from mtqg.core.rollup import Reading

    found: dict[str, dict[str, int]] = {}
    wanted = list(codes)
    for one in shelf.catalogue.fillable:
        standard = shelf.books.standard(one.standards, None, period.last)
        asked = Asked(one.quantity, shelf.catalogue.tables[one.quantity.table], "stock", period, standard)
        reading = Reading(asked, (), (), (), {}, frozenset(), frozenset())
        for code, amount in had(reading, base, wanted, place, period.last, shelf).items():
            found.setdefault(code, {})[one.name] = amount
    return found


def _made_of(territory: Territory, code: str, on: dt.date, day: dt.date) -> set[str] | None:
    """The communes of an earlier day that one is made of; None where the book does not know them all."""
    now, then = territory.version(code, on), territory.version(code, day)
    if now is not None and then is not None and now.valid_from == then.valid_from:
        return {code}
    parts = [one.version for one in territory.constituents(code, on, day)]
    return {one.code for one in parts if one} if parts and None not in parts else None


def _lies_whole(territory: Territory, where: Where, code: str, on: dt.date) -> bool:
    from mtqg.core.rollup import standing

    return {one.code if one else "" for one in standing(territory, *where, on)} == {code}
