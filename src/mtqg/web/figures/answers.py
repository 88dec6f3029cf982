"""Figures of a place for the pages: asked of the register as it stands, each answer kept until the next act."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.instance import Instance, open_instance
from mtqg.core.measure import Measure, Ratio, Tally
from mtqg.core.numbers import rounded
from mtqg.core.period import Period, read_period
from mtqg.core.register.chain import head
from mtqg.core.register.database import Database
from mtqg.core.table import NOT_CLOSED
from mtqg.poverty.estimates.terms import ESTIMATES
from mtqg.submissions.gaps.terms import GAP_CHOICES
from mtqg.web import moment

if TYPE_CHECKING:
    from mtqg.books import Remembered
    from mtqg.core.figure import Figure, Question
    from mtqg.core.shelf import Shelf
    from mtqg.programmes.targets import Target

HEADLINES = (
    "poor_household_rate",
    "near_poor_household_rate",
    "minority_poor_household_rate",
    "minority_area_poor_household_rate",
    "commune_ntm_count",
    "commune_advanced_count",
    "commune_model_count",
    "ocop_product_count",
)


@dataclass(frozen=True)
class Answer:
    """A figure now, as it was closed last, and the target that it is held against."""

    figure: Figure
    closed: Figure | None
    target: Target | None

    @property
    def measure(self) -> Measure:
        return self.figure.measure

    @property
    def since_close(self) -> Fraction | None:
        """How far it moved since the last edition; None where either is unknown."""
        if self.closed is None or self.closed.exact is None or self.figure.exact is None:
            return None
        return self.figure.exact - self.closed.exact

    @property
    def edition(self) -> int | None:
        found = [one.edition for one in self.closed.snapshots] if self.closed else []
        return max(found, default=None)

    @property
    def is_met(self) -> bool | None:
        if self.target is None or self.figure.exact is None:
            return None
        exact = self.figure.exact
        return self.target.is_met_by(Decimal(exact.numerator) / Decimal(exact.denominator))


@dataclass(frozen=True)
class Overview:
    """The headline figures of a place for a period, and those of the units below it."""

    answers: tuple[Answer, ...]
    targets: tuple[Answer, ...]  # measures with a target for this place, beside the headlines
    parts: dict[str, dict[str, tuple[int | None, int | None]]]  # unit below -> measure -> part, whole
    names: dict[str, str]


def instance() -> Instance:
    return open_instance(Path(os.environ.get("MTQG_HOME", "")))


def question(
    measure: str,
    locality: str,
    period: Period,
    *,
    territory: Any,
    today: dt.date,
    on: dt.date | None = None,
    **more: Any,
) -> Question:
    """The question. Boundaries: those of the period's last day, unless the place is another territory since."""
    from mtqg.core.figure import Question

    then, now = territory.version(locality, period.last), territory.version(locality, today)
    is_same = then is not None and (now is None or then.valid_from == now.valid_from)
    return Question(measure=measure, locality=locality, period=period, on=on or (None if is_same else today), **more)


def overview(database: Database, locality: str, period: Period, today: dt.date) -> Overview:
    """The overview as it stands. An approval is an act: the next asks anew."""
    return _overview(os.environ.get("MTQG_HOME", ""), last_counted(database), locality, period, today)


def periods(database: Database) -> list[Period]:
    """The years that anything of the poverty review was recorded for, the newest first; closed or not."""
    return list(_periods(os.environ.get("MTQG_HOME", ""), last_counted(database)))


def last_closed(database: Database) -> Period | None:
    """The period of the poverty review that was closed last."""
    return _last_closed(os.environ.get("MTQG_HOME", ""), last_counted(database))


def last_counted(database: Database) -> tuple[int, str]:
    """The last act by which a figure may move, and its digest: a sign-in, a report sent or a task given moves none."""
    return moment.once("last counted", lambda: _last_counted(os.environ.get("MTQG_HOME", ""), head(database)))


@lru_cache(maxsize=4)
def _last_counted(home: str, at: tuple[int, str]) -> tuple[int, str]:
    from mtqg.web.access import database

    marks = ", ".join("?" * len(_COUNTED))
    found = database().one(
        "SELECT n, digest FROM act a WHERE n IS NOT NULL AND n <= ? AND (verb = 'close' OR EXISTS ("  # noqa: S608
        f"SELECT 1 FROM act_touch t WHERE t.act_id = a.id AND t.table_name IN ({marks}))) ORDER BY n DESC LIMIT 1",
        [at[0], *_COUNTED],
    )
    return (int(found[0]), str(found[1])) if found else at


# Rows that are never closed are work or people, but for two that figures are made of: what was reported of a year
# before it was counted, and what was chosen for communes that have not sent theirs.
_COUNTED = [
    one.name
    for one in CATALOGUE.tables.values()
    if one.dataset != NOT_CLOSED or one.name in (ESTIMATES.name, GAP_CHOICES.name)
]


