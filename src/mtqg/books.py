"""The books together: from the package into a snapshot, and from a snapshot to what a figure needs.

A snapshot carries the books whole, so an auditor's copy answers without this package's data. Where the package still
ships the very books that were frozen (one digest over all of them says so), they are read from the package: the same
rows, without starting the engine.

What an office added to the books is rows of its register: a live state reads the shipped books with what the office had
added by its act, and a close freezes the books as they stood then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Act
from mtqg.core.disk import sha256
from mtqg.core.instance import Instance
from mtqg.core.live import LiveState, States
from mtqg.core.register import chain
from mtqg.core.register.booked import is_extended
from mtqg.core.register.database import Database
from mtqg.core.shelf import Books, Shelf
from mtqg.core.snapshot import BOOK, Snapshot, snapshots
from mtqg.core.table import PROVENANCE, ROW_ID, Kind
from mtqg.law import office as law_office
from mtqg.law.book import Law
from mtqg.law.book import seed as law_seed
from mtqg.law.terms import PEOPLE
from mtqg.localities import office as locality_office
from mtqg.localities.book import Localities
from mtqg.localities.tables import COLUMNS as LOCALITY_TABLES
from mtqg.localities.terms import LIST_MEMBERS
from mtqg.poverty.estimates.book import Estimates
from mtqg.programmes.targets import Targets
from mtqg.programmes.targets import seed as targets_seed
from mtqg.programmes.terms import TARGETS
from mtqg.submissions.gaps.book import Gaps

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

SHIPPED = ("localities", "law", "programmes")
_OFFICE = "office."  # begins the name, among the books of a snapshot, of the lines that the office added


@dataclass(frozen=True)
class Frozen:
    """The books of a state as a close freezes them: tables by name, the digest that tells them, and how to ask them."""

    tables: Mapping[str, pl.DataFrame]
    digest: str
    territory: Localities


@cache
def package_books() -> Mapping[str, pl.DataFrame]:
    """The shipped books as frames of text, by name: what a close freezes."""
    found = {f"localities.{name}": _frame(Localities.seed().rows(name)) for name in LOCALITY_TABLES}
    found |= {f"law.{name}": _frame(rows) for name, rows in law_seed().rows().items()}
    found["programmes.targets"] = _frame(targets_seed().rows())
    return MappingProxyType(found)


@cache
def package_digest() -> str:
    """One digest over the tables of all shipped books."""
    total = hashlib.sha256()
    for book in SHIPPED:
        for path in sorted((Path(__file__).parent / book / "seed").glob("*.csv")):
            total.update(f"{book}/{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def newest(found: Iterable[Snapshot]) -> Snapshot | None:
    """The snapshot of the newest state: its books are read."""
    return max(found, key=lambda one: int(one.manifest["n"]), default=None)


def books_at(database: Database, n: int) -> Frozen:
    """The books as they stood at an act, whole: the shipped ones, and what the office had added by then."""
    tables = CATALOGUE.office_tables
    if not is_extended(database, tables, n):
        return Frozen(package_books(), package_digest(), Localities.seed())
    law, territory = law_office.law_at(database, n), locality_office.localities_at(database, n)
    held = dict(package_books())
    if law is not law_seed():
        held |= {f"law.{name}": _frame(rows) for name, rows in law.rows().items()}
    if territory is not Localities.seed():
        held |= {f"localities.{name}": _frame(territory.rows(name)) for name in LOCALITY_TABLES}
    own = _office_lines(database, n)
    if not own:
        return Frozen(held, package_digest(), territory)
    said = sha256("".join(f"{name}\0{frame.write_csv()}" for name, frame in sorted(own.items())).encode())
    return Frozen({**held, **own}, f"{package_digest()}+{said}", territory)


def law_of(snapshot: Snapshot | None) -> Law:
    """The book of law as a snapshot holds it."""
    if snapshot is None or _is_shipped(snapshot):
        return law_seed()
    if _is_package(snapshot):
        found = law_office.joined(_own(snapshot))
        return law_office.extended(law_seed(), found)
    return Law.build(_part(snapshot, "law"))


def localities_of(snapshot: Snapshot | None) -> Localities:
    """The book of localities as a snapshot holds it: checked when it was closed, and each table read when asked for."""
    if snapshot is None or _is_shipped(snapshot):
        return Localities.seed()
    if _is_package(snapshot):
        return locality_office.extended(locality_office.joined(_own(snapshot)))
    return Localities({name: partial(_tuples, snapshot, f"book.localities.{name}") for name in LOCALITY_TABLES})


def targets_of(snapshot: Snapshot | None) -> Targets:
    """The assigned targets as a snapshot holds them: those of the package, and the office's own."""
    if snapshot is None:
        return targets_seed()
    shipped = targets_seed() if _is_package(snapshot) else Targets.build(_part(snapshot, "programmes")["targets"])
    if not snapshot.has(TARGETS.name):
        return shipped
    own = snapshot.table(TARGETS.name).collect().to_dicts()
    return shipped.with_office(own) if own else shipped


