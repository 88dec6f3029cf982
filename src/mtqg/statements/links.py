"""Links between statements, worked out from what they are about: what is a part of what, what a rate stands on.

No link is written down for a case. A whole and its parts share their key but for one column; a rate and its base
share the row, or else the place, period and publication.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mtqg.statements import terms
from mtqg.statements.model import Key, Statement
from mtqg.statements.scopes import HALVES_THAT_ADD, Scope, named, same_name, sets_of_parts

Below = Callable[[str, dt.date], frozenset[str]]


@dataclass(frozen=True)
class PartOf:
    """A whole and the parts of it that are known. Only a ``complete`` set of parts must add up to the whole."""

    whole: Statement
    parts: tuple[Statement, ...]
    complete: bool
    rule: str


@dataclass(frozen=True)
class RateOn:
    """A printed rate, its amount, and the bases it may stand on, the one that the print means first.

    ``meant`` tells how many of the first bases are those that the print names or that an unnamed base is
    understood as; the rest are other amounts of the same place.
    """

    rate: Statement
    amount: Statement
    bases: tuple[Statement, ...]
    meant: int


class Linked:
    """Statements with their indexes.

    ``below`` gives the codes of the units right below one (or the country, "") on a day; without it no set of units
    counts as complete.
    """

    def __init__(self, statements: Iterable[Statement], below: Below | None = None) -> None:
        self.statements = tuple(statements)
        self.unit_codes_below = below
        self.by_key: dict[Key, list[Statement]] = defaultdict(list)
        self.by_row: dict[str, list[Statement]] = defaultdict(list)
        for one in self.statements:
            self.by_key[one.key].append(one)
            self.by_row[one.row].append(one)

    def best(self, key: Key, beside: Statement) -> Statement | None:
        """The statement of a key: of the same publication if there is one, otherwise the first published."""
        found = self.by_key.get(key, [])
        return min(found, key=lambda one: (one.publication != beside.publication, not one.published), default=None)

    @cached_property
    def by_place(self) -> dict[Scope, list[Statement]]:
        """Levels by their place."""
        found: dict[Scope, list[Statement]] = defaultdict(list)
        for one in self.levels:
            found[one.key.scope].append(one)
        return found

    @cached_property
    def levels(self) -> tuple[Statement, ...]:
        """Statements of a level, not of a change."""
        return tuple(one for one in self.statements if not one.key.form)

    @cached_property
    def below(self) -> dict[tuple[Key, str, str], list[Statement]]:
        """Statements of units by their key without the place, their level and the name of the next higher unit."""
        found: dict[tuple[Key, str, str], list[Statement]] = defaultdict(list)
        for one in self.levels:
            scope = one.key.scope
            if scope.is_locality and not scope.merged and scope.within:
                found[_anywhere(one.key), scope.level, scope.within].append(one)
        return found

    @cached_property
    def parts_of(self) -> tuple[PartOf, ...]:
        """Every whole with its parts, by all rules."""
        links = (_columns, _items, _halves, _regions, _units)
        return tuple(link for whole in self.levels for rule in links for link in rule(self, whole))

    @cached_property
    def rates(self) -> tuple[RateOn, ...]:
        """Every published rate whose amount is known, with its bases."""
        found: dict[tuple[Key, object], RateOn] = {}
        for rate in self.levels:
            if rate.rate_of and rate.published:
                amount = _amount(self, rate)
                # A rate that two tables print alike is tested once, beside the amount of its own row.
                same = (rate.key, rate.value)
                if amount and (same not in found or amount.row == rate.row):
                    meant, other = _bases(self, rate, amount)
                    found[same] = RateOn(rate, amount, (*meant, *other), len(meant))
        return tuple(found.values())


def _columns(linked: Linked, whole: Statement) -> Iterator[PartOf]:
    """Values of one column that make another one of its values: investment and recurrent make the total."""
    for partition in terms.PARTITIONS:
        if getattr(whole.key, partition.column) not in partition.whole:
            continue
        if partition.column != "measure" and not terms.is_additive(whole.key.measure):
            continue
        needed = [_first(linked, whole, partition.column, names) for names in partition.parts]
        more = [_first(linked, whole, partition.column, (name,)) for name in partition.more]
        known = [part for part in needed + more if part]
        if any(needed):
            yield PartOf(whole, tuple(known), all(needed), partition.column)


def _first(linked: Linked, whole: Statement, column: str, names: Sequence[str]) -> Statement | None:
    found = (linked.best(whole.key.but(**{column: name}), whole) for name in names)
    return next((part for part in found if part), None)


def _items(linked: Linked, whole: Statement) -> Iterator[PartOf]:
    """Items that a publication lists under a heading without naming what they are: kind/1, kind/2..."""
    parts: list[Statement] = []
    while part := linked.best(whole.key.but(kind=f"{whole.key.kind}/{len(parts) + 1}"), whole):
        parts.append(part)
    if len(parts) > 1:
        yield PartOf(whole, tuple(parts), True, "items")


def _halves(linked: Linked, whole: Statement) -> Iterator[PartOf]:
    """Urban and rural, plain and mountain parts of a unit."""
    scope = whole.key.scope
    if not terms.is_additive(whole.key.measure):
        return
    for halves in HALVES_THAT_ADD:
        places = [Scope(f"{scope.name} - {half}", "part", scope.name, half=half) for half in halves]
        parts = [linked.best(whole.key.but(scope=place), whole) for place in places]
        if any(parts):
            yield PartOf(whole, tuple(part for part in parts if part), all(parts), "halves")


def _regions(linked: Linked, whole: Statement) -> Iterator[PartOf]:
    """A complete set of named regions, such as the six of the country."""
    if not terms.is_additive(whole.key.measure):
        return
    for name, (of, members) in sets_of_parts().items():
        if whole.key.scope.name != of:
            continue
        places = [Scope(member, named()[member].level, of) for member in sorted(members)]
        parts = [linked.best(whole.key.but(scope=place), whole) for place in places]
        if any(parts):
            yield PartOf(whole, tuple(part for part in parts if part), all(parts), name)


_NEXT = {"country": "province", "province": "district", "district": "commune"}


def _units(linked: Linked, whole: Statement) -> Iterator[PartOf]:
    """Units of the next lower level. They must add up where the register of the day knows no others."""
    scope = whole.key.scope
    if scope.level not in _NEXT or not terms.is_additive(whole.key.measure):
        return
    found = linked.below.get((_anywhere(whole.key), _NEXT[scope.level], same_name(scope.name)), [])
    by_place = {one.key.scope: linked.best(one.key, whole) for one in found}
    parts = tuple(part for part in by_place.values() if part)
    if parts:
        yield PartOf(whole, parts, _all_units(linked, whole, parts), "units")


def _all_units(linked: Linked, whole: Statement, parts: Sequence[Statement]) -> bool:
    code = whole.key.scope.code
    if linked.unit_codes_below is None or whole.last is None or not (code or whole.key.scope.level == "country"):
        return False
    codes = {part.key.scope.code for part in parts}
    return "" not in codes and codes == linked.unit_codes_below(code, whole.last)


_NOWHERE = Scope("", "")


def _anywhere(key: Key) -> Key:
    return key.but(scope=_NOWHERE)


def _amount(linked: Linked, rate: Statement) -> Statement | None:
    """The amount of a rate: of its own row, else of its key."""
    same_row = [one for one in linked.by_row[rate.row] if one.key.measure == rate.rate_of and not one.key.form]
    return same_row[0] if same_row else linked.best(rate.key.but(measure=rate.rate_of), rate)


def _bases(linked: Linked, rate: Statement, amount: Statement) -> tuple[list[Statement], list[Statement]]:
    """Bases that the rate means, and other amounts of the same place that it might stand on."""
    printed = f"base:{rate.rate_of}"
    same_row = [one for one in linked.by_row[rate.row] if one.key.measure in (rate.base, printed) and one != amount]
    money = terms.nature(amount.key.measure, amount.unit) == "money"
    if same_row:
        return same_row, []
    if money:
        return _money_bases(linked, rate, amount)
    names = dict.fromkeys(name for name in (rate.base, printed, f"base:{rate.base}") if name)
    found = [linked.best(rate.key.but(measure=name), amount) for name in names]
    meant = [one for one in found if one and one != amount]
    others = [
        one
        for one in linked.by_place[rate.key.scope]
        if one.key.period == rate.key.period and one.key.measure.startswith("base:") and one not in meant
    ]
    return meant[:1], others


def _money_bases(linked: Linked, rate: Statement, amount: Statement) -> tuple[list[Statement], list[Statement]]:
    """Plans and allocations that money may be a share of, of the same publication or the same day.

    The named measure is meant, or the first that is printed in the order of ``terms.MONEY_BASES``; where the print
    names none, a plan is understood.
    """
    found = sorted(
        (one for one in linked.by_place[rate.key.scope] if one != amount and _may_hold(one, rate)),
        key=lambda one: (one.key.period != rate.key.period, _rank(one, rate), one.id),
    )
    first = found[0] if found else None
    if first is None or not (rate.base_named or first.key.measure in terms.UNDERSTOOD):
        return [], found
    meant = [one for one in found if one.key.measure == first.key.measure and one.key.period == first.key.period]
    return meant, [one for one in found if one not in meant]


def _rank(base: Statement, rate: Statement) -> int:
    return -1 if base.key.measure == rate.base else terms.MONEY_BASES.index(base.key.measure)


def _may_hold(base: Statement, rate: Statement) -> bool:
    """Whether a plan or allocation covers the money of a rate: same place, programme, source and kind."""
    if base.key.measure not in terms.MONEY_BASES or base.key.measure == rate.rate_of:
        return False
    same = all(getattr(base.key, name) == getattr(rate.key, name) for name in ("scope", "programme", "source", "kind"))
    together = base.publication == rate.publication
    if base.key.period == rate.key.period:
        return same and (together or bool(base.key.as_of and base.key.as_of == rate.key.as_of))
    return same and together and base.key.as_of[:4] >= rate.key.period[:4] and _covers(base.key.period, rate.key.period)


def _covers(base: str, rate: str) -> bool:
    """Whether a span of years such as 2022-2025 holds another one."""
    return base[:4] <= rate[:4] and base[-4:] >= rate[-4:] and "-" in base
