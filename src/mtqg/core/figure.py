"""Figures: a measure for a locality, a period, the boundaries of a day, as known at a moment.

A figure is never a bare number: part and whole are kept, divided last, once, and rounded once; it says over how many
communes it speaks, which law defines it, and the snapshots it was read from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from mtqg.core import reasons
from mtqg.core.errors import Refused
from mtqg.core.estimate import Estimate
from mtqg.core.gaps import Fill
from mtqg.core.measure import Assigned, Derived, Distance, Measure, Quantity, Ratio, Tally
from mtqg.core.numbers import decimal_text, rounded
from mtqg.core.period import Period
from mtqg.core.reasons import Reason
from mtqg.core.rollup import Reading, RolledUp, filled_readings, read, roll_up
from mtqg.core.shelf import AssignedValue, Shelf
from mtqg.core.snapshot import NO_LOCALITY, Snapshot
from mtqg.core.territory import LocalityVersion


@dataclass(frozen=True, kw_only=True)
class Question:
    """The selectors, the same everywhere."""

    measure: str
    locality: str
    period: Period
    on: dt.date | None = None  # whose boundaries; the last day of the period unless said
    standard: str | None = None
    edition: int | None = None
    known: str = "now"

    @property
    def boundaries(self) -> dt.date:
        return self.on or self.period.last


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The answer. ``exact`` is None where the answer is "unknown"; ``reason`` then says why."""

    measure: Measure
    question: Question
    place: LocalityVersion
    standard: str | None
    basis: str = "register"
    status: str | None = None
    exact: Fraction | None = None
    part: int | None = None
    whole: int | None = None
    have: int = 0
    of: int = 0
    law: tuple[dict[str, Any], ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    inputs: tuple[Figure, ...] = ()
    reasons: tuple[Reason, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict, repr=False)
    rolled: RolledUp | None = field(default=None, repr=False, compare=False)  # parts by child locality
    estimate: Estimate | None = None  # the report that it was taken from, where no rows were counted
    fills: tuple[Fill, ...] = ()  # what is counted for communes that have not sent their rows

    @property
    def value(self) -> str | None:
        return None if self.exact is None else str(rounded(self.exact, self.measure.places))

    @property
    def reason(self) -> str | None:
        return " ".join(map(str, self.reasons)) or None

    @property
    def filled(self) -> int:
        """How many communes are counted by a choice, beside those that reported."""
        return len({one.code for one in self.fills})

    @property
    def filled_share(self) -> Fraction | None:
        """How much of the whole (of the part, where there is no whole) comes from choices."""
        name, total = ("whole", self.whole) if self.whole is not None else ("part", self.part)
        return Fraction(sum(one.amount for one in self.fills if one.of == name), total) if total else None

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure.name,
            "label": self.measure.label,
            "standard": self.standard,
            "basis": self.basis,
            "value": self.value,
            "exact": None if self.exact is None else decimal_text(self.exact),
            "part": self.part,
            "whole": self.whole,
            "unit": self.measure.unit,
            "period": str(self.question.period),
            "locality": {
                "code": self.place.code,
                "name": self.place.name,
                "valid_from": self.place.valid_from.isoformat() if self.place.valid_from else None,
            },
            "on": self.question.boundaries.isoformat(),
            "known": self.question.known,
            "status": self.status,
            "coverage": {"have": self.have, "of": self.of},
            "law": list(self.law),
            "snapshots": [one.reference() for one in self.snapshots],
            "inputs": [one.as_json() for one in self.inputs],
            "reason": self.reason,
            **({"estimate": self.estimate.as_json()} if self.estimate else {}),
            **({"filled": self._filled_as_json()} if self.fills else {}),
        }

    def _filled_as_json(self) -> dict[str, Any]:
        """The communes that were filled: with what, by whom, why."""
        said: dict[str, dict[str, Any]] = {}
        for one in self.fills:
            place = {"code": one.code, "name": one.name}
            about = said.setdefault(one.code, {"locality": place, "part": None, "whole": None, "choices": {}})
            about[one.of] = one.amount
            about["choices"][one.choice.table] = one.choice.as_json()
        share = None if self.filled_share is None else decimal_text(self.filled_share * 100)
        return {"communes": self.filled, "share_pct": share, "places": [said[code] for code in sorted(said)]}