def targets_now(instance: Instance, n: int | None = None) -> Targets:
    """The assigned targets as they stand in the register now, or at act ``n``."""
    from mtqg.core.batches import live

    return targets_seed().with_office(live(instance, TARGETS, n).collect().to_dicts())


def books_of(snapshot: Snapshot | None) -> Books:
    """The books as a snapshot holds them; the package's own without one."""
    return Books(localities_of(snapshot), law_of(snapshot), members=members_of, targets=partial(targets_of, snapshot))


@dataclass(frozen=True)
class ByBooks:
    """What was read and counted by the same books: those of the newest edition and of the last act of the office."""

    token: tuple[str, int]
    books: Books
    states: States = field(default_factory=States)
    memory: dict[Hashable, Any] = field(default_factory=dict)
    closed_memory: dict[Hashable, Any] = field(default_factory=dict)


@dataclass
class Remembered:
    """What a process that answers many questions keeps between them: editions, books, states, and what was counted.

    Any thread may ask: what goes together is put in place at once, and is never emptied under another one's hands.
    """

    editions: dict[int, Snapshot] = field(default_factory=dict)
    held: ByBooks | None = None

    def snapshots(self, instance: Instance, acts: Iterable[Act]) -> tuple[Snapshot, ...]:
        """The editions of some acts, each opened once."""
        for act in acts:
            if act.n not in self.editions:
                self.editions[act.n] = snapshots(instance, [act])[0]
        return tuple(self.editions[act.n] for act in acts)

    def settled(self, database: Database, newest_of: Snapshot | None, n: int) -> ByBooks:
        """What is kept, without what was read by other books, and what was counted of states that are over."""
        names = [table.name for table in CATALOGUE.office_tables]
        token = (_hash(newest_of), chain.touched_since(database, names, 0, n) or 0)
        held = self.held
        if held is None or held.token != token:
            held = ByBooks(token, _live_books(database, n, newest_of))
        if max(len(held.memory), len(held.closed_memory)) > _REMEMBERED:
            held = replace(held, memory={}, closed_memory={})
        self.held = held
        return held

    def closed_memory(self, newest_of: Snapshot | None) -> dict[Hashable, Any]:
        """What was counted of the editions by the books of the newest; nothing yet where those are others."""
        held = self.held
        return held.closed_memory if held is not None and held.token[0] == _hash(newest_of) else {}


def _hash(of: Snapshot | None) -> str:
    return of.hash if of else ""


_REMEMBERED = 4_000  # amounts by quantity, period and state; places by the day whose boundaries were asked for


@contextmanager
def opened_shelf(
    instance: Instance,
    known: dt.datetime | int | None = None,
    *,
    only_closed: bool = False,
    is_filled: bool = False,
    remembered: Remembered | None = None,
) -> Iterator[Shelf]:
    """What was recorded by a moment (now, unless said): the editions, and what came after them.

    known: an instant, or the number of an act. only_closed: answer from the editions alone. remembered: what the
    process keeps, where it asks of the present. is_filled: count what was chosen for communes that have not sent
    theirs.
    """
    with instance.register() as register:
        database = register.database
        n, _ = chain.head(database)
        if known is not None:
            n = min(n, known if isinstance(known, int) else chain.number_at(database, known))
        acts = chain.acts(database, verb="close", until=n)
        kept = remembered or Remembered()
        found = kept.snapshots(instance, acts)
        # Never closed: each is what its document says, or what somebody chose.
        beside: dict[str, Any] = {"estimates": partial(Estimates, database, n), "gaps": _once(Gaps(database, n))}
        if only_closed:
            books = replace(books_of(newest(found)), **beside)
            yield Shelf(found, books, CATALOGUE, memory=kept.closed_memory(newest(found)), is_filled=is_filled)
            return
        held = kept.settled(database, newest(found), n)
        live = LiveState(database, CATALOGUE, instance.origin, n, package_digest(), held.states if remembered else None)
        books = replace(held.books, targets=partial(targets_now, instance, n), **beside)
        yield Shelf(found, books, CATALOGUE, live, memory=held.memory, is_filled=is_filled)


