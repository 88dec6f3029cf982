"""Amounts: what a snapshot says of a quantity, place by place.

The engine counts them from the rows. A close counts those of every measure once and freezes them beside the rows, under
a name made of the definition itself: a figure of the same definition then starts without the engine. A definition that
changed since, or another period than the snapshot's, is counted from the rows again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtqg.core.measure import Quantity
from mtqg.core.period import Period
from mtqg.core.shelf import Books
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import Table

if TYPE_CHECKING:
    import narwhals as nw

Where = tuple[str, dt.date]  # a locality code and the day on which something was true of it
Kept = dict[str, dict[str, Any]]  # "amounts" and "reported" -> name -> code -> day -> number


@dataclass(frozen=True)
class Amounts:
    """Amount at each place, the places that reported at all, and those with a row that lacks the value."""

    by_place: Mapping[Where, int]
    reported: frozenset[Where]
    blank: frozenset[Where]
    listed: bool = True  # False: the list that the quantity asks for has no member, so nobody can be counted on it


def kept_or_counted(
    quantity: Quantity,
    table: Table,
    snapshot: Snapshot,
    *,
    kind: str,
    period: Period,
    standard: str | None,
    books: Books,
) -> Amounts:
    """The amounts that were frozen with the snapshot, if they are of this very question; otherwise counted now."""
    name, who = _names(quantity, kind, standard)
    kept = snapshot.kept
    same_days = (snapshot.period.first, snapshot.period.last) == (period.first, period.last)
    if same_days and name in kept.get("amounts", {}) and who in kept.get("reported", {}):
        by_place, reported = _read(kept["amounts"][name]), _read(kept["reported"][who])
        lacking = frozenset(where for where, amount in by_place.items() if amount is None)
        amounts = {where: amount or 0 for where, amount in by_place.items()}
        return Amounts(amounts, frozenset(reported), lacking)
    return count(quantity, table, snapshot, kind=kind, period=period, standard=standard, books=books)


def count(
    quantity: Quantity,
    table: Table,
    snapshot: Snapshot,
    *,
    kind: str,
    period: Period,
    standard: str | None,
    books: Books,
) -> Amounts:
    """Count from the rows, in one pass of the engine over the table."""
    from mtqg.core.engine import tuples
    from mtqg.core.rows import counted, reported

    if quantity.within is not None and not tuples(books.members(snapshot, quantity.within).head(1)):
        return Amounts({}, frozenset(), frozenset(), listed=False)
    rows = counted(quantity, table, snapshot, kind=kind, period=period, standard=standard, books=books)
    added = list(_by_place(rows))
    return Amounts(
        by_place={(code, day): amount for code, day, amount, _ in added},
        reported=frozenset(_places(reported(table, snapshot, period, standard))),
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
        table = tables[quantity.table]
        if not snapshot.has(table.name):
            continue
        wanted = standards(table, [snapshot], snapshot.period) if quantity.by_standard else (None,)
        for standard in wanted:
            name, who = _names(quantity, kind, standard)
            if name not in kept["amounts"]:
                said = count(
                    quantity, table, snapshot, kind=kind, period=snapshot.period, standard=standard, books=books
                )
                if not said.listed:
                    continue
                values = {where: None if where in said.blank else amount for where, amount in said.by_place.items()}
                kept["amounts"][name] = _written(values)
                kept["reported"][who] = _written(dict.fromkeys(said.reported, 1))
    return kept


def _names(quantity: Quantity, kind: str, standard: str | None) -> tuple[str, str]:
    """The definition as text, and whose reporting it needs."""
    what = quantity.column or "rows"
    where = "" if quantity.where is None else f" where {quantity.where!r}"
    within = f" within {quantity.within}" if quantity.within else ""
    of = f" of {standard}" if standard else ""
    return f"{kind} {what} of {quantity.table}{where}{within}{of}", f"{quantity.table}{of}"


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


def _places(rows: nw.LazyFrame[Any]) -> list[Where]:
    from mtqg.core.engine import tuples

    return [(code, day) for code, day in tuples(rows.select("locality_code", "day").unique())]


def _written(values: Mapping[Where, int | None]) -> dict[str, dict[str, int | None]]:
    written: dict[str, dict[str, int | None]] = {}
    for code, day in sorted(values):
        written.setdefault(code, {})[day.isoformat()] = values[code, day]
    return written


def _read(written: dict[str, dict[str, Any]]) -> dict[Where, Any]:
    day = dt.date.fromisoformat
    return {(code, day(text)): value for code, days in written.items() for text, value in days.items()}
