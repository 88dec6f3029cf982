"""Live figures: the last edition and the acts since.

What is answered here is what a close would freeze: the same rows, by the same conditions. It is not official, and says
so: its status is "preliminary" until somebody closes it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqg.core.catalogue import Catalogue
from mtqg.core.period import Period, read_period
from mtqg.core.register.chain import touched_since
from mtqg.core.register.database import Database, quoted
from mtqg.core.snapshot import BOOK, Draft, Snapshot
from mtqg.core.table import PROVENANCE, ROW_ID, Table
from mtqg.core.territory import Territory

if TYPE_CHECKING:
    import polars as pl

Asked = tuple[str, str, str, int]  # dataset, province, period, edition


@dataclass
class States:
    """What a process that answers many questions read before: each state with the act up to which it was read.

    It is brought to a later act by what was recorded since. The books must be those by which it was read.
    """

    of: dict[Asked, tuple[int, Snapshot | None]] = field(default_factory=dict)  # None: there was no row
    lock: threading.Lock = field(default_factory=threading.Lock)  # one thread reads a million rows, not four

    def __contains__(self, state: Snapshot | None) -> bool:
        return any(known is state for _, known in self.of.values()) and state is not None

    def put(self, asked: Asked, n: int, found: Snapshot | None) -> None:
        """Keep a state in place of those of earlier editions."""
        for old in [one for one in self.of if one[:3] == asked[:3]]:
            del self.of[old]
        self.of[asked] = (n, found)


@dataclass
class LiveState:
    """The register's state at act ``n``, read only where something was recorded since an edition."""

    database: Database
    catalogue: Catalogue
    origin: str
    n: int
    books: str  # the digest of the package's books: a state without an edition is read with them
    kept: States | None = None  # without it nothing outlives this one
    _known: dict[Asked, Snapshot | None] = field(default_factory=dict, repr=False)

    def since(
        self, edition: Snapshot | None, table: Table, province: str, period: Period, territory: Territory
    ) -> Snapshot | None:
        """The edition with what was recorded since; the edition itself where nothing was; None without any row.

        A later edition that answers for an earlier period keeps its own period, as does what was recorded since.
        """
        wanted = edition.period if edition else period
        asked = (table.dataset, province, wanted.text, edition.edition if edition else 0)
        if asked not in self._known:
            self._known[asked] = self._brought(asked, edition, table.dataset, province, wanted, territory)
        return self._known[asked]

    def begun(self, table: Table, codes: Collection[str]) -> Iterator[Period]:
        """The periods of which some of these localities have rows of a table by now, closed or not."""
        if table.time != "period":
            return
        held: dict[str, set[str]] = {}
        found = self.database.rows(
            f"SELECT DISTINCT r.period, r.locality_code FROM {quoted(table.name)} r "  # noqa: S608
            "JOIN act added ON added.id = r.added_by LEFT JOIN act ended ON ended.id = r.ended_by "
            "WHERE added.n <= ? AND (r.ended_by IS NULL OR ended.n > ?)",
            [self.n, self.n],
        )
        for period, code in found:
            held.setdefault(str(period), set()).add(str(code))
        for period, mine in held.items():
            if not mine.isdisjoint(codes):
                yield read_period(period)

    def _brought(
        self,
        asked: Asked,
        edition: Snapshot | None,
        dataset: str,
        province: str,
        period: Period,
        territory: Territory,
    ) -> Snapshot | None:
        """The state as it was kept, with what was recorded since."""
        if self.kept is None:
            return self._since(edition, 0, dataset, province, period, territory)
        with self.kept.lock:
            n, known = self.kept.of.get(asked, (0, None))
            if known is not None and n <= self.n:
                found = self._since(known, n, dataset, province, period, territory)
            elif 0 < n <= self.n and not self._is_begun(dataset, n, province, period, territory):
                return None
            else:
                found = self._since(edition, 0, dataset, province, period, territory)
            if n <= self.n:
                found = found if found is known or found is None else _held(found)
                self.kept.put(asked, self.n, found)
            return found

    def _is_begun(self, dataset: str, after: int, province: str, period: Period, territory: Territory) -> bool:
        """Whether acts after one added rows of a period that had none."""
        tables = self.catalogue.dataset(dataset)
        return any(not self._changed(table, period, territory, province, after)[0].is_empty() for table in tables)

    def _since(
        self,
        edition: Snapshot | None,
        after: int,
        dataset: str,
        province: str,
        period: Period,
        territory: Territory,
    ) -> Snapshot | None:
        """A state with what was recorded since it, or since act ``after`` where it held until then."""
        tables = self.catalogue.dataset(dataset)
        names = [table.name for table in (*tables, *self.catalogue.counting_books)]
        after = max(after, int(edition.manifest["n"]) if edition else 0)
        if touched_since(self.database, names, after, self.n) is None:
            return edition
        place = territory.version(province, period.last)
        if place is None:
            return edition
        new = {table.name: self._changed(table, period, territory, province, after) for table in tables}
        new |= {
            table.name: self._changed(table, None, territory, province, after)
            for table in self.catalogue.counting_books
        }
        is_held = self.kept is not None and edition in self.kept
        apply = _spliced if is_held and isinstance(edition, Draft) else _applied
        held = {name: apply(edition, self.catalogue.tables[name], *change) for name, change in new.items()}
        if edition is None and all(new[table.name][0].is_empty() for table in tables):
            return None
        if edition is not None and all(held[name] is None for name in held):
            return edition
        frames = {name: frame if frame is not None else _table(edition, name) for name, frame in held.items()}
        return self._draft(edition, after, dataset, period, place, frames)

    def _changed(
        self, table: Table, period: Period | None, territory: Territory, province: str, after: int
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows added since that hold now, about the locality and period, and ids of rows ended since."""
        from mtqg.core.register.rows import changed
        from mtqg.core.scope import asked_for, within

        where, values = asked_for(table, period) if period else ("", [])
        fresh, ended = changed(self.database, table, after=after, until=self.n, where=where, values=values)
        return (within(fresh, territory, province) if period else fresh), ended

    def _draft(
        self,
        edition: Snapshot | None,
        after: int,
        dataset: str,
        period: Period,
        place: Any,
        frames: Mapping[str, pl.LazyFrame],
    ) -> Snapshot:
        manifest = {
            "dataset": dataset,
            "period": period.text,
            "locality": {
                "code": place.code,
                "name": place.name,
                "valid_from": place.valid_from.isoformat() if place.valid_from else None,
            },
            "status": "preliminary",
            "reason": "",
            "origin": self.origin,
            "edition": edition.edition if edition else 0,
            "n": self.n,
            "closed_at": None,
            "books": edition.manifest.get("books") if edition else self.books,
            "tables": {
                **(edition.manifest["tables"] if edition else {}),
                **{name: {} for name in (*frames, "sources")},
            },
        }
        books = _others(edition, frames)
        sources = self._sources(edition, after)
        folder = edition.folder if edition else Path()
        return Draft(folder, manifest, hash="", frames={**books, **frames, "sources": sources})

    def _sources(self, edition: Snapshot | None, after: int) -> pl.LazyFrame:
        """The sheets of the edition's rows and of all acts since."""
        import polars as pl

        from mtqg.core.batches import sources

        fresh = sources(self.database, after=after, until=self.n).lazy()
        return pl.concat([edition.table("sources"), fresh]) if edition else fresh


def _held(found: Snapshot) -> Snapshot:
    """The state with its rows in memory: the next one is made of it, and no longer plan of how it came to be."""
    if not isinstance(found, Draft):
        return found
    frames = {name: frame.collect().lazy() if _is_ours(name) else frame for name, frame in found.frames.items()}
    return replace(found, frames=frames)


def _is_ours(name: str) -> bool:
    """Whether it is a table of facts; a book stays in the edition's folder until somebody asks for it."""
    return not name.startswith(BOOK)


def _applied(edition: Snapshot | None, table: Table, fresh: pl.DataFrame, ended: pl.DataFrame) -> pl.LazyFrame | None:
    """The rows of the edition without the ended and with the fresh ones; None where neither concerns it."""
    import polars as pl

    old = _table(edition, table.name) if edition is not None and edition.has(table.name) else None
    if old is None:
        return fresh.lazy()
    gone = old.select(ROW_ID).join(ended.lazy(), on=ROW_ID, how="semi").collect() if len(ended) else ended
    if fresh.is_empty() and gone.is_empty():
        return None
    names: Iterable[str] = [*(column.name for column in table.stored), *PROVENANCE]
    return pl.concat([old.join(gone.lazy(), on=ROW_ID, how="anti"), fresh.lazy().select(names)], how="diagonal")


def _spliced(edition: Snapshot | None, table: Table, fresh: pl.DataFrame, ended: pl.DataFrame) -> pl.LazyFrame | None:
    """As ``_applied``, of rows in memory: what is left of them is cut before and after each ended row, not copied."""
    import polars as pl

    if edition is None or not edition.has(table.name):
        return _applied(edition, table, fresh, ended)
    rows = _table(edition, table.name).collect()  # in memory already
    gone = _places(rows, ended)
    if fresh.is_empty() and not gone:
        return None
    if len(gone) > _CUTS:
        return _applied(edition, table, fresh, ended)
    pieces, start = [], 0
    for at in gone:
        pieces.append(rows.slice(start, at - start))
        start = at + 1
    names = [*(column.name for column in table.stored), *PROVENANCE]
    found = pl.concat([*pieces, rows.slice(start), fresh.select(names)], how="diagonal", rechunk=False)
    return (found.rechunk() if found.n_chunks() > _PIECES else found).lazy()


def _places(rows: pl.DataFrame, ended: pl.DataFrame) -> list[int]:
    """Where the ended rows stand among some, in order. By their act first: one look at one column of a million rows."""
    if ended.is_empty() or rows.is_empty():
        return []
    by_act = rows["added_by"].is_in(ended["added_by"].unique().implode()).arg_true()
    found = rows.select(ROW_ID)[by_act].with_columns(at=by_act)
    return sorted(found.join(ended, on=ROW_ID, how="semi")["at"].to_list())


_CUTS = 200  # rows that end by one change; more than that are joined
_PIECES = 500  # then the rows are put together again, once in some hundreds of acts


def _table(edition: Snapshot | None, name: str) -> pl.LazyFrame:
    assert edition is not None
    return edition.table(name)


def _others(edition: Snapshot | None, held: Mapping[str, Any]) -> dict[str, pl.LazyFrame]:
    """The books by which nothing is counted, as the edition froze them, read when asked for."""
    if edition is None:
        return {}
    return {name: edition.table(name) for name in edition.manifest["tables"] if name not in (*held, "sources")}
