"""The source of figures: what a report asks of an instance, each answer computed once.

A report is a pure function of a ``Source``; ``ShelfSource`` reads the snapshots of a shelf.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from mtqg.core import reasons
from mtqg.core.figure import Figure, Question, figure, figure_below, quantities, weakest
from mtqg.core.gaps import Choice
from mtqg.core.measure import Count, Derived, Measure, Ratio, Tally
from mtqg.core.period import Period
from mtqg.core.rollup import by_territory
from mtqg.core.shelf import Books, Shelf
from mtqg.core.snapshot import Snapshot
from mtqg.core.table import Table
from mtqg.core.territory import LocalityVersion, known_day
from mtqg.programmes.targets import Targets
from mtqg.reports.remembered_territory import RememberedTerritory

if TYPE_CHECKING:
    from mtqg.reports.rows import FirstRows, Homes  # the engine starts with it: for pages only

# Units of the tree are counted in the book of localities; ``mtqg localities tree`` lists them.
UNIT_COUNTS = {
    level: Tally(
        name=f"{level}_count",
        label=label,
        kind="stock",
        unit=unit,
        law=(),
        of=Count("book.localities.versions"),
        note="Đếm trong sổ đơn vị hành chính vào ngày báo cáo.",
    )
    for level, label, unit in (
        ("district", "Số đơn vị hành chính cấp huyện", "đơn vị"),
        ("commune", "Số đơn vị hành chính cấp xã", "đơn vị"),
    )
}


@dataclass(frozen=True)
class Gap:
    """A commune that has not sent some tables for a period, what was chosen for it, and its figures with that."""

    place: LocalityVersion
    missing: tuple[Table, ...]
    choices: tuple[Choice, ...]
    figures: tuple[Figure, ...]


class Source(Protocol):
    """Figures about one place, as of one day, known now."""

    @property
    def place(self) -> LocalityVersion: ...
    @property
    def as_of(self) -> dt.date: ...
    @property
    def targets(self) -> Targets: ...
    @property
    def synthetic(self) -> bool: ...
    @property
    def head(self) -> tuple[int, str]: ...

    def measure(self, name: str) -> Measure: ...

    def last(self, measure: str) -> Period | None:
        """The last closed period of the measure that ended by the day of the report."""
        ...

    def closed(self, measure: str, period: Period) -> bool:
        """Whether exactly this period was closed for the measure."""
        ...

    def figure(self, measure: str, period: Period, standard: str | None = None) -> Figure: ...

    def units(self, level: str, on: dt.date) -> Figure: ...

    def children(self, of: Figure) -> list[Figure]:
        """The same figure for each unit directly below the place."""
        ...

    def before(self, of: Figure) -> Figure | None:
        """The figure as the previous editions of its snapshots gave it; None where there were none."""
        ...

    def rows(self, of: Figure, quantity: str) -> FirstRows:
        """The first rows that were counted."""
        ...

    def name(self, code: str, on: dt.date) -> str:
        """The name of a locality on a day, or as it was before."""
        ...

    def gaps(self, period: Period) -> list[Gap]:
        """The communes that have not sent theirs for a period, where what was chosen for them is counted."""
        ...

    def history(self, period: Period) -> list[dict[str, Any]]:
        """What happened to the place's communes within the period."""
        ...

    def standard_label(self, name: str) -> str: ...

    def standard_of_law(self, kind: str, on: dt.date) -> str | None: ...