@contextmanager
def shelf(*, only_closed: bool = False, is_filled: bool = False) -> Iterator[Shelf]:
    """The register as it stands, with what this process read of it before."""
    from mtqg.books import opened_shelf
    from mtqg.web.access import database

    n = last_counted(database())[0]
    asked = {"only_closed": only_closed, "is_filled": is_filled, "remembered": _remembered(_home())}
    with opened_shelf(instance(), n, **asked) as found:
        yield found


@lru_cache(maxsize=2)
def _remembered(home: str) -> Remembered:
    from mtqg.books import Remembered

    return Remembered()


def _home() -> str:
    return os.environ.get("MTQG_HOME", "")


def value_of(measure: Measure, part: int | None, whole: int | None) -> Decimal | None:
    """The value of a unit below, from its own part and whole: divided last, once."""
    if isinstance(measure, Ratio):
        return rounded(Fraction(part * measure.scale, whole), measure.places) if part is not None and whole else None
    return None if part is None else Decimal(part)


@lru_cache(maxsize=512)
def _overview(home: str, at: tuple[int, str], locality: str, period: Period, today: dt.date) -> Overview:
    from mtqg.books import targets_now

    office = instance()
    targets = targets_now(office, at[0])
    wanted = [one.measure for one in targets.targets if one.locality_code == locality and one.judges]
    with shelf() as live, shelf(only_closed=True) as closed:
        territory = live.books.territory

        def answer(name: str, asked: Period = period) -> Answer:
            of = question(name, locality, asked, territory=territory, today=today, known=str(at[0]))
            return Answer(_figure(of, live), _closed_figure(of, closed), targets.of(name, locality, asked))

        headlines = tuple(answer(name) for name in HEADLINES if name in CATALOGUE.measures)
        others = [name for name in dict.fromkeys(wanted) if name not in HEADLINES and name in CATALOGUE.measures]
        judged = tuple(found for name in others if (found := _judged(name, answer, targets, locality, period)))
        parts, names = _below(headlines, territory)
    return Overview(tuple(map(_lean, headlines)), tuple(map(_lean, judged)), parts, names)


def _judged(name: str, answer: Any, targets: Any, locality: str, period: Period) -> Answer | None:
    """The answer for the period that a target of the place speaks of, as far as the page's period goes."""
    held = [one for one in targets.targets if (one.measure, one.locality_code) == (name, locality) and one.judges]
    begun = [one for one in held if one.period.first <= period.last]
    if not begun:
        return None
    target = max(begun, key=lambda one: (one.speaks_of(period), one.period.last))
    try:
        found: Answer = answer(name, _spoken(target, period))
    except Refused:
        return None
    return replace(found, target=target)


def _spoken(target: Target, period: Period) -> Period:
    """A yearly change is measured from the review of the target's first year: its first year is the base."""
    if target.holds != "each_year":
        return target.period
    first, last = target.period.first.year + 1, min(period.last.year, target.period.last.year)
    return read_period(f"{first}..{last}") if last > first else read_period(str(first))


def _figure(of: Question, live: Shelf) -> Figure:
    from mtqg.core.figure import figure

    return figure(of, live)


def _closed_figure(of: Question, closed: Shelf) -> Figure | None:
    from mtqg.core.figure import figure

    found = figure(of, closed)
    return found if found.snapshots else None


def _lean(answer: Answer) -> Answer:
    """The answer without the amounts of every place that it was added from: those of a province are large."""
    closed = replace(answer.closed, readings={}, rolled=None) if answer.closed else None
    return replace(answer, figure=replace(answer.figure, readings={}, rolled=None), closed=closed)


def _below(answers: Iterable[Answer], territory: Any) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    parts: dict[str, dict[str, Any]] = {}
    names: dict[str, str] = {}
    for one in answers:
        if one.figure.rolled is None:
            continue
        for code, found in one.figure.rolled.parts.items():
            if code == one.figure.place.code:
                continue
            version = territory.version(code, one.figure.question.boundaries)
            names.setdefault(code, version.name if version else code)
            parts.setdefault(code, {})[one.measure.name] = (found.get("part"), found.get("whole"))
    return parts, names


@lru_cache(maxsize=8)
def _periods(home: str, at: tuple[int, str]) -> tuple[Period, ...]:
    from mtqg.web.access import database

    found = {str(row[0]) for row in database().rows("SELECT DISTINCT period FROM household_counts")}
    found |= {one.text for one in _closed_periods()}
    return tuple(sorted(map(read_period, found), key=lambda one: (one.last, one.first), reverse=True))


@lru_cache(maxsize=8)
def _last_closed(home: str, at: tuple[int, str]) -> Period | None:
    return max(_closed_periods(), key=lambda one: one.last, default=None)


def _closed_periods() -> list[Period]:
    acts = instance().acts("close")
    return [read_period(act.payload["period"]) for act in acts if act.payload["dataset"] == "poverty"]


def shown_names(measures: Iterable[Measure]) -> tuple[tuple[str, str], ...]:
    """Measures as options of a select."""
    return tuple((one.name, one.label) for one in measures)


def quantity_name(measure: Measure, of: str) -> str:
    """What a quantity of a measure is called."""
    if isinstance(measure, Tally):
        return measure.label
    return {"part": "Tử số", "whole": "Mẫu số"}.get(of, of)