def figure(question: Question, shelf: Shelf, known: Callable[[Question], Figure | None] | None = None) -> Figure:
    """Compute a figure. An unknown one is an answer; Refused only where the question itself is wrong.

    known: gives figures that the caller has computed already, so that a derived one does not compute them again.
    """
    blank = blank_figure(question, shelf)
    measure = blank.measure
    if isinstance(measure, Derived):
        return _derived(blank, measure, shelf, known)
    if isinstance(measure, Distance):
        return _distance(blank, measure, shelf, known)
    if isinstance(measure, Assigned):
        return _assigned(blank, measure, shelf)
    assert isinstance(measure, (Ratio, Tally))
    return _counted(blank, *_rolled(blank, shelf))


def blank_figure(question: Question, shelf: Shelf) -> Figure:
    """The figure before anything is known of it: what is asked, of which place, by which standard and law."""
    measure = shelf.catalogue.measure(question.measure)
    place = shelf.books.territory.version(question.locality, question.boundaries)
    if place is None:
        raise Refused(NO_LOCALITY.at(given=question.locality, day=question.boundaries))
    return Figure(
        measure=measure,
        question=question,
        place=place,
        standard=shelf.books.standard(measure.standards, question.standard, question.period.last),
        law=tuple(shelf.books.law.citation(cite.document, cite.place) for cite in measure.law),
    )


def quantities(measure: Measure) -> dict[str, Quantity]:
    """The quantities that a measure reads, by the name that ``explain --of`` gives them."""
    if isinstance(measure, Ratio):
        return {"part": measure.part, "whole": measure.whole}
    return {"part": measure.of} if isinstance(measure, Tally) else {}


def figure_below(of: Figure, place: LocalityVersion, shelf: Shelf) -> Figure:
    """The same figure for a unit below its place, from what was read for the whole: nothing is read again."""
    blank = replace(of, question=replace(of.question, locality=place.code, on=of.question.boundaries), place=place)
    rolled = roll_up(of.readings, of.measure, place, of.question.boundaries, shelf)
    return _counted(blank, dict(of.readings), rolled)


def _counted(blank: Figure, readings: dict[str, Reading], rolled: RolledUp) -> Figure:
    if isinstance(blank.measure, Ratio):
        return _ratio(blank, blank.measure, readings, rolled)
    total = rolled.totals.get("part")
    return _answer(blank, readings, rolled, part=total, exact=None if total is None else Fraction(total))


def _ratio(blank: Figure, measure: Ratio, readings: dict[str, Reading], rolled: RolledUp) -> Figure:
    part, whole = rolled.totals.get("part"), rolled.totals.get("whole")
    if part is None or whole is None:
        return _answer(blank, readings, rolled, part=part, whole=whole)
    if whole == 0:
        nothing = Reason("Mẫu số bằng không.", "The whole is zero.")
        return _answer(blank, readings, replace(rolled, reasons=(*rolled.reasons, nothing)), part=part, whole=whole)
    return _answer(blank, readings, rolled, part=part, whole=whole, exact=Fraction(part * measure.scale, whole))


def _derived(
    blank: Figure, measure: Derived, shelf: Shelf, known: Callable[[Question], Figure | None] | None
) -> Figure:
    last = blank.question.period.last
    questions = [
        replace(
            blank.question,
            measure=one.measure,
            period=one.period,
            on=blank.question.on if one.period.last != last else blank.question.boundaries,
            standard=blank.standard,
            edition=blank.question.edition if one.period.last == last else None,
        )
        for one in measure.inputs(blank.question.period)
    ]
    inputs = tuple((known(one) if known else None) or figure(one, shelf, known) for one in questions)
    said = [reason for one in inputs for reason in one.reasons]
    values = [one.exact for one in inputs if one.exact is not None]
    exact = measure.value(values, blank.question.period) if len(values) == len(inputs) else None
    least = min(inputs, key=lambda one: Fraction(one.have, one.of or 1), default=blank)
    return replace(
        blank,
        exact=exact,
        status=weakest(one.status for one in inputs),
        have=least.have,
        of=least.of,
        snapshots=tuple({(one.key, one.hash): one for figure in inputs for one in figure.snapshots}.values()),
        inputs=inputs,
        reasons=tuple(dict.fromkeys(said)),
        fills=next((one.fills for one in (least, *inputs) if one.fills), ()),
    )