@dataclass
class ShelfSource:
    """A source that reads the snapshots of a shelf. ``head``: number and digest of the chain's last act."""

    shelf: Shelf
    locality: str
    as_of: dt.date
    targets: Targets
    head: tuple[int, str]
    synthetic_instance: bool = False
    known: str = "now"
    _figures: dict[tuple[Any, ...], Figure] = field(default_factory=dict)
    _children: dict[int, list[Figure]] = field(default_factory=dict)
    _rows: dict[tuple[Any, ...], FirstRows] = field(default_factory=dict)
    _homes: dict[dt.date, Homes] = field(default_factory=dict)
    _communes: dict[tuple[dt.date, dt.date], Counter[str]] = field(default_factory=dict)
    _of_day: dict[dt.date, frozenset[str]] = field(default_factory=dict)  # the place's provinces
    _periods: dict[str, tuple[Period, ...]] = field(default_factory=dict)  # table -> those that have rows
    _earlier: ShelfSource | None = None

    def __post_init__(self) -> None:
        self.book = self.shelf.books.territory
        remembered = self.book if isinstance(self.book, RememberedTerritory) else RememberedTerritory(self.book)
        members = _once(self.shelf.books.members)
        self.shelf = replace(self.shelf, books=replace(self.shelf.books, territory=remembered, members=members))

    @property
    def books(self) -> Books:
        return self.shelf.books

    @property
    def place(self) -> LocalityVersion:
        from mtqg.core.errors import Refused
        from mtqg.core.snapshot import NO_LOCALITY

        found = self.books.territory.version(self.locality, self.as_of)
        if found is None:
            raise Refused(NO_LOCALITY.at(given=self.locality, day=self.as_of))
        return found

    @property
    def synthetic(self) -> bool:
        return self.synthetic_instance or any(one.manifest["origin"] == "synthetic" for one in self.shelf.snapshots)

    def measure(self, name: str) -> Measure:
        return self.shelf.catalogue.measure(name)

    def last(self, measure: str) -> Period | None:
        held = [one.period for one in self._closed(self.measure(measure))]
        ended = [one for one in (*held, *self._begun(self.measure(measure))) if one.last <= self.as_of]
        return max(ended, key=lambda period: (period.last, -period.first.toordinal()), default=None)

    def closed(self, measure: str, period: Period) -> bool:
        wanted = (period.first, period.last)
        held = [one.period for one in self._closed(self.measure(measure))]
        return any((one.first, one.last) == wanted for one in (*held, *self._begun(self.measure(measure))))

    def figure(self, measure: str, period: Period, standard: str | None = None) -> Figure:
        key = (measure, period, standard)
        if key not in self._figures:
            question = Question(
                measure=measure,
                locality=self.locality,
                period=period,
                on=self._on(period),
                standard=standard,
                known=self.known,
            )
            self._figures[key] = figure(question, self.shelf, self._known)
        return self._figures[key]

    def _known(self, question: Question) -> Figure | None:
        """A figure that was asked before, for the same boundaries, as an input of a derived one."""
        for standard in (question.standard, None):
            found = self._figures.get((question.measure, question.period, standard))
            if found is not None and question.edition is None and found.standard == question.standard:
                same = found.question.boundaries == question.boundaries
                return found if same else None
        return None

    def units(self, level: str, on: dt.date) -> Figure:
        period = Period(on, on, on.isoformat())
        own = [one for one in self.shelf.snapshots if one.locality in self._provinces(one.period.last)]
        newest = max(own or self.shelf.snapshots, key=lambda one: int(one.manifest["n"]), default=None)
        found = sum(one.code != self.locality for one in self.books.territory.tree(on, self.locality, level))
        return Figure(
            measure=UNIT_COUNTS[level],
            question=Question(measure=UNIT_COUNTS[level].name, locality=self.locality, period=period),
            place=self.place,
            standard=None,
            exact=Fraction(found),
            part=found,
            have=1,
            of=1,
            snapshots=(newest,) if newest else (),
        )

    def children(self, of: Figure) -> list[Figure]:
        if id(of) not in self._children:
            self._children[id(of)] = list(self._split(of))
        return self._children[id(of)]

    def before(self, of: Figure) -> Figure | None:
        if of.measure in UNIT_COUNTS.values():
            return None  # counted in a book, which has no editions of its own
        if not any(one.edition > 1 for one in of.snapshots) and not any(self.before(one) for one in of.inputs):
            return None
        if self._earlier is None:
            shelf = replace(self.shelf, snapshots=_previous(self.shelf.snapshots), live=None, is_filled=False)
            self._earlier = ShelfSource(shelf, self.locality, self.as_of, self.targets, self.head)
        found = self._earlier.figure(of.question.measure, of.question.period, of.standard)
        editions = {one.edition for one in found.snapshots}
        # Whoever asks again must name the edition, or gets the newest.
        named = editions.pop() if len(editions) == 1 and not found.inputs else None
        return replace(found, question=replace(found.question, edition=named))

    def rows(self, of: Figure, quantity: str) -> FirstRows:
        from mtqg.reports.rows import FirstRows, Homes, first_rows

        reading = of.readings.get(quantity)
        if reading is None:
            return FirstRows()
        # Measures share quantities: all rates of a year have one whole.
        key = (
            reading.asked.definition,
            reading.asked.period,
            *(one.hash for one in reading.snapshots),
            of.question.boundaries,
        )
        if key not in self._rows:
            on = of.question.boundaries
            homes = self._homes.setdefault(on, Homes(self.books.territory, self.place, on))
            self._rows[key] = first_rows(reading, self.books, homes)
        return self._rows[key].of(of.place.code, whole=of.place.code == self.locality)

    def name(self, code: str, on: dt.date) -> str:
        then = self.books.territory.version(code, on) or self.books.territory.version(code, self.books.territory.since)
        return then.name if then else code

    def history(self, period: Period) -> list[dict[str, Any]]:
        told: Callable[[str, dt.date], Iterable[dict[str, Any]]] | None = getattr(self.book, "history", None)
        if told is None:
            return []
        first = max(period.first - dt.timedelta(days=1), self.book.since)
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for commune in self.book.tree(first, within=self.locality, level="commune"):
            if commune.valid_to is None or commune.valid_to > period.last:
                continue
            for event in told(commune.code, first):
                if period.first <= event["date"] <= period.last:
                    found[event["date"], tuple(event["from"]), tuple(event["to"])] = event
        return [found[key] for key in sorted(found)]

    def standard_label(self, name: str) -> str:
        labels = {one.name: one.label_vi for one in getattr(self.books.law, "standards", ())}
        return str(labels.get(name, name))

    def standard_of_law(self, kind: str, on: dt.date) -> str | None:
        return self.books.standard(kind, None, on)

    # Periods and boundaries

    def _on(self, period: Period) -> dt.date | None:
        """Boundaries: those of the period's last day, unless the place itself is another territory since."""
        then = self.books.territory.version(self.locality, period.last)
        same = then is not None and then.valid_from == self.place.valid_from
        return None if same else self.as_of

    def _closed(self, measure: Measure) -> list[Snapshot]:
        """Snapshots that hold the measure's tables for a province of the place."""
        tables = set(self._tables(measure))
        return [
            one
            for one in self.shelf.snapshots
            if any(one.has(table) for table in tables) and one.locality in self._provinces(one.period.last)
        ]

    def _begun(self, measure: Measure) -> list[Period]:
        """Periods that nobody closed: they are said only where estimates stand for communes that are missing."""
        if self.shelf.live is None or not self.shelf.is_filled:
            return []
        found: dict[Period, None] = {}
        for name in dict.fromkeys(self._tables(measure)):
            if name not in self._periods:
                table = self.shelf.catalogue.tables[name]
                self._periods[name] = tuple(self.shelf.live.begun(table, self._communes_ever()))
            found |= dict.fromkeys(self._periods[name])
        return list(found)

    def _communes_ever(self) -> frozenset[str]:
        """The communes of the place now and on the days of its closed periods."""
        days = {self.as_of, *(one.period.last for one in self.shelf.snapshots if one.period.last <= self.as_of)}
        return frozenset(one.code for day in days for one in self._owed(day))

    def _owed(self, day: dt.date) -> Iterable[LocalityVersion]:
        for province in sorted(self._provinces(day)):
            for one in self.books.territory.tree(day, within=province, level="commune"):
                if self.locality == province or self.locality in self._around(one.code, day, self.as_of):
                    yield one

    def gaps(self, period: Period) -> list[Gap]:
        fillable = self.shelf.catalogue.fillable
        if not self.shelf.is_filled or self.books.gaps is None:
            return []
        tables = [self.shelf.catalogue.tables[name] for name in dict.fromkeys(one.quantity.table for one in fillable)]
        chosen = {table.name: self.books.gaps().of(table.name, period) for table in tables}
        sent = {one.quantity.table: self._sent(one.name, period) for one in fillable}
        found = []
        for commune in sorted(self._owed(period.last), key=lambda one: one.code):
            missing = tuple(table for table in tables if commune.code not in sent[table.name])
            if missing:
                held = (chosen[table.name].get(commune.code) for table in missing)
                figures = tuple(self._of_commune(one.name, commune, period) for one in fillable)
                found.append(Gap(commune, missing, tuple(one for one in held if one), figures))
        return found

    def _sent(self, measure: str, period: Period) -> frozenset[str]:
        """The communes whose own rows are there."""
        readings = self.figure(measure, period).readings.values()
        return frozenset(code for one in readings for code in one.reported - {each.code for each in one.fills})

    def _of_commune(self, measure: str, commune: LocalityVersion, period: Period) -> Figure:
        """The figure of a commune from what was read for the place: to read for each alone takes seconds."""
        of = self.figure(measure, period)
        (reading,) = of.readings.values()
        fills = tuple(one for one in of.fills if one.code == commune.code)
        mine = commune.code in reading.reported and commune.code not in {code for code, _ in reading.blank}
        held = by_territory(reading, self.shelf)
        since = known_day(self.books.territory, commune.valid_from or self.books.territory.since)
        amount = held.get((commune.code, since), 0) if mine else None
        is_sent = mine and not fills
        return replace(
            of,
            question=replace(of.question, locality=commune.code, on=period.last),
            place=commune,
            rolled=None,
            part=amount,
            exact=None if amount is None else Fraction(amount),
            have=int(is_sent),
            of=1,
            status=weakest([*(one.manifest["status"] for one in of.snapshots), *(["estimate"] if fills else [])])
            if mine
            else None,
            fills=fills,
            reasons=() if is_sent else (reasons.partial(0, 1, commune.name),),
        )

    def _tables(self, measure: Measure) -> Iterable[str]:
        if not isinstance(measure, Derived):
            return (quantity.table for quantity in quantities(measure).values())
        some = Period(self.as_of, self.as_of, self.as_of.isoformat())
        return (table for one in measure.inputs(some) for table in self._tables(self.measure(one.measure)))

    def _provinces(self, day: dt.date) -> frozenset[str]:
        if day not in self._of_day:
            self._of_day[day] = frozenset(self._lying_in(day))
        return self._of_day[day]

    def _lying_in(self, day: dt.date) -> Iterable[str]:
        territory = self.books.territory
        for part in territory.constituents(self.locality, self.as_of, day):
            if part.version is not None:
                line = [part.version, *territory.ancestors(part.version.code, day)]
                yield from (one.code for one in line if one.level == "province")

    # Units below the place

    def _split(self, of: Figure) -> Iterable[Figure]:
        on = of.question.boundaries
        below = [one for one in self.books.territory.tree(on, self.locality) if one.parent_code == self.locality]
        rolled = of.rolled if of.have == of.of and of.exact is not None else None
        owing = {} if rolled is None else self._owing(of, on)
        for child in sorted(below, key=lambda one: one.code):
            amounts = {} if rolled is None else rolled.parts.get(child.code, dict.fromkeys(of.readings, 0))
            if rolled is None and of.readings and not self._has_closed(child):
                yield figure_below(of, child, self.shelf)
            elif rolled is None or amounts.get("whole") == 0:
                # Who is missing, or why nothing can be divided, differs from unit to unit: ask for each.
                question = replace(of.question, locality=child.code, on=on, standard=of.standard)
                yield figure(question, self.shelf)
            else:
                yield _of_child(of, child, amounts, owing.get(child.code, of.of))

    def _has_closed(self, unit: LocalityVersion) -> bool:
        """Whether a unit closed rows of its own: they may stand for it before its province closes."""
        return any(one.locality == unit.code for one in self.shelf.snapshots)

    def _owing(self, of: Figure, on: dt.date) -> Mapping[str, int]:
        """How many communes of the period's last day lie in each unit; nothing where the province keeps the rows."""
        if all(one.asked.table.keeper == "province" for one in of.readings.values()):
            return {}
        day = next(iter(of.readings.values())).asked.period.last
        if (day, on) not in self._communes:
            self._communes[day, on] = Counter(
                code
                for province in self._provinces(day)
                for commune in self.books.territory.tree(day, within=province, level="commune")
                for code in self._around(commune.code, day, on)
            )
        return self._communes[day, on]

    def _around(self, code: str, day: dt.date, on: dt.date) -> set[str]:
        """The units of the day ``on`` in which a territory of another day lies, whole or in part, itself included."""
        territory = self.books.territory
        stands = [one.version for one in territory.placements(code, day, on) if one.version]
        return {one.code for version in stands for one in (version, *territory.ancestors(version.code, on))}