def _once(gaps: Gaps) -> Callable[[], Gaps]:
    return lambda: gaps


def _live_books(database: Database, n: int, snapshot: Snapshot | None) -> Books:
    """The books of the newest edition, or where the office adds to them, this version's with what it had added."""
    if not is_extended(database, CATALOGUE.office_tables, n):
        return books_of(snapshot)
    return Books(locality_office.localities_at(database, n), law_office.law_at(database, n), members=members_of)


def open_shelf(instance: Instance, known: dt.datetime | int | None = None) -> Shelf:
    """The editions known at a moment alone, with the books of the newest of them."""
    with opened_shelf(instance, known, only_closed=True) as shelf:
        return shelf


def _is_shipped(snapshot: Snapshot) -> bool:
    """Whether its books are the shipped ones, and the package still ships them."""
    return snapshot.manifest.get("books") == package_digest()


def _is_package(snapshot: Snapshot) -> bool:
    """Whether its books are those of this package, perhaps with lines of the office."""
    return str(snapshot.manifest.get("books")).partition("+")[0] == package_digest()


def _office_lines(database: Database, n: int) -> dict[str, pl.DataFrame]:
    """The office's own lines that are in force, without the names of people: those are in the acts."""
    from mtqg.core import frames
    from mtqg.core.register.rows import state

    found = {}
    for table in CATALOGUE.office_tables:
        kinds: dict[str, Kind] = {**{column.name: column.kind for column in table.columns}, **PROVENANCE}
        kinds = {name: kind for name, kind in kinds.items() if name not in PEOPLE}
        rows = frames.sorted_rows(state(database, table, n=n, kinds=kinds), ROW_ID)
        if not rows.is_empty():
            found[_OFFICE + table.name] = rows
    return found


def _own(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """The office's own lines as a snapshot holds them, as the register gives them: days as text."""
    import polars as pl

    names = {table.name: f"{BOOK}{_OFFICE}{table.name}" for table in CATALOGUE.office_tables}
    return {
        table: snapshot.table(name).with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).collect().to_dicts()
        for table, name in names.items()
        if snapshot.has(name)
    }


def members_of(snapshot: Snapshot, name: str) -> nw.LazyFrame[Any]:
    """Who stands on a list, from the office's own rows, as they were frozen with the rows that are counted."""
    import narwhals as nw
    import polars as pl

    from mtqg.core.frames import empty

    rows = snapshot.table(LIST_MEMBERS.name) if snapshot.has(LIST_MEMBERS.name) else empty(LIST_MEMBERS).lazy()
    kept = rows.filter(pl.col("list_name") == name)
    return nw.from_native(
        kept.select("member_code", pl.col("day").alias("valid_from"), pl.col("ends_on").alias("valid_to"))
    )


def _frame(rows: Iterable[Mapping[str, str]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(list(rows), infer_schema_length=None).with_columns(pl.all().cast(pl.String))


def _part(snapshot: Snapshot, book: str) -> dict[str, Any]:
    """The tables of one book in a snapshot, as mappings."""
    prefix = f"book.{book}."
    names = [name for name in snapshot.manifest["tables"] if name.startswith(prefix)]
    return {name.removeprefix(prefix): snapshot.table(name).collect().to_dicts() for name in names}


def _tuples(snapshot: Snapshot, name: str) -> list[tuple[str, ...]]:
    return snapshot.table(name).collect().rows() if snapshot.has(name) else []
