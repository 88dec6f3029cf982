"""The book of localities: every unit on any day since 2019-11-01, and what became of it.

A book is a value: it is built from plain tables (shipped, or carried by a snapshot) and never changed; an office's
villages and aliases make a new book. Tables other than the versions are parsed only when they are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from mtqg.core.errors import Problem, Refused, language
from mtqg.core.numbers import day as day_text
from mtqg.localities.problems import BEFORE_KNOWN, UNKNOWN_CODE
from mtqg.localities.tables import COLUMNS, SEED, Row, Rows, digest, plain, read_fast
from mtqg.localities.version import SINCE, Version

if TYPE_CHECKING:
    from mtqg.localities.carry import Carried
    from mtqg.localities.lineage import Index, Placement, Walk
    from mtqg.localities.lists import Member, Region
    from mtqg.localities.names import Exact, Match

CODE, NAME, KIND, LEVEL, PARENT, FROM, TO, SOURCE = range(8)
Key = tuple[str, str]  # (code, first day as ISO text; empty: before all data)
_PLACED_KEPT = 20_000  # territories and days: those of a province's figures many times over
_DAYS_KEPT = 8  # maps of a day are kept for the days asked last


class Localities:
    """Every locality version, with the events and flows between them. Make one with ``seed`` or ``build``."""

    since = SINCE  # first day that the book answers for

    def __init__(self, tables: Mapping[str, Callable[[], list[Row]]]) -> None:
        """From tables of plain text rows, trusted as they are. Others call ``build``, which checks them."""
        self._sources = dict(tables)
        self._parsed: dict[str, list[Row]] = {}
        self._made: dict[Key, Version] = {}
        self._days: dict[str, dict[str, Row]] = {}
        self._inside: dict[str, dict[str, list[Row]]] = {}
        self._walks: dict[str, Walk] = {}

    @classmethod
    def seed(cls) -> Localities:
        """The book that is shipped. The same object each time."""
        return _seed()

    @classmethod
    def build(
        cls, versions: Rows | Callable[[], Rows], *, check: bool = True, **tables: Rows | Callable[[], Rows]
    ) -> Localities:
        """A book from plain rows: mappings or sequences in the order of ``tables.COLUMNS``, days as dates or ISO text.

        ``tables`` are events, flows, documents, lists, members, counts, regions and aliases; those left out are empty.
        Raises Refused with every contradiction found, unless ``check`` is False (a snapshot whose hashes hold).
        """
        given = {"versions": versions, **tables}
        if unknown := given.keys() - COLUMNS.keys():
            raise TypeError(f"no such tables: {', '.join(sorted(unknown))}")
        book = cls({name: _thunk(name, given.get(name, ())) for name in COLUMNS})
        if check:
            from mtqg.localities.checks import contradictions

            if problems := contradictions(book):
                raise Refused(problems)
        return book

    def table(self, name: str) -> list[Row]:
        """Rows of one table as tuples of text, in the order of ``tables.COLUMNS[name]``."""
        if name not in self._parsed:
            self._parsed[name] = self._sources[name]()
        return self._parsed[name]

    def rows(self, name: str) -> list[dict[str, str]]:
        """Rows of one table as mappings, to be written elsewhere and given back to ``build``."""
        return [dict(zip(COLUMNS[name], row, strict=True)) for row in self.table(name)]

    def with_tables(self, **more: Iterable[Row]) -> Localities:
        """A book with rows added to its tables; not checked."""
        added = {name: [*self.table(name), *rows] for name, rows in more.items()}
        thunks = {name: _thunk(name, rows) for name, rows in added.items()}
        return Localities({**{name: lambda name=name: self.table(name) for name in COLUMNS}, **thunks})  # type: ignore[misc]

    # What is where on a day

    def version(self, code: str, on: dt.date) -> Version | None:
        """The version of a code on a day, or None where the code is no locality on that day.

        Raises Refused for a day before 2019-11-01.
        """
        day = self.day(on)
        if day in self._days or (not self._days and "by_code" not in self.__dict__):
            # A command asks about one day: the map of that day costs less than the index of all spells.
            row = self.now(on).get(code)
            return self.made(row) if row else None
        for row in self.by_code.get(code, ()):
            if row[FROM] <= day and (not row[TO] or day < row[TO]):
                return self.made(row)
        return None

    def require(self, code: str, on: dt.date, place: str = "") -> Version:
        """The version of a code on a day, or Refused."""
        found = self.version(code, on)
        if found is None:
            raise Refused(self.unknown(code, on, place))
        return found

    def unknown(self, code: str, on: dt.date, place: str = "") -> Problem:
        """The error that a code is no locality on a day, with what else is known of it."""
        return UNKNOWN_CODE.at(place, code, day=on.isoformat(), hint=self._hint(code))

    def tree(self, on: dt.date, within: str | None = None, level: str | None = None) -> list[Version]:
        """Units valid on a day, each followed by what lies in it, by code; of one level, or within one unit (itself
        included). Raises Refused for a day before 2019-11-01 or an unknown ``within``."""
        if within is None:
            rows = [row for top in self.inside(on).get("", ()) for row in self._below(top, on)]
        else:
            rows = list(self._below(self.row(self.require(within, on).key), on))
        made = self.made
        return [made(row) for row in rows if level is None or row[LEVEL] == level]

    def children(self, code: str, on: dt.date) -> list[Version]:
        """The units right below one."""
        self.require(code, on)
        return [self.made(row) for row in self.inside(on).get(code, ())]

    def ancestors(self, code: str, on: dt.date) -> list[Version]:
        """The units above one, the nearest first."""
        found, chain = self.require(code, on), []
        while found.parent_code:
            found = self.require(found.parent_code, on)
            chain.append(found)
        return chain

    def province_of(self, code: str, on: dt.date) -> Version:
        """The province in which a unit lies (a province lies in itself)."""
        return [self.require(code, on), *self.ancestors(code, on)][-1]

    # What became of what

    def history(self, code: str, on: dt.date) -> list[dict[str, Any]]:
        """Everything that happened to a territory, before and after: date, kind, from, to (codes), document, names."""
        from mtqg.localities.history import history

        return history(self, self.require(code, on).key)

    def placements(self, code: str, day: dt.date, on: dt.date) -> list[Placement]:
        """Where the territory of (code, day) lies on the day ``on``, earlier or later."""
        from mtqg.localities import lineage

        asked = (self.require(code, day).key, on)
        known: dict[Any, list[Placement]] = self.__dict__.setdefault("_placed", {})
        found = known.get(asked)
        if found is None:
            if len(known) >= _PLACED_KEPT:
                known.clear()  # under another thread, too: what it holds it has taken out
            found = known[asked] = lineage.placements(self, *asked)
        return found

    def constituents(self, code: str, on: dt.date, day: dt.date) -> list[Placement]:
        """Which versions of ``day`` make up (code, on), wholly or partly; a version None is land in no known unit."""
        from mtqg.localities import lineage

        return lineage.constituents(self, self.require(code, on), on, day)

    def carry(
        self, rows: Iterable[Mapping[str, Any]], from_day: dt.date, to_day: dt.date, weights: Mapping[str, str]
    ) -> Carried:
        """Additive columns carried from the units of one day to those of another; see ``mtqg.localities.carry``."""
        from mtqg.localities.carry import carry

        return carry(self, rows, from_day, to_day, weights)

    # Names, lists, villages

    def resolve(self, name: str, *, on: dt.date, within: str | None = None) -> list[Match]:
        """Units that a name may mean, best first; for people who search, not for imports."""
        from mtqg.localities import names

        return names.resolve(self, name, on=on, within=within)

    def resolve_exact(self, name: str, *, on: dt.date, within: str | None = None) -> Exact:
        """The one unit that a name means, accents counted; or the candidates that a person must choose from."""
        from mtqg.localities import names

        return names.resolve_exact(self, name, on=on, within=within)

    def members(self, list_name: str, on: dt.date) -> list[Member]:
        """Members of a list on a day, as listed and as they are on that day."""
        from mtqg.localities import lists

        return lists.members(self, list_name, on)

    def lists_of(self, code: str, on: dt.date) -> list[Member]:
        """Memberships of one unit on a day."""
        from mtqg.localities import lists

        return lists.lists_of(self, self.require(code, on), on)

    def region_of(self, code: str, on: dt.date) -> Region | None:
        """The socio-economic region of a unit, through the province it lay in before July 2025; None where it mixes."""
        from mtqg.localities import lists

        return lists.region_of(self, code, on)

    def with_villages(self, rows: Iterable[Mapping[str, Any]]) -> Localities:
        """A book with an office's villages; see ``mtqg.localities.villages``."""
        from mtqg.localities.villages import with_villages

        return with_villages(self, rows)

    def with_aliases(self, rows: Rows) -> Localities:
        """A book with more aliases; those with ``confirmed_by`` settle names in imports."""
        return self.with_tables(aliases=plain("aliases", rows))

    # For the modules of this area

    @cached_property
    def by_code(self) -> dict[str, list[Row]]:
        """Rows of the versions by code, the earliest first."""
        found: dict[str, list[Row]] = {}
        for row in self.table("versions"):
            found.setdefault(row[CODE], []).append(row)
        for rows in found.values():
            if len(rows) > 1:
                rows.sort(key=lambda row: row[FROM])
        return found

    @cached_property
    def by_key(self) -> dict[Key, Row]:
        return {(row[CODE], row[FROM]): row for row in self.table("versions")}

    @cached_property
    def index(self) -> Index:
        """Flows by the versions they leave and reach."""
        from mtqg.localities.lineage import Index

        return Index.of(self)

    @cached_property
    def events(self) -> dict[str, dict[str, str]]:
        """Events by name."""
        return {row["event"]: row for row in self.rows("events")}

    def walk(self, on: dt.date) -> Walk:
        """Where any version's territory lies on a day; what was walked once is remembered."""
        from mtqg.localities.lineage import Walk

        day = self.day(on)
        if day not in self._walks:
            _make_room(self._walks)
            self._walks[day] = Walk(self, day)
        return self._walks[day]

    def row(self, key: Key) -> Row:
        return self.by_key[key]

    def made(self, row: Row) -> Version:
        """The version of a row, made once."""
        key = (row[CODE], row[FROM])
        found = self._made.get(key)
        if found is None:
            code, name, kind, level, parent, first, last, source = row
            found = self._made[key] = Version(
                code, name, kind, level, parent or None, _date(first), _date(last), source
            )
        return found

    def day(self, on: dt.date) -> str:
        """The day as text, or Refused where nothing is known of it."""
        if on < SINCE:
            raise Refused(BEFORE_KNOWN.at(given=on.isoformat(), since=SINCE.isoformat()))
        return on.isoformat()

    def now(self, on: dt.date) -> dict[str, Row]:
        """Rows valid on a day by code."""
        day = self.day(on)
        if day not in self._days:
            _make_room(self._days)
            rows = self.table("versions")
            self._days[day] = {row[CODE]: row for row in rows if row[FROM] <= day and (not row[TO] or day < row[TO])}
        return self._days[day]

    def inside(self, on: dt.date) -> dict[str, list[Row]]:
        """Rows valid on a day by the code of their parent, each list by code; the provinces under ''."""
        day = self.day(on)
        if day not in self._inside:
            _make_room(self._inside)
            found: dict[str, list[Row]] = {}
            for row in self.now(on).values():
                found.setdefault(row[PARENT], []).append(row)
            for rows in found.values():
                rows.sort()
            self._inside[day] = found
        return self._inside[day]

    def _below(self, top: Row, on: dt.date) -> Iterator[Row]:
        inside = self.inside(on)
        waiting = [top]
        while waiting:
            row = waiting.pop()
            yield row
            waiting.extend(reversed(inside.get(row[CODE], ())))

    def _hint(self, code: str) -> str:
        """What else may be said of a code that is not valid on a day."""
        spells = self.by_code.get(code)
        if spells:
            told = "; ".join(f"{row[NAME]}, {_days(row)}" for row in spells)
            return f" Known as: {told}." if language() == "en" else f" Mã này chỉ có: {told}."
        padded = next(
            (code.zfill(size) for size in (2, 3, 5) if code.isdigit() and code.zfill(size) in self.by_code), ""
        )
        if padded and padded != code:
            return f" Lost leading zeros? {padded}" if language() == "en" else f" Có thể mất số 0 ở đầu: {padded}."
        return ""


@cache
def _seed() -> Localities:
    seal = SEED / "SEAL"
    if seal.exists() and seal.read_text(encoding="ascii").strip() == digest():
        return Localities({name: _reader(name) for name in COLUMNS})
    from mtqg.localities.checks import load

    return load(SEED)


def _reader(name: str) -> Callable[[], list[Row]]:
    return lambda: read_fast(name)


def _thunk(name: str, rows: Rows | Callable[[], Rows]) -> Callable[[], list[Row]]:
    return lambda: plain(name, rows)


@cache
def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _days(row: Row) -> str:
    """The first and the last day of a spell, as people write them; the table keeps the day after."""
    first, after = _date(row[FROM]), _date(row[TO])
    last = day_text(after - dt.timedelta(days=1)) if after else "…"
    return f"{day_text(first) or '…'} – {last}"


def _make_room(days: dict[str, Any]) -> None:
    while len(days) >= _DAYS_KEPT:
        days.pop(next(iter(days)))
