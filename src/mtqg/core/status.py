"""How sure a figure is: estimated, preliminary, official. Each is kept, and each can be asked for by itself.

An estimate and a reported preliminary figure are what somebody wrote, never rows; an official figure is what was closed
as such. A figure of one status is never filled up from another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mtqg.core import reasons
from mtqg.core.estimate import Estimate
from mtqg.core.figure import Figure, Question, blank_figure, figure
from mtqg.core.measure import Assigned, Derived, Distance, Ratio
from mtqg.core.shelf import Shelf
from mtqg.core.snapshot import Snapshot
from mtqg.core.territory import known_day

if TYPE_CHECKING:
    from mtqg.core.period import Period
    from mtqg.core.shelf import Live
    from mtqg.core.table import Table
    from mtqg.core.territory import Territory

STATUSES = ("estimate", "preliminary", "official")
Known = Callable[[Question], Figure | None]


def figure_as(question: Question, shelf: Shelf, status: str | None) -> Figure:
    """The figure of one status; whatever stands, without one. Unknown, with the reason, where there is none of it.

    estimate: the last that was reported; else what stands with the choices made for communes that sent nothing. A
        measure made of others takes those of the period's end as estimated and the earlier ones as they stand.
    preliminary: the last edition that was closed as preliminary; else what was reported as preliminary; else what is
        not closed yet. official: what was closed as official, and nothing recorded since.
    """
    if status is None:
        return figure(question, shelf)
    if status == "estimate":
        reported = _reported(question, shelf, "estimate")
        return reported or _with_gaps_filled(question, shelf) or _made_of_estimates(question, shelf)
    found = figure(question, _only(shelf, status))
    if isinstance(found.measure, Assigned) or found.status == status:
        is_closed = all(one.is_frozen for one in found.snapshots)
        reported = None if status == "official" or is_closed else _reported(question, shelf, status)
        return reported or found
    reported = _reported(question, shelf, status) if status == "preliminary" else None
    return reported or _none(found, status)


@dataclass(frozen=True)
class Stage:
    """A figure of one status, and by how much it differs from the one before."""

    figure: Figure
    change: Fraction | None


def stages(question: Question, shelf: Shelf) -> list[Stage]:
    """The estimate, the preliminary and the official figure: those that are known, each less the one before."""
    found: list[Stage] = []
    for status in STATUSES:
        one = figure_as(question, shelf, status)
        if one.exact is None:
            continue
        before = found[-1].figure.exact if found else None
        found.append(Stage(one, None if before is None else one.exact - before))
    return found


def _only(shelf: Shelf, status: str) -> Shelf:
    """The editions of one status. What was never closed as preliminary may stand as it is now."""
    if status == "official":
        kept = tuple(one for one in shelf.snapshots if one.manifest["status"] == status)
        return replace(shelf, snapshots=kept, live=None, memory={})
    early = {one.key for one in shelf.snapshots if one.manifest["status"] == status}
    kept = tuple(one for one in shelf.snapshots if one.key not in early or one.manifest["status"] == status)
    live = None if shelf.live is None else _AfterOfficial(shelf.live, status)
    return replace(shelf, snapshots=kept, live=live, memory={})


@dataclass(frozen=True)
class _AfterOfficial:
    """What was recorded since, but for editions of the status asked for: those answer as they were closed."""

    live: Live
    status: str

    @property
    def n(self) -> int:
        return self.live.n

    def since(
        self, edition: Snapshot | None, table: Table, province: str, period: Period, territory: Territory
    ) -> Snapshot | None:
        if edition is not None and edition.manifest["status"] == self.status:
            return edition
        return self.live.since(edition, table, province, period, territory)

    def begun(self, table: Table, codes: Collection[str]) -> Iterable[Period]:
        return self.live.begun(table, codes)


def _reported(question: Question, shelf: Shelf, stage: str) -> Figure | None:
    """What was reported of the very measure and place; None where nothing was."""
    blank = blank_figure(question, shelf)
    if shelf.books.estimates is None:
        return None
    asked = (question.measure, question.locality, question.period, stage)
    said = [one for one in shelf.books.estimates().of(*asked) if one.standard in (None, blank.standard)]
    mine = [one for one in said if _same_place(one, blank, shelf)]
    if not mine:
        why = (reasons.moved_since(blank.place.name, said[-1].day),) if said else ()
        return replace(blank, of=1, reasons=why) if said else None
    return _stated(blank, mine[-1], earlier=mine[:-1])


def _same_place(one: Estimate, blank: Figure, shelf: Shelf) -> bool:
    """Whether the code named the same territory when the figure was reported."""
    territory = shelf.books.territory
    then = territory.version(one.locality_code, known_day(territory, one.day))
    return then is None or then.valid_from == blank.place.valid_from


def _stated(blank: Figure, one: Estimate, *, earlier: Sequence[Estimate]) -> Figure:
    scale = blank.measure.scale if isinstance(blank.measure, Ratio) else 1
    said = [reasons.reported(one)]
    if earlier:
        said.append(reasons.reported_before([(each.day, each.value) for each in earlier]))
    return replace(
        blank,
        exact=one.exact(scale),
        part=one.part,
        whole=one.whole,
        status=one.stage,
        have=1,
        of=1,
        estimate=one,
        reasons=tuple(said),
    )


def _with_gaps_filled(question: Question, shelf: Shelf) -> Figure | None:
    """The figure with what was chosen for communes that have not sent theirs; None where it holds none of it."""
    if shelf.books.gaps is None:
        return None
    found = figure(question, replace(shelf, is_filled=True))
    return found if found.fills and found.exact is not None else None


def _made_of_estimates(question: Question, shelf: Shelf) -> Figure:
    """A measure of other figures, with those of the period's end estimated. Of others nobody made an estimate."""
    measure = shelf.catalogue.measure(question.measure)
    if isinstance(measure, Assigned):
        return figure(question, shelf)
    if isinstance(measure, (Derived, Distance)):
        found = figure(question, shelf, _estimating(question, shelf))
        if found.exact is not None and _is_estimate(found):
            return found
        return replace(_none(found, "estimate"), inputs=found.inputs)
    return _none(blank_figure(question, shelf), "estimate")


def _estimating(question: Question, shelf: Shelf) -> Known:
    last = question.period.last

    def known(one: Question) -> Figure | None:
        return figure_as(one, shelf, "estimate") if one.period.last == last else None

    return known


def _is_estimate(found: Figure) -> bool:
    return found.status == "estimate" or any(one.status == "estimate" for one in found.inputs)


def _none(found: Figure, status: str) -> Figure:
    """The same question without an answer: there is no figure of that status."""
    period = str(found.question.period)
    why = (reasons.none_of_status(status, found.place.name, period), *(found.reasons if found.exact is None else ()))
    emptied: dict[str, Any] = {"exact": None, "part": None, "whole": None, "status": None, "snapshots": ()}
    return replace(found, **emptied, readings={}, rolled=None, inputs=(), reasons=tuple(dict.fromkeys(why)))
