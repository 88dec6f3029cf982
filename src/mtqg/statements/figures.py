"""A measure from published numbers, on the boundaries of any day: parts and wholes are added, then divided once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from mtqg.core.numbers import rounded
from mtqg.core.period import Period
from mtqg.core.reasons import Reason, other_standards
from mtqg.localities.book import Localities
from mtqg.localities.version import Version
from mtqg.statements import provenance, terms
from mtqg.statements.checks.twice import repeats
from mtqg.statements.labels import label
from mtqg.statements.model import Statement
from mtqg.statements.numbers import vietnamese
from mtqg.statements.places import Places
from mtqg.statements.read import shipped


@dataclass(frozen=True)
class Constituent:
    """A unit of the period's last day that makes up the locality, with what was published of it."""

    version: Version
    part: Statement | None
    whole: Statement | None


@dataclass(frozen=True, kw_only=True)
class PublishedFigure:
    """The answer; ``exact`` is None where it is unknown, and ``reasons`` then say why.

    The reasons also name every number used that is weak: worked out, printed for two periods, or only reported.
    """

    measure: str
    standard: str
    period: Period
    locality: Version
    on: dt.date
    constituents: tuple[Constituent, ...]
    part: Decimal | None
    whole: Decimal | None
    exact: Fraction | None
    places: int
    reasons: tuple[Reason, ...]

    @property
    def value(self) -> Decimal | None:
        return None if self.exact is None else rounded(self.exact, self.places)

    @property
    def reason(self) -> str:
        return " ".join(map(str, self.reasons))

    @property
    def coverage(self) -> tuple[int, int]:
        """Constituents with both numbers, and all."""
        have = sum(1 for one in self.constituents if one.part and one.whole)
        return have, len(self.constituents)

    @property
    def statements(self) -> tuple[Statement, ...]:
        used = (one for each in self.constituents for one in (each.part, each.whole))
        return tuple(one for one in used if one)

    def as_json(self) -> dict[str, Any]:
        have, of = self.coverage
        first = self.locality.valid_from
        return {
            "measure": self.measure,
            "standard": self.standard,
            "basis": "published",
            "value": None if self.value is None else str(self.value),
            "part": None if self.part is None else str(self.part),
            "whole": None if self.whole is None else str(self.whole),
            "period": str(self.period),
            "locality": {
                "code": self.locality.code,
                "name": self.locality.name,
                "valid_from": first.isoformat() if first else None,
            },
            "on": self.on.isoformat(),
            "coverage": {"have": have, "of": of},
            "statements": [one.as_json() for one in self.statements],
            "reason": self.reason or None,
        }


def published(
    measure: str,
    scope_code: str,
    on: dt.date,
    period: Period,
    standard: str,
    *,
    part: str = "",
    whole: str = "",
    statements: Sequence[Statement] | None = None,
    more: Sequence[Statement] = (),
    book: Localities | None = None,
    scale: int = 100,
    places: int = 2,
) -> PublishedFigure:
    """``scale`` times part over whole of a locality, from statements of the units that make it up.

    ``more`` are known beside the shipped ones: an office's own. ``part`` and ``whole`` name the measures of the
    statements; a rate of the vocabulary brings its own. Raises Refused for a code that is no locality on the day.
    Rates are never averaged: a unit without both numbers leaves the answer unknown.
    """
    book = book or Localities.seed()
    default = terms.RATES.get(measure, ("", ""))
    locality = book.require(scope_code, on)
    placed = book.constituents(scope_code, on, max(period.last, book.since))
    units = [one.version for one in placed if one.version]
    names = (part or default[0], whole or default[1])
    levels = frozenset(unit.level for unit in units)
    known = (*(statements if statements is not None else _asked(names, levels)), *more)
    found = tuple(Constituent(unit, *_numbers(known, unit, period, standard, names)) for unit in units)
    reasons = [*_divided(placed), *_missing(found, names, period)]
    if others := _other_standards(known, found, names, period, standard):
        reasons.append(other_standards(str(period), standard, ", ".join(others)))
    complete = bool(found) and not reasons
    parts = sum((one.part.value for one in found if one.part), Decimal(0)) if complete else None
    wholes = sum((one.whole.value for one in found if one.whole), Decimal(0)) if complete else None
    return PublishedFigure(
        measure=measure,
        standard=standard,
        period=period,
        locality=locality,
        on=on,
        constituents=found,
        part=parts,
        whole=wholes,
        exact=Fraction(parts) * scale / Fraction(wholes) if parts is not None and wholes else None,
        places=places,
        reasons=(*reasons, *_weak(known, found)),
    )


