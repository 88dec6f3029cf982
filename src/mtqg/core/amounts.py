"""Amounts: what a snapshot says of a quantity, place by place.

The engine counts them from the rows. A close counts those of every measure once and freezes them beside the rows, under
a name made of the definition itself: a figure of the same definition then starts without the engine. A definition that
changed since, or another period than the snapshot's, is counted from the rows again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from mtqg.core.measure import Quantity
from mtqg.core.period import Period
from mtqg.core.shelf import Books
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import Table

if TYPE_CHECKING:
    import narwhals as nw

Where = tuple[str, dt.date]  # a locality code and the day on which something was true of it
Kept = dict[str, dict[str, Any]]  # "amounts": name -> code -> day -> number; "reported": name -> codes


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of a snapshot: a quantity, for the kind of its measure, a period and a standard."""

    quantity: Quantity
    table: Table
    kind: str
    period: Period
    standard: str | None = None

    @cached_property
    def definition(self) -> str:
        """All but the period, as text: what is kept is found under it."""
        quantity = self.quantity
        where = "" if quantity.where is None else f" where {quantity.where!r}"
        having = "" if quantity.having is None else f" having {quantity.having!r}"
        within = f" within {quantity.within}" if quantity.within else ""
        return f"{self.kind} {quantity.column or 'rows'} of {quantity.table}{where}{having}{within}{self._of}"

    @property
    def reporting(self) -> str:
        """Whose reporting is asked for."""
        return f"{self.quantity.table}{self._of}"

    @property
    def _of(self) -> str:
        return f" of {self.standard}" if self.standard else ""


@dataclass(frozen=True)
class Amounts:
    """Amount at each place, the localities that reported at all, and the places with a row that lacks the value."""

    by_place: Mapping[Where, int]
    reported: frozenset[str]
    blank: frozenset[Where]
    listed: bool = True  # False: the list that the quantity asks for has no member, so nobody can be counted on it


def kept_or_counted(asked: Asked, snapshot: Snapshot, books: Books) -> Amounts:
    """The amounts that were frozen with the snapshot, if they are of this very question; otherwise counted now."""
    amounts, reported = snapshot.kept.get("amounts", {}), snapshot.kept.get("reported", {})
    ending = _ending(asked, snapshot.period)
    name, who = f"{asked.definition}{ending}", f"{asked.reporting}{ending}"
    if ending is None or name not in amounts or who not in reported:
        return count(asked, snapshot, books)
    by_place = {(code, _day(day)): amount for code, days in amounts[name].items() for day, amount in days.items()}
    blank = frozenset(where for where, amount in by_place.items() if amount is None)
    return Amounts({**by_place, **dict.fromkeys(blank, 0)}, frozenset(reported[who]), blank)


def count(asked: Asked, snapshot: Snapshot, books: Books) -> Amounts:
    """Count from the rows, in one pass of the engine over the table."""
    from mtqg.core.engine import tuples
    from mtqg.core.rows import counted, reported

    within = asked.quantity.within
    if within is not None and not tuples(books.members(snapshot, within).head(1)):
        return Amounts({}, frozenset(), frozenset(), listed=False)
    added = list(_by_place(counted(asked, snapshot, books)))
    spoke = reported(asked.table, snapshot, asked.period, asked.standard).select("locality_code").unique()
    return Amounts(
        by_place={(code, day): amount for code, day, amount, _ in added},
        reported=frozenset(code for (code,) in tuples(spoke)),
        blank=frozenset((code, day) for code, day, _, lacking in added if lacking),
    )


def standards(table: Table, snapshots: Iterable[Snapshot], period: Period) -> tuple[str, ...]:
    """The standards that the rows of a period follow."""
    from mtqg.core.engine import tuples
    from mtqg.core.rows import reported

    found: set[str] = set()
    for snapshot in snapshots:
        rows = reported(table, snapshot, period, None).select("standard").unique()
        found.update(standard for (standard,) in tuples(rows) if standard)
    return tuple(sorted(found))


def to_keep(
    asked: Iterable[tuple[Quantity, str]], tables: Mapping[str, Table], snapshot: Snapshot, books: Books
) -> Kept:
    """The amounts of quantities, each with the kind of its measure, that a close freezes with the rows."""
    kept: Kept = {"amounts": {}, "reported": {}}
    for quantity, kind in asked:
        if not snapshot.has(quantity.table):
            continue
        for one in _questions(quantity, tables[quantity.table], kind, snapshot):
            ending = _ending(one, snapshot.period)
            if (name := f"{one.definition}{ending}") in kept["amounts"]:
                continue
            said = count(one, snapshot, books)
            if said.listed:
                kept["amounts"][name] = _written(said)
                kept["reported"][f"{one.reporting}{ending}"] = sorted(said.reported)
    return kept


def _questions(quantity: Quantity, table: Table, kind: str, snapshot: Snapshot) -> Iterator[Asked]:
    """What may be asked of a quantity: by each standard of each period."""
    for period in _periods(kind, table, snapshot.period).values():
        wanted = standards(table, [snapshot], period) if quantity.by_standard else (None,)
        yield from (Asked(quantity, table, kind, period, standard) for standard in wanted)


def _periods(kind: str, table: Table, own: Period) -> dict[str, Period]:
    """The periods for which a snapshot of a period keeps amounts, by the ending of their names.

    A report of what was added within a period also says what stood at its start.
    """
    if kind != "stock" or table.time != "spell" or own.first == own.last:
        return {"": own}
    eve = own.first - dt.timedelta(days=1)
    return {"": own, " at the start": Period(eve, eve, eve.isoformat())}


def _ending(asked: Asked, own: Period) -> str | None:
    """The ending under which a snapshot of a period keeps what is asked; None where it keeps no such thing."""
    first, last = asked.period.first, asked.period.last
    periods = _periods(asked.kind, asked.table, own)
    return next((ending for ending, one in periods.items() if (one.first, one.last) == (first, last)), None)


def _by_place(rows: nw.LazyFrame[Any]) -> Iterator[tuple[str, dt.date, int, int]]:
    import narwhals as nw

    from mtqg.core.engine import tuples
    from mtqg.core.rows import AMOUNT

    amount = nw.col(AMOUNT)
    added = rows.group_by("locality_code", "day").agg(
        amount.sum().cast(nw.Int64).alias("total"), amount.is_null().cast(nw.Int64).sum().alias("lacking")
    )
    for code, day, total, lacking in tuples(added):
        yield code, day, int(total or 0), int(lacking)


def _written(said: Amounts) -> dict[str, dict[str, int | None]]:
    written: dict[str, dict[str, int | None]] = {}
    for where in sorted(said.by_place):
        code, day = where
        written.setdefault(code, {})[day.isoformat()] = None if where in said.blank else said.by_place[where]
    return written


_day = cache(dt.date.fromisoformat)  # thousands of places share some hundreds of days