def _assigned(blank: Figure, measure: Assigned, shelf: Shelf) -> Figure:
    """What a decision wants: neither counted nor official, and its law is the decision."""
    found = _target(measure.of, blank, shelf)
    if found is None:
        return replace(blank, of=1, reasons=(reasons.not_assigned(blank.place.name, str(blank.question.period)),))
    cited = {"document": found.document, "place": found.place, "standing": found.standing}
    return replace(blank, exact=Fraction(found.value), have=1, of=1, law=(cited,))


def _distance(
    blank: Figure, measure: Distance, shelf: Shelf, known: Callable[[Question], Figure | None] | None
) -> Figure:
    """Reached less wanted, or wanted less reached where the decision wants the figure to be low."""
    asked = replace(blank.question, measure=measure.of, standard=blank.standard)
    reached = (known(asked) if known else None) or figure(asked, shelf, known)
    found = _target(measure.of, blank, shelf)
    wanted = figure(replace(blank.question, measure=f"{measure.of}_target"), shelf)
    told = replace(
        blank,
        status=reached.status,
        have=reached.have,
        of=reached.of,
        snapshots=reached.snapshots,
        fills=reached.fills,
        inputs=(reached, wanted),
        reasons=tuple(dict.fromkeys((*reached.reasons, *wanted.reasons))),
    )
    if found is None or reached.exact is None:
        return replace(told, status=None)
    over = reached.exact - Fraction(found.value)
    if found.direction in ("at_most", "less_than"):
        over = -over
    is_met = found.is_met_by(reached.exact)
    said = reasons.target_met(found.direction, found.value, is_met=is_met)
    return replace(told, exact=over, reasons=(*told.reasons, said))


def _target(measure: str, blank: Figure, shelf: Shelf) -> AssignedValue | None:
    book = shelf.books.targets() if shelf.books.targets else None
    return book.of(measure, blank.question.locality, blank.question.period) if book else None


def _rolled(blank: Figure, shelf: Shelf) -> tuple[dict[str, Reading], RolledUp]:
    readings = {
        name: read(
            quantity,
            kind=blank.measure.kind,
            place=blank.place,
            period=blank.question.period,
            on=blank.question.boundaries,
            standard=blank.standard,
            edition=blank.question.edition,
            shelf=shelf,
        )
        for name, quantity in quantities(blank.measure).items()
    }
    if shelf.is_filled and blank.question.edition is None:
        readings = filled_readings(readings, blank.place, blank.question.boundaries, shelf)
    return readings, roll_up(readings, blank.measure, blank.place, blank.question.boundaries, shelf)


def _answer(
    blank: Figure,
    readings: dict[str, Reading],
    rolled: RolledUp,
    *,
    part: int | None = None,
    whole: int | None = None,
    exact: Fraction | None = None,
) -> Figure:
    used = {(one.key, one.hash): one for reading in readings.values() for one in reading.snapshots}
    statuses = [*(one.manifest["status"] for one in used.values()), *(["estimate"] if rolled.fills else [])]
    return replace(
        blank,
        part=part,
        whole=whole,
        exact=exact,
        status=weakest(statuses) if exact is not None else None,
        have=rolled.have,
        of=rolled.of,
        snapshots=tuple(used.values()),
        reasons=(*rolled.reasons, *_since_the_close(used.values())),
        readings=readings,
        rolled=rolled,
        fills=rolled.fills,
    )


def _since_the_close(used: Iterable[Snapshot]) -> Iterator[Reason]:
    """Said of a figure that holds what nobody has closed yet."""
    for one in used:
        if not one.is_frozen:
            n, edition = one.manifest["n"], one.edition
            yield Reason(
                f"Chưa chốt: gồm cả số ghi đến tác vụ {n}"
                + (f", sau bản chốt lần {edition} (xem số đã chốt: --edition {edition})." if edition else "."),
                f"Not closed: with what was recorded up to act {n}"
                + (f", after edition {edition} (the closed figure: --edition {edition})." if edition else "."),
            )


def weakest(statuses: Iterable[str | None]) -> str | None:
    """A figure made of several is as sure as the least sure of them."""
    order = ("estimate", "preliminary", "official")
    known = [status for status in statuses if status in order]
    return min(known, key=order.index, default=None)
