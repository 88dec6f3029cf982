"""What the pages of steering read, each within the reader's reach."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.http import Http404

from mtqg.steering.chains import Chains, Entry
from mtqg.steering.difficulties import NEW, Question
from mtqg.steering.tasks import Task
from mtqg.web import access
from mtqg.web.access import Reader
from mtqg.web.steering.models import (
    Difficulties,
    DifficultyGroupings,
    DifficultyQuestionEvents,
    DifficultyQuestions,
    DirectingDocuments,
    SteeringTaskEvents,
    SteeringTasks,
)

_NAMED = 200  # codes named in one question


def row_id(row: Any) -> str:
    """The act that added a row, and its number in it: what a row is called in addresses."""
    return f"{row.added_by.n}-{row.row_no}"


def row_of(rows: Any, id: str) -> Any:
    """The row of this name among some; "not found" where it is not among them."""
    act, _, number = id.partition("-")
    known = act.isdecimal() and number.isdecimal() and len(id) < 30
    found = rows.filter(added_by__n=int(act), row_no=int(number)).first() if known else None
    if found is None:
        raise Http404
    return found


def chains(seen: Reader) -> Chains:
    """The documents of the places in reach, and those that the units above them hand down."""
    rows = seen.handed_down(DirectingDocuments).select_related("added_by")
    return Chains(Entry.of(row, row_id(row)) for row in rows)


def units_of(seen: Reader) -> Any:
    """The units of a level in a place on a day (the first known day, where it is before it), of those in reach."""
    book = access.book()

    @cache  # hundreds of documents ask the same units
    def found(place: str, level: str, day: Any) -> list[str]:
        day = max(day, book.since)
        own = book.version(place, day)
        if own is None:  # its book holds a document from before there was this place
            return []
        if own.level == level:
            return [place] if place in seen.scope else []
        return [one.code for one in book.tree(day, within=place, level=level) if one.code in seen.scope]

    return found


def plain(rows: Any) -> list[Any]:
    """Rows of a table with its columns alone: models of thousands of rows cost several times what reading them does."""
    return list(rows.values_list(*(one.name for one in rows.model.table.columns), named=True))


def tasks(seen: Reader, **wanted: Any) -> list[Task]:
    """Tasks of the places in reach, by the day that they are due now."""
    return _tasks(seen.rows(SteeringTasks).filter(**wanted))


def every_task() -> list[Task]:
    """Tasks of every place, for who asks whose reach they are in afterwards."""
    return _tasks(SteeringTasks.objects.filter(ended_by=None))


def _tasks(asked: Any) -> list[Task]:
    rows = plain(asked)
    events: dict[str, list[Any]] = {}
    happened = SteeringTaskEvents.objects.filter(ended_by=None)
    if len(rows) <= _NAMED:  # of more all are read: thousands of names cost more than what they leave out
        happened = happened.filter(task_code__in=[row.task_code for row in rows])
    for one in plain(happened):
        events.setdefault(one.task_code, []).append(one)
    found = [Task.of(row, events.get(row.task_code, ())) for row in rows]
    return sorted(found, key=lambda one: (one.due_now, one.place, one.code))


def task(seen: Reader, code: str) -> Task:
    found = tasks(seen, task_code=code)
    if not found:
        raise Http404
    return found[0]


def questions(seen: Reader, **wanted: Any) -> list[Question]:
    """Questions of the places in reach, and of the units above them those to which a report of ours belongs."""
    groupings: dict[str, list[str]] = {}
    for one in seen.rows(DifficultyGroupings):
        groupings.setdefault(one.question_code, []).append(one.difficulty_code)
    rows = [
        row
        for row in seen.handed_down(DifficultyQuestions).filter(**wanted)
        if row.locality_code in seen.scope or row.question_code in groupings
    ]
    events: dict[str, list[Any]] = {}
    codes = [row.question_code for row in rows]
    for one in DifficultyQuestionEvents.objects.filter(ended_by=None, question_code__in=codes):
        events.setdefault(one.question_code, []).append(one)
    return [
        Question.of(row, events.get(row.question_code, ()), groupings.get(row.question_code, ()))
        for row in sorted(rows, key=lambda row: (row.day, row.question_code), reverse=True)
    ]


def question(seen: Reader, code: str) -> Question:
    found = questions(seen, question_code=code)
    if not found:
        raise Http404
    return found[0]


def reports(seen: Reader) -> tuple[list[Any], dict[str, Question]]:
    """Reports of difficulties in reach, the newest first, and the question that each belongs to, where it does."""
    rows = list(seen.rows(Difficulties).order_by("-day", "-pk"))
    belongs = {one: found for found in questions(seen) for one in found.reports}
    return rows, belongs


def state_of(report: Any, belongs: dict[str, Question]) -> str:
    found = belongs.get(report.difficulty_code)
    return found.state if found else NEW


def accounts_at(places: Iterable[str]) -> dict[str, str]:
    """Accounts that hold a role at some places, with the names of their people."""
    from mtqg.access.roles import grants_of
    from mtqg.web.accounts.models import User

    wanted, today = set(places), access.today()
    names = {one.account for one in grants_of(access.database()) if one.holds(today) and one.place in wanted}
    found = User.objects.filter(username__in=names, is_active=True).order_by("username")
    return {one.username: one.get_full_name() or one.username for one in found}
