"""What people do with submissions. Each adds an event; nothing is overwritten.

    with begin(register, author, verb="submission.return", where="14845", why=reason) as act:
        return_submission(act, code, cells=[...], due=day)

The caller opens the act and has asked whether this person may do it here; what the state and the duties kept apart do
not allow is refused here, and where two people are at once, by the database.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.core.register.database import RuleBroken
from mtqg.core.register.writing import OpenAct
from mtqg.core.table import ROW_ID, Table
from mtqg.submissions.problems import ALREADY_OPEN, MEANWHILE, NO_REASON, NO_SUBMISSION, NOT_FROM_HERE, OWN_WORK
from mtqg.submissions.states import FOLLOWS, NEW, Submission, submission
from mtqg.submissions.terms import EVENTS, SUBMISSION_EVENTS, SUBMISSIONS

Cells = Sequence[Mapping[str, str]]  # sheet, cell, reason


def submission_code(form: str, locality: str, period: str, to_level: str) -> str:
    """What a submission is called everywhere: who owes which form for when, and to which level.

    >>> submission_code("poverty-review", "14845", "2024", "province")
    'poverty-review/14845/2024/province'
    """
    return "/".join((form, locality, period, to_level))


def open_submission(
    act: OpenAct, *, form: str, locality: str, period: str, to_level: str, due: dt.date, origin: str
) -> str:
    """Say that a locality owes a form for a period by a day. Returns its code."""
    period = read_period(period).text
    code = submission_code(form, locality, period, to_level)
    if submission(act.register.database, code) is not None:
        raise Refused(ALREADY_OPEN.at(given=code))
    row = {
        "submission_code": code,
        "form_name": form,
        "locality_code": locality,
        "period": period,
        "to_level": to_level,
        "day": due,
        "origin": origin,
    }
    _add(act, SUBMISSIONS, row, ALREADY_OPEN, code)
    act.note(submission=code)
    return code


def draft_submission(act: OpenAct, code: str, *, after: int | None = None, note: str = "") -> int:
    """Begin it, or save it again before it is sent."""
    return _event(act, code, "draft", after, note=note)


def send_submission(act: OpenAct, code: str, *, after: int | None = None, note: str = "") -> int:
    """Hand it in to the level above."""
    return _event(act, code, "sent", after, note=note)


def withdraw_submission(act: OpenAct, code: str, *, after: int | None = None, note: str = "") -> int:
    """Take it back before anybody has dealt with it."""
    return _event(act, code, "withdrawn", after, note=note)


def return_submission(
    act: OpenAct, code: str, *, due: dt.date | None, cells: Cells = (), after: int | None = None, note: str = ""
) -> int:
    """Send it back for completion, with a reason at each cell, or one for the whole, and the day it is due again."""
    is_told = all(cell.get("reason", "").strip() for cell in cells) and bool(cells or note.strip())
    if not is_told or due is None or due < act.author.day:
        raise Refused(NO_REASON.at(given=code))
    return _event(act, code, "returned", after, cells=cells, due=due, note=note)


def accept_submission(act: OpenAct, code: str, *, after: int | None = None, note: str = "") -> int:
    """Take it as complete."""
    return _event(act, code, "accepted", after, note=note)


def approve_submission(act: OpenAct, code: str, *, after: int | None = None, note: str = "") -> int:
    """Approve it: never by somebody who drafted or sent it."""
    return _event(act, code, "approved", after, note=note)


def close_submission(act: OpenAct, code: str, *, after: int | None = None, note: str = "") -> int:
    """Close it, with the period that was closed."""
    return _event(act, code, "closed", after, note=note)


def end_submission(act: OpenAct, code: str, *, after: int) -> Submission:
    """It is owed no more: its row ends, its events stay as they are. Returns it as it stood."""
    import polars as pl

    _taken(act, code)
    found = submission(act.register.database, code)
    if found is None:
        raise Refused(NO_SUBMISSION.at(given=code))
    if after != found.last:
        raise Refused(MEANWHILE.at(given=code))
    row = act.register.database.one(
        "SELECT a.n, s.row_no FROM submissions s JOIN act a ON a.id = s.added_by "
        "WHERE s.submission_code = ? AND s.ended_by IS NULL",
        [code],
    )
    act.end(SUBMISSIONS, pl.DataFrame([row], schema=dict.fromkeys(ROW_ID, pl.Int64), orient="row"))
    act.note(ended=code)
    return found


def carry_submission(act: OpenAct, code: str, to: str, *, after: int) -> str:
    """Another locality owes it from now on, by the same day: it begins there anew. Returns its code."""
    origin = _origin(act, code)
    old = end_submission(act, code, after=after)
    return open_submission(
        act, form=old.form, locality=to, period=old.period, to_level=old.to_level, due=old.due_now, origin=origin
    )


def _event(
    act: OpenAct,
    code: str,
    event: str,
    after: int | None,
    *,
    cells: Cells = (),
    due: dt.date | None = None,
    note: str = "",
) -> int:
    """Add the next event and return its number.

    after: the number of the last event that the person saw; Refused (U-004) where there is another by now.
    """
    _taken(act, code)
    found = submission(act.register.database, code)
    if found is None:
        raise Refused(NO_SUBMISSION.at(given=code))
    if after is not None and after != found.last:
        raise Refused(MEANWHILE.at(given=code))
    if event not in FOLLOWS[found.state]:
        raise Refused(_not_from_here(found, event))
    if event == "approved" and act.author.by in found.entered_by:
        raise Refused(OWN_WORK.at(given=code, person=act.author.by))
    row = {
        "submission_code": code,
        "event_no": found.last + 1,
        "event": event,
        "locality_code": found.locality,
        "period": found.period,
        "day": act.author.day,
        "acted_by": act.author.by,
        "entered_by": act.author.by if event == "sent" else _sender(found),
        "due_on": due,
        "cells": json.dumps([dict(cell) for cell in cells], ensure_ascii=False) if cells else None,
        "note": note.strip() or None,
        "origin": _origin(act, code),
    }
    _add(act, SUBMISSION_EVENTS, row, MEANWHILE, code)
    act.note(submission=code, event=event, number=found.last + 1)
    return found.last + 1


def _taken(act: OpenAct, code: str) -> None:
    """Hold the submission until the act's end: an act that changes its rows (an import) is over, or begins after."""
    if act.register.database.kind == "postgresql":
        act.register.database.rows(
            "SELECT 1 FROM submissions WHERE submission_code = ? AND ended_by IS NULL FOR UPDATE", [code]
        )


def _add(act: OpenAct, table: Table, row: dict[str, Any], broken: Any, code: str) -> None:
    from mtqg.core import frames

    try:
        act.add(table, frames.typed([row], table.taken))
    except RuleBroken as rule:
        raise Refused(broken.at(given=code)) from rule


def _sender(found: Submission) -> str | None:
    return next((one.acted_by for one in reversed(found.events) if one.event == "sent"), None)


def _origin(act: OpenAct, code: str) -> str:
    """Real or synthetic, as the submission itself is."""
    row = act.register.database.one(
        "SELECT origin FROM submissions WHERE submission_code = ? AND ended_by IS NULL", [code]
    )
    return str(row[0]) if row else "real"


def _not_from_here(found: Submission, event: str) -> Any:
    allowed = FOLLOWS[found.state]
    return NOT_FROM_HERE.at(
        given=found.code,
        state_vi=EVENTS.get(found.state, "chưa gửi"),
        state_en=found.state if found.state != NEW else "not begun",
        event_vi=EVENTS[event],
        event_en=event,
        allowed_vi=", ".join(EVENTS[one] for one in allowed),
        allowed_en=", ".join(allowed),
    )