def _of_child(of: Figure, child: LocalityVersion, amounts: dict[str, int], owing: int) -> Figure:
    """The figure of one unit below, from the parts of the whole's roll-up: nothing is read again."""
    part, whole = amounts["part"], amounts.get("whole")
    exact: Fraction | None = Fraction(part)
    if isinstance(of.measure, Ratio):
        exact = Fraction(part * of.measure.scale, whole) if whole else None
    return replace(
        of,
        question=replace(of.question, locality=child.code, on=of.question.boundaries),
        place=child,
        rolled=None,
        part=part,
        whole=whole,
        exact=exact,
        have=owing,
        of=owing,
    )


def _previous(snapshots: tuple[Snapshot, ...]) -> tuple[Snapshot, ...]:
    """The editions as they stood before each newest one that replaced another."""
    newest = {one.key: max(two.edition for two in snapshots if two.key == one.key) for one in snapshots}
    return tuple(one for one in snapshots if newest[one.key] == 1 or one.edition < newest[one.key])


def _once(members: Callable[[Snapshot, str], Any]) -> Callable[[Snapshot, str], Any]:
    known: dict[tuple[str, str], Any] = {}

    def found(snapshot: Snapshot, name: str) -> Any:
        if (snapshot.hash, name) not in known:
            known[snapshot.hash, name] = members(snapshot, name)
        return known[snapshot.hash, name]

    return found
