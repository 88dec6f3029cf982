"""Assigned targets (chỉ tiêu được giao): the wanted value, for whom, for when, and the decision that set it.

>>> from mtqg.core.period import read_period
>>> str(seed().of("poor_household_rate_mean_yearly_fall", "38", read_period("2022..2023")).value)
'1.5'
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from mtqg.core import seeds
from mtqg.core.errors import Problem, Refused
from mtqg.core.period import Period, read_period
from mtqg.law.book import Law
from mtqg.law.book import seed as law_seed
from mtqg.law.tables import JUDGES, STANDINGS
from mtqg.programmes.problems import TARGET_DIFFERS, TARGET_OVERLAP
from mtqg.programmes.terms import DIRECTIONS as DIRECTIONS
from mtqg.programmes.terms import HOLDS

COUNTRY = "VN"  # no unit of the register has this code
OFFICE = "office"  # source of a target that the office keeps itself


@dataclass(frozen=True, slots=True)
class Target:
    """A wanted value. With ``value_to`` it is a range, such as 1 to 1.5 points a year.

    holds: "each_year" - for any part of the period, such as a mean yearly fall; "end" - for its last day only.
    """

    measure: str
    locality_code: str
    period: Period
    holds: str
    value: Decimal
    value_to: Decimal | None
    unit: str
    direction: str
    document: str
    issued_by: str
    signed_on: dt.date | None
    place: str
    standing: str
    source: str
    note: str

    @property
    def judges(self) -> bool:
        return self.standing in JUDGES

    def speaks_of(self, period: Period) -> bool:
        """Whether a figure of that period can be held against the target."""
        if self.holds == "each_year":
            return self.period.covers(period)
        return self.period.last == period.last and self.period.first <= period.first

    def is_met_by(self, value: Decimal | Fraction) -> bool:
        """Whether an exact value reaches the (lower) wanted value."""
        exact, wanted = Fraction(value), Fraction(self.value)
        return {
            "at_least": exact >= wanted,
            "more_than": exact > wanted,
            "at_most": exact <= wanted,
            "less_than": exact < wanted,
        }[self.direction]


@dataclass(frozen=True)
class Targets:
    """All assigned targets. ``conflicts``: rows of the office that contradict another target and are not used."""

    targets: tuple[Target, ...]
    conflicts: tuple[Problem, ...] = ()

    @staticmethod
    def build(rows: Iterable[Mapping[str, str]]) -> Targets:
        """Targets from rows of text, as ``rows`` gives them and a snapshot keeps them."""
        read = ({name: reader(row[name] or "") for name, reader in _COLUMNS.items()} for row in rows)
        return Targets(tuple(Target(**row) for row in read))

    def rows(self) -> list[dict[str, str]]:
        """The targets as rows of text. ``Targets.build(targets.rows()) == targets``."""
        texts = [{name: getattr(target, name) for name in _COLUMNS} for target in self.targets]
        return [{name: "" if value is None else str(value) for name, value in row.items()} for row in texts]

    def of(self, measure: str, locality_code: str, period: Period) -> Target | None:
        """The target that a figure is held against; of several, the one with the shortest period. None: none was set.

        An unverified target is not given: it judges nothing. ``waiting`` lists those.
        """
        fitting = [
            target
            for target in self.targets
            if (target.measure, target.locality_code) == (measure, locality_code)
            and target.judges
            and target.speaks_of(period)
        ]
        return min(fitting, key=lambda target: target.period.last - target.period.first, default=None)

    def with_office(self, rows: Iterable[Mapping[str, Any]]) -> Targets:
        """These and the office's own (rows of its table ``targets``, in any order).

        For one measure, place and period the decision signed last judges, and any decision judges before what is
        unverified. Where neither day of signing is later, or two periods cut across each other, the target that stands
        stays and the office's row is told among ``conflicts``.
        """
        kept, conflicts = list(self.targets), list(self.conflicts)
        for target in sorted(map(_office, rows), key=lambda one: (one.measure, one.signed_on or dt.date.min)):
            same = next((one for one in kept if _is_same(one, target)), None)
            if same is not None and (not same.judges or _is_later(target, same)):
                kept[kept.index(same)] = target
            elif same is not None:
                conflicts += _differs(same, target)
            elif cut := list(_overlaps([target], "targets", against=kept)):
                conflicts += cut
            else:
                kept.append(target)
        return Targets(tuple(kept), tuple(conflicts))

    def waiting(self) -> list[Target]:
        """Targets that wait for confirmation."""
        return [target for target in self.targets if not target.judges]


def load(path: Path, law: Law) -> Targets:
    """Read a table of targets; each must cite a provision of the book.

    Raises Refused with every error at once.
    """
    lines = list(seeds.rows(path, _COLUMNS, key=("measure", "locality_code", "period")))
    problems = list(_unresolved(lines, law, path.name))
    targets = tuple(Target(**{name: line[name] for name in _COLUMNS}) for line in lines)
    problems += _overlaps(targets, path.name)
    if problems:
        raise Refused(problems)
    return Targets(targets)


@functools.cache
def seed() -> Targets:
    """The targets that are shipped with the package."""
    return load(Path(__file__).parent / "seed" / "targets.csv", law_seed())


def _unresolved(lines: Iterable[dict[str, Any]], law: Law, file: str) -> Iterable[Problem]:
    for line in lines:
        try:
            law.cite(line["document"], line["place"], issued_by=line["issued_by"], signed_on=line["signed_on"])
        except Refused as refused:
            yield from (
                problem.kind.at(f"{file}:{line['line']}", problem.given, **problem.values)
                for problem in refused.problems
            )


def _office(row: Mapping[str, Any]) -> Target:
    """A row of the office's table. The office holds the decision: it was read."""
    return Target(
        **{name: row[name] for name in ("measure", "locality_code", "holds", "unit", "direction")},
        period=read_period(row["period"]),
        value=Decimal(row["value"]),
        value_to=Decimal(row["value_to"]) if row["value_to"] else None,
        document=row["decision_number"],
        issued_by=row["decision_issuer"],
        signed_on=row["day"],
        place=row["decision_place"] or "",
        standing="read",
        source=OFFICE,
        note=row["note"] or "",
    )


