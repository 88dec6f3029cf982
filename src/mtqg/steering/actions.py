"""Every write of steering. The caller opens the act and has asked whether this person may do it here.

    with begin(register, author, verb="task.assign", where="20722") as act:
        assign_task(act, {...}, origin="real")

What is wrong is refused with all its reasons; what two people, or one click too many, did at once is refused by the
database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mtqg.core.errors import Code, Problem, Refused
from mtqg.core.form import Form
from mtqg.core.register.entering import as_entered, enter, is_code
from mtqg.core.register.writing import OpenAct
from mtqg.core.table import Table
from mtqg.core.text import clean
from mtqg.steering import difficulties, tasks
from mtqg.steering import problems as wrong
from mtqg.steering.difficulty_terms import (
    DIFFICULTIES,
    DIFFICULTY_GROUPINGS,
    DIFFICULTY_QUESTIONS,
    QUESTION_EVENT_TABLE,
    QUESTION_EVENTS,
)
from mtqg.steering.terms import (
    COMMITTEE_FORM,
    DIRECTING_DOCUMENTS,
    DOCUMENT_FORM,
    STEERING_CONCLUSIONS,
    STEERING_MEMBERS,
    STEERING_SESSIONS,
    STEERING_TASK_EVENTS,
    STEERING_TASKS,
    TASK_EVENTS,
)

Row = Mapping[str, Any]
_KINDS = ("PH", "NV", "KK", "CH")  # session, task, report of a difficulty, question
_ENGLISH = {
    "open": "open",
    "done": "done",
    "withdrawn": "withdrawn",
    "grouped": "grouped",
    "asked": "asked",
    "answered": "answered",
}


def add_document(act: OpenAct, row: Row, *, origin: str) -> None:
    """Enter a document in the book of an office, held to the same checks as an import."""
    _checked(DOCUMENT_FORM, row)
    named = f"{row['document_number']} ({row['document_issuer']})"
    _add(act, DIRECTING_DOCUMENTS, row, origin, wrong.ALREADY_IN, named)
    act.note(document=row["document_number"], direction=row["direction"])


def add_member(act: OpenAct, row: Row, *, origin: str) -> None:
    """Enter a member of a committee."""
    _checked(COMMITTEE_FORM, row)
    _add(act, STEERING_MEMBERS, row, origin, wrong.ALREADY_IN, row["member_name"])
    act.note(committee_role=row["committee_role"])


def add_session(act: OpenAct, row: Row, *, origin: str) -> None:
    """Enter a session of the committee."""
    _coded(row["session_code"])
    _filled(row, chair="Chủ trì", agenda="Nội dung")
    _add(act, STEERING_SESSIONS, {**row, **_of(row["day"])}, origin, wrong.ALREADY_IN, row["session_code"])
    act.note(session=row["session_code"])


def add_conclusion(act: OpenAct, row: Row, *, origin: str) -> None:
    """Enter the next conclusion of a session."""
    _filled(row, text="Nội dung kết luận")
    said = f"{row['session_code']}, kết luận {row['conclusion_no']}"
    _add(act, STEERING_CONCLUSIONS, {**row, **_of(row["day"])}, origin, wrong.MEANWHILE, said)
    act.note(session=row["session_code"], conclusion=row["conclusion_no"])


def assign_task(act: OpenAct, row: Row, *, origin: str) -> None:
    """Give a task to a place, or to an officer of it."""
    _coded(row["task_code"])
    _filled(row, text="Nội dung")
    if row["due_on"] < row["day"]:
        raise Refused(wrong.DUE_EARLY.at(given=f"{row['due_on']:%d/%m/%Y}", day=f"{row['day']:%d/%m/%Y}"))
    _add(act, STEERING_TASKS, {**row, **_of(row["day"])}, origin, wrong.ALREADY_IN, row["task_code"])
    act.note(task=row["task_code"])


def task_event(
    act: OpenAct,
    task: tasks.Task,
    event: str,
    *,
    origin: str,
    after: int | None = None,
    note: str = "",
    due: dt.date | None = None,
) -> int:
    """Add the next event of a task and return its number.

    after: the number of the last event that the person saw; Refused (Y-012) where there is another by now.
    """
    if after is not None and after != task.last:
        raise Refused(wrong.MEANWHILE.at(given=task.code))
    if event not in tasks.FOLLOWS[task.state]:
        raise Refused(_not_from_here(task.code, task.state, tasks.STATES, event, TASK_EVENTS))
    if event != "done":
        _filled({"note": note}, note="Nội dung, lý do")
    today = act.author.day
    if event == "extended" and (due is None or due < today):
        raise Refused(wrong.DUE_EARLY.at(given=f"{due:%d/%m/%Y}" if due else "-", day=f"{today:%d/%m/%Y}"))
    row = {
        "task_code": task.code,
        "event_no": task.last + 1,
        "event": event,
        "locality_code": task.place,
        **_of(today),
        "acted_by": act.author.by,
        "note": clean(note) or None,
        "due_on": due if event in ("extended", "reopened") else None,
    }
    _add(act, STEERING_TASK_EVENTS, row, origin, wrong.MEANWHILE, task.code)
    act.note(task=task.code, event=event, number=task.last + 1)
    return task.last + 1


def report_difficulty(act: OpenAct, row: Row, *, origin: str) -> None:
    """Report a difficulty of a locality."""
    _coded(row["difficulty_code"])
    _filled(row, text="Khó khăn, vướng mắc")
    said = {**row, **_of(row["day"]), "reported_by": act.author.by}
    _add(act, DIFFICULTIES, said, origin, wrong.ALREADY_IN, row["difficulty_code"])
    act.note(difficulty=row["difficulty_code"])


def ask_question(act: OpenAct, row: Row, reports: Mapping[str, str], *, origin: str) -> None:
    """Make one question of several reports. reports: code of a report -> its place."""
    _coded(row["question_code"])
    _filled(row, text="Câu hỏi")
    _add(act, DIFFICULTY_QUESTIONS, {**row, **_of(row["day"])}, origin, wrong.ALREADY_IN, row["question_code"])
    group_reports(act, row["question_code"], reports, origin=origin)


def group_reports(act: OpenAct, question: str, reports: Mapping[str, str], *, origin: str) -> None:
    """Add reports to a question."""
    if not reports:
        raise Refused(wrong.NOTHING_CHOSEN.at(given=question))
    today = _of(act.author.day)
    rows = [
        {"difficulty_code": one, "question_code": question, "locality_code": place, **today}
        for one, place in sorted(reports.items())
    ]
    given = ", ".join(sorted(reports))
    enter(act, DIFFICULTY_GROUPINGS, rows, origin=origin, broken=wrong.GROUPED_ALREADY, given=given)
    act.note(question=question, reports=sorted(reports))


def question_event(
    act: OpenAct,
    question: difficulties.Question,
    event: str,
    *,
    origin: str,
    after: int | None = None,
    text: str = "",
    counterpart: str = "",
    document: tuple[str, str, dt.date | None] = ("", "", None),
) -> int:
    """Add the next event of a question and return its number. An answer, and what is asked upward, name a document."""
    if after is not None and after != question.last:
        raise Refused(wrong.MEANWHILE.at(given=question.code))
    if event not in difficulties.FOLLOWS[question.state]:
        raise Refused(_not_from_here(question.code, question.state, difficulties.STATES, event, QUESTION_EVENTS))
    number, issuer, signed_on = clean(document[0]), clean(document[1]), document[2]
    problems: list[Problem] = []
    if event == "answered" and not (number and issuer and signed_on):
        problems.append(wrong.NO_DOCUMENT.at(given=question.code))
    if event in ("answered", "reopened") and not clean(text):
        problems.append(wrong.NO_TEXT.at(given="Nội dung"))
    if event in ("asked", "answered") and not clean(counterpart):
        problems.append(wrong.NO_TEXT.at(given="Cơ quan"))
    if problems:
        raise Refused(problems)
    row = {
        "question_code": question.code,
        "event_no": question.last + 1,
        "event": event,
        "locality_code": question.place,
        **_of(act.author.day),
        "acted_by": act.author.by,
        "counterpart": clean(counterpart) or None,
        "document_number": number or None,
        "document_issuer": issuer or None,
        "signed_on": signed_on,
        "text": clean(text) or None,
    }
    _add(act, QUESTION_EVENT_TABLE, row, origin, wrong.MEANWHILE, question.code)
    act.note(question=question.code, event=event, number=question.last + 1)
    return question.last + 1


def _checked(form: Form, row: Row) -> None:
    """Hold a line to the checks of its form, those that an import holds it to. Refused with all that is wrong."""
    import narwhals as nw

    from mtqg.core import frames

    lacking = [one.label for one in form.table.columns if one.required and not row.get(one.name)]
    problems = [wrong.NO_TEXT.at(given=label) for label in lacking]
    frame = nw.from_native(frames.typed([as_entered(form.table, row, "real")], form.table.taken))
    for check in form.checks:
        if frame.filter(check.wrong).shape[0]:
            said = {one.name: _told(row.get(one.name)) for one in form.table.columns}
            problems.append(check.code.at("", said[check.column], **said))
    if problems:
        raise Refused(problems)


def _told(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value or "")


def _add(act: OpenAct, table: Table, row: Row, origin: str, broken: Code, given: str) -> None:
    enter(act, table, [row], origin=origin, broken=broken, given=given)


def _coded(code: str) -> None:
    if not is_code(code, *_KINDS):
        raise Refused(wrong.BAD_CODE.at(given=code[:40]))


def _filled(row: Row, **labels: str) -> None:
    if lacking := [label for name, label in labels.items() if not clean(str(row.get(name) or ""))]:
        raise Refused([wrong.NO_TEXT.at(given=label) for label in lacking])


def _of(day: dt.date) -> dict[str, Any]:
    """A day and the year that it belongs to."""
    return {"day": day, "period": str(day.year)}


def _not_from_here(code: str, state: str, states: Mapping[str, str], event: str, events: Mapping[str, str]) -> Problem:
    said = {"state_vi": states[state], "state_en": _ENGLISH[state], "event_vi": events.get(event, event)}
    return wrong.NOT_FROM_HERE.at(given=code, event_en=event, **said)
