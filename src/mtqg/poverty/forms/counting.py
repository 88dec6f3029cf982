"""Counting for a form: all its numbers in one pass over each table, by place, day and village."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from mtqg.core.engine import tuples
from mtqg.core.measure import Measure, Quantity, Tally
from mtqg.core.period import Period
from mtqg.core.reasons import Reason
from mtqg.core.rollup import Reading, read
from mtqg.core.rows import amount_of, reported
from mtqg.core.shelf import Shelf
from mtqg.core.snapshot import Snapshot
from mtqg.core.territory import LocalityVersion
from mtqg.poverty.measures.families import CLASSES, SHEETS

Spot = tuple[str, dt.date, str]  # locality, day, village (or "")


@dataclass
class Counted:
    """Amounts by source and spot; the localities that spoke for each source; and those with a row that says nothing."""

    amounts: dict[str, dict[Spot, int]] = field(default_factory=dict)
    spoke: dict[str, frozenset[str]] = field(default_factory=dict)
    blank: dict[str, set[str]] = field(default_factory=dict)
    silence: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    snapshots: dict[tuple[object, ...], Snapshot] = field(default_factory=dict)


@dataclass(frozen=True)
class Where:
    """For whom a form is made: the selectors of a figure."""

    place: LocalityVersion
    period: Period
    on: dt.date
    standard: str
    edition: int | None
    shelf: Shelf


def counted(sources: Iterable[str], where: Where) -> Counted:
    """Count every source: names of measures that count or add."""
    wanted = {name: _quantity(name, where.shelf) for name in sources}
    result = Counted()
    for table in dict.fromkeys(quantity.table for quantity in wanted.values()):
        mine = {name: quantity for name, quantity in wanted.items() if quantity.table == table}
        _count_table(mine, where, result)
    return result


def sheets_read(where: Where) -> Reading:
    """The sheets of the place and period, and the snapshots that hold them."""
    return _read(Quantity(table=SHEETS, by_standard=True), where)


def main_ethnic_groups(where: Where, most: int = 6) -> list[str]:
    """The largest minorities among the poor and near-poor of the place, by what the sheets name."""
    probe = sheets_read(where)
    found: dict[str, int] = {}
    for snapshot in probe.snapshots:
        rows = reported(probe.asked.table, snapshot, where.period, where.standard)
        minority = rows.filter(CLASSES["poor_and_near_poor"][1], nw.col("is_minority"))
        named = minority.filter(~nw.col("ethnic_group").is_null())
        for name, number in tuples(named.group_by("ethnic_group").agg(nw.len().cast(nw.Int64).alias("n"))):
            found[name] = found.get(name, 0) + number
    return sorted(found, key=lambda name: (-found[name], name))[:most]


def _quantity(name: str, shelf: Shelf) -> Quantity:
    measure: Measure = shelf.catalogue.measure(name)
    assert isinstance(measure, Tally), name
    assert measure.of.within is None, name
    return measure.of


def _read(quantity: Quantity, where: Where) -> Reading:
    return read(
        quantity,
        kind="stock",
        place=where.place,
        period=where.period,
        on=where.on,
        standard=where.standard,
        edition=where.edition,
        shelf=where.shelf,
    )


def _count_table(wanted: Mapping[str, Quantity], where: Where, result: Counted) -> None:
    """One query for each snapshot of the table. Who reported at all is asked as a figure asks it."""
    names = list(wanted)
    asked = _read(Quantity(table=wanted[names[0]].table, by_standard=wanted[names[0]].by_standard), where)
    for name in names:
        result.amounts[name], result.blank[name] = {}, set()
        result.spoke[name], result.silence[name] = asked.reported, asked.silence
    for snapshot in asked.snapshots:
        result.snapshots[(*snapshot.key, snapshot.hash)] = snapshot
        rows = reported(asked.asked.table, snapshot, where.period, where.standard if asked.asked.standard else None)
        for code, day, village, *numbers in tuples(_added(rows, list(wanted.values()))):
            for name, amount, lacking in zip(names, numbers[::2], numbers[1::2], strict=True):
                if lacking:
                    result.blank[name].add(code)
                result.amounts[name][code, day, village or ""] = int(amount or 0)


def _added(rows: nw.LazyFrame[Any], quantities: Sequence[Quantity]) -> nw.LazyFrame[Any]:
    filled = {f"n{at}": _amount(quantity) for at, quantity in enumerate(quantities)}
    values = [nw.col(name) for name in filled]
    totals = [one.sum().cast(nw.Int64).alias(f"{name}_sum") for one, name in zip(values, filled, strict=True)]
    lacking = [
        one.is_null().cast(nw.Int64).sum().alias(f"{name}_lacking") for one, name in zip(values, filled, strict=True)
    ]
    both = [one for pair in zip(totals, lacking, strict=True) for one in pair]
    return rows.with_columns(**filled).group_by("locality_code", "day", "village_code").agg(*both)


def _amount(quantity: Quantity) -> nw.Expr:
    """The amount of every row of the table: zero where it is not among the rows, null where the row cannot say."""
    none = nw.lit(0, dtype=nw.Int64)
    amount = amount_of(quantity)
    if quantity.having is not None:
        amount = nw.when(~quantity.having).then(none).otherwise(amount)
    return amount if quantity.where is None else nw.when(quantity.where).then(amount).otherwise(none)