def _is_same(one: Target, other: Target) -> bool:
    mine, theirs = one.period, other.period
    return (one.measure, one.locality_code, mine.first, mine.last) == (
        other.measure,
        other.locality_code,
        theirs.first,
        theirs.last,
    )


def _is_later(target: Target, stands: Target) -> bool:
    if target.signed_on is None or stands.signed_on is None:
        return False
    return target.signed_on > stands.signed_on


def _differs(stands: Target, office: Target) -> Iterable[Problem]:
    """Nothing where both say the same."""
    names = ("value", "value_to", "direction", "holds", "unit")
    if all(getattr(stands, name) == getattr(office, name) for name in names):
        return
    given = f"{office.measure} · {office.locality_code} · {office.period}"
    yield TARGET_DIFFERS.at(
        "targets",
        given,
        ours=office.value,
        theirs=stands.value,
        decision=office.document,
        document=stands.document,
    )


def _overlaps(targets: Iterable[Target], file: str, *, against: Iterable[Target] = ()) -> Iterable[Problem]:
    """Targets of one measure and place whose periods cut across each other; one inside the other is meant."""
    seen = list(against)
    for target in targets:
        for other in seen:
            same = (other.measure, other.locality_code) == (target.measure, target.locality_code)
            apart = other.period.last < target.period.first or target.period.last < other.period.first
            nested = other.period.covers(target.period) != target.period.covers(other.period)
            if same and not apart and not nested:
                given = f"{target.measure} · {target.locality_code}"
                yield TARGET_OVERLAP.at(file, given, other=f"{other.period}, {target.period}")
        seen.append(target)


def _number(cell: str) -> Decimal:
    if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
        raise ValueError("a number such as 1.5")
    return Decimal(cell)


def _period(cell: str) -> Period:
    try:
        return read_period(cell)
    except Refused as refused:
        raise ValueError(refused.problems[0].message) from None


def _free(cell: str) -> str:
    return cell


_COLUMNS: dict[str, seeds.Reader] = {
    "measure": seeds.text,
    "locality_code": seeds.text,
    "period": _period,
    "holds": seeds.one_of(*HOLDS),
    "value": _number,
    "value_to": seeds.optional(_number),
    "unit": seeds.text,
    "direction": seeds.one_of(*DIRECTIONS),
    "document": seeds.text,
    "issued_by": seeds.text,
    "signed_on": seeds.optional(seeds.day),
    "place": seeds.text,
    "standing": seeds.one_of(*STANDINGS),
    "source": seeds.text,
    "note": _free,
}
