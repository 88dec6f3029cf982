"""The first rows behind a figure and behind the figure of each unit below it, read in one pass."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from mtqg.core.explain import ORDER, described
from mtqg.core.rollup import Reading
from mtqg.core.rows import AMOUNT, counted
from mtqg.core.shelf import Books
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import PROVENANCE
from mtqg.core.territory import LocalityVersion, Territory, known_day

SHOWN = 5


@dataclass(frozen=True)
class FirstRows:
    """Rows to show (as ``explain`` gives them) and how many there are, for the whole and by unit below."""

    shown: tuple[dict[str, Any], ...] = ()
    total: int = 0
    by_child: dict[str, FirstRows] = field(default_factory=dict)

    def of(self, code: str, *, whole: bool) -> FirstRows:
        return self if whole else self.by_child.get(code, FirstRows())


@dataclass
class Homes:
    """In which unit directly below a place other territories lie, on the boundaries of a day; each looked up once."""

    territory: Territory
    place: LocalityVersion
    on: dt.date
    _found: dict[tuple[str, dt.date | None], str | None] = field(default_factory=dict)

    def of(self, code: str, day: dt.date) -> str | None:
        """Code of the unit, the place itself where it is divided between several, None outside the place."""
        known = known_day(self.territory, day)
        version = self.territory.version(code, known)
        key = (code, version.valid_from if version else known)
        if key not in self._found:
            self._found[key] = self._look(code, known)
        return self._found[key]

    def _look(self, code: str, day: dt.date) -> str | None:
        lines = [
            [one.version.code, *(above.code for above in self.territory.ancestors(one.version.code, self.on))]
            for one in self.territory.placements(code, day, self.on)
            if one.version is not None
        ]
        inside = [line for line in lines if self.place.code in line]
        if not inside or len(inside) < len(lines):
            return None
        children = {line[max(line.index(self.place.code) - 1, 0)] for line in inside}
        return children.pop() if len(children) == 1 else self.place.code


def first_rows(reading: Reading, books: Books, homes: Homes) -> FirstRows:
    """The first rows that a reading counted, of the place and of each unit directly below it.

    Rows that add nothing (a count of zero) are passed over.
    """
    placed = {where: home for where in reading.amounts if (home := homes.of(*where)) is not None}
    shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    for snapshot in reading.snapshots:
        for child, (rows, total) in _by_child(reading, snapshot, books, placed).items():
            totals[child] += total
            shown[child] += rows[: SHOWN - len(shown[child])]
    children = {code: FirstRows(tuple(shown[code]), totals[code]) for code in totals}
    every = [row for code in sorted(shown) for row in shown[code]]
    return FirstRows(tuple(every[:SHOWN]), sum(totals.values()), children)


def _by_child(
    reading: Reading, snapshot: Snapshot, books: Books, homes: dict[Any, str]
) -> dict[str, tuple[list[dict[str, Any]], int]]:
    import polars as pl

    rows = counted(reading.asked, snapshot, books)
    schema: dict[str, Any] = {"locality_code": pl.String, "day": pl.Date, "_child": pl.String}
    placed = pl.LazyFrame([(*where, child) for where, child in homes.items()], schema=schema, orient="row")
    shown = ("locality_code", "day", AMOUNT, *PROVENANCE, *(reading.asked.table.decision or ()))
    held: pl.LazyFrame = rows.to_native().select(shown)
    # Sorted as ``explain`` lists the rows: the engine keeps no order across its threads, whatever it is asked.
    found = held.filter(pl.col(AMOUNT) != 0).join(placed, on=["locality_code", "day"], how="inner").sort(ORDER)
    totals = found.group_by("_child").agg(pl.len().cast(pl.Int64).alias("total"))
    heads = found.group_by("_child", maintain_order=True).head(SHOWN)
    counts, first = pl.collect_all([totals, heads])
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    # The same words as ``explain``; once for all units, because it reads the sources each time.
    for child, row in zip(first["_child"], described(reading, snapshot, first.drop("_child")), strict=True):
        told[str(child)].append(row)
    return {str(child): (told[str(child)], total) for child, total in counts.sort("_child").rows()}
