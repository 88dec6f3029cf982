"""Every figure of an instance: of each edition, and live. What an upgrade must not move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from mtqg.books import opened_shelf
from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.figure import Question, figure
from mtqg.core.instance import Instance
from mtqg.core.period import read_period
from mtqg.core.register.database import Database, quoted
from mtqg.core.shelf import Shelf
from mtqg.core.table import NOT_CLOSED
from mtqg.core.territory import Territory, known_day

Asked = tuple[str, str, str, int | None]  # measure, locality, period, edition; None: live
Place = tuple[str, str, int | None]
FAILED = "?"  # ends a question that could not be answered at all


def every_figure(instance: Instance) -> dict[Asked, dict[str, Any] | str]:
    """The answer to each measure for each edition, and live for each province and period that has rows.

    A question that the software itself fails on is answered with the codes that it gave, ended by "?": the live state
    of a database that lacks a table of today is not readable, its editions are.
    """
    with opened_shelf(instance, only_closed=True) as shelf:
        closed = {(one.locality, one.period.text, one.edition) for one in shelf.snapshots}
        found = dict(_answers(closed, shelf))
    live: set[Place] = {(locality, period, None) for locality, period, _ in closed}
    with instance.register() as register:
        live |= {(place, period, None) for place, period in _live(register.database, shelf.books.territory)}
    try:
        with opened_shelf(instance) as shelf:
            found |= dict(_answers(live, shelf))
    except Refused as refused:
        found |= {(measure, *place): _codes(refused) for place in live for measure in CATALOGUE.measures}
    return found


def _answers(places: Iterable[Place], shelf: Shelf) -> Iterator[tuple[Asked, dict[str, Any] | str]]:
    for locality, period, edition in places:
        for measure in CATALOGUE.measures:
            question = Question(measure=measure, locality=locality, period=read_period(period), edition=edition)
            try:
                yield (measure, locality, period, edition), figure(question, shelf).as_json()
            except Refused as refused:
                yield (measure, locality, period, edition), _codes(refused)


def _codes(refused: Refused) -> str:
    return ", ".join(problem.code for problem in refused.problems) + FAILED


def _live(database: Database, territory: Territory) -> Iterator[tuple[str, str]]:
    """Provinces and periods that rows in force speak of; of spells, the year in which they began.

    Of what is counted: roles and tasks stand at places too, some of them at the whole office.
    """
    for table in CATALOGUE.tables.values():
        if table.time == "book" or table.dataset == NOT_CLOSED:
            continue
        period = "period" if table.time == "period" else "day"
        sql = (
            f"SELECT DISTINCT locality_code, {period}, max(day) FROM {quoted(table.name)} "
            f"WHERE ended_by IS NULL GROUP BY locality_code, {period}"
        )
        try:
            rows = database.rows(sql)
        except Refused:  # a table that the older version did not have
            continue
        for code, said, day in rows:
            last = known_day(territory, dt.date.fromisoformat(str(day)))
            for province in [one.code for one in territory.ancestors(code, last) if one.level == "province"]:
                yield province, str(said) if table.time == "period" else str(said)[:4]