@cache
def shipped_places() -> tuple[Statement, ...]:
    """The shipped statements with the codes of their places."""
    return Places(Localities.seed()).resolved(shipped())


@cache
def _asked(names: tuple[str, str], levels: frozenset[str]) -> tuple[Statement, ...]:
    """Only these are placed: a figure of a province need not look up every commune that was ever printed."""
    asked = (one for one in shipped() if one.key.measure in names and one.key.scope.level in levels)
    return Places(Localities.seed()).resolved(asked)


def _numbers(
    statements: Iterable[Statement], unit: Version, period: Period, standard: str, names: tuple[str, str]
) -> tuple[Statement | None, Statement | None]:
    first = unit.valid_from.isoformat() if unit.valid_from else ""
    here = [
        one
        for one in statements
        if one.key.scope.code == unit.code
        and one.key.scope.valid_from == first
        and (one.first, one.last) == (period.first, period.last)
        and one.key.standard in (standard, "")
        and not one.key.form
    ]
    part, whole = (_best([one for one in here if one.key.measure == name]) for name in names)
    return part, whole


def _best(found: list[Statement]) -> Statement | None:
    """Printed before worked out, final before preliminary, read before reported."""
    order = (provenance.READ, provenance.REPORTED, provenance.UNVERIFIED)
    return min(
        found,
        key=lambda one: (not one.published, one.key.round != "final", order.index(one.standing), one.id),
        default=None,
    )


def _divided(placed: Iterable[Any]) -> list[Reason]:
    """Units that only partly lie in the locality: nothing published says how much of their number does."""
    names = ", ".join(one.version.name for one in placed if one.version and one.extent not in ("whole", "area_only"))
    if not names:
        return []
    return [
        Reason(
            f"{names} chỉ có một phần thuộc địa bàn; số đã công bố không chia được.",
            f"Only part of {names} lies in the locality; published numbers cannot be divided.",
        )
    ]


def _missing(found: Iterable[Constituent], names: tuple[str, str], period: Period) -> list[Reason]:
    reasons = []
    for one in found:
        absent = [name for name, known in zip(names, (one.part, one.whole), strict=True) if known is None]
        if absent:
            said = ", ".join(label(name).lower() for name in absent)
            reasons.append(
                Reason(
                    f"Chưa có số đã công bố về {said} của {one.version.name} kỳ {period}.",
                    f"Nothing published on {', '.join(absent)} of {one.version.name} for {period}.",
                )
            )
    return reasons


def _other_standards(
    known: Sequence[Statement], found: Iterable[Constituent], names: tuple[str, str], period: Period, wanted: str
) -> list[str]:
    """Under which other standards the numbers that are missing were published: 2021 has two results."""
    there: set[str] = set()
    for one in found:
        for standard in {each.key.standard for each in known} - {"", wanted}:
            numbers = _numbers(known, one.version, period, standard, names)
            lacking = [ours is None for ours in (one.part, one.whole)]
            if any(lack and number for lack, number in zip(lacking, numbers, strict=True)):
                there.add(standard)
    return sorted(there)


def _weak(statements: Sequence[Statement], found: Iterable[Constituent]) -> list[Reason]:
    """What is weak about the numbers used."""
    reasons = []
    for one in (one for each in found for one in (each.whole, each.part) if one):
        also = [other.key.period for other in repeats(statements, one)]
        if one.published and not also and one.standing != provenance.UNVERIFIED:
            continue
        vi = [] if one.published else ["là số suy ra, không in trong nguồn nào"]
        en = [] if one.published else ["was worked out and printed nowhere"]
        if also:
            vi.append(f"trùng hệt số của {', '.join(also)}")
            en.append(f"is the same as for {', '.join(also)}")
        if one.standing == provenance.UNVERIFIED:
            vi.append("chưa được kiểm chứng")
            en.append("is unverified")
        what = f"{label(one.key.measure)} {one.key.scope.printed} {one.key.period} ({vietnamese(one.value)})"
        number = f"{one.key.measure} of {one.key.scope.printed} {one.key.period} ({one.value})"
        reasons.append(Reason(f"{what} {', '.join(vi)}.", f"{number} {', '.join(en)}."))
    return reasons
