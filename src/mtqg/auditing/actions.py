"""Every write of findings. The caller opens the act and has asked whether this person may do it here.

    with begin(register, author, verb="finding.raise", where="20722") as act:
        raise_finding(act, {...}, origin="real")

What is wrong is refused with all its reasons; what two people, or one click too many, did at once is refused by the
database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mtqg.auditing import problems as wrong
from mtqg.auditing.findings import FOLLOWS, SETS_DUE, STATES, Audited
from mtqg.auditing.terms import AUDIT_FINDING_EVENTS, AUDIT_FINDINGS, EVENTS
from mtqg.core.errors import Code, Problem, Refused
from mtqg.core.register.entering import enter, is_code
from mtqg.core.register.writing import OpenAct
from mtqg.core.table import Table
from mtqg.core.text import clean

Row = Mapping[str, Any]
KIND = "PK"  # of a finding's code


def raise_finding(act: OpenAct, row: Row, *, origin: str) -> None:
    """Write a finding down. The row lacks the day and the person: the act says them."""
    today = act.author.day
    problems: list[Problem] = []
    if not is_code(row["finding_code"], KIND):
        problems.append(wrong.BAD_CODE.at(given=row["finding_code"][:40]))
    for name in ("text", "law_document"):
        if not clean(row.get(name) or ""):
            problems.append(wrong.NO_TEXT.at(given=AUDIT_FINDINGS.column(name).label))
    problems += _due(row.get("due_on"), today)
    if problems:
        raise Refused(problems)
    said = {**row, "raised_on": today, "raised_by": act.author.by}
    _add(act, AUDIT_FINDINGS, said, origin, wrong.ALREADY_RAISED)
    act.note(finding=row["finding_code"], subject=row["subject"], severity=row["severity"], period=row["period"])


def finding_event(
    act: OpenAct,
    finding: Audited,
    event: str,
    *,
    origin: str,
    after: int | None = None,
    text: str = "",
    due: dt.date | None = None,
) -> int:
    """Add the next event of a finding and return its number.

    after: the number of the last event that the person saw; Refused (F-002) where there is another by now.
    """
    if after is not None and after != finding.last:
        raise Refused(wrong.MEANWHILE.at(given=finding.code))
    if event not in FOLLOWS[finding.state]:
        raise Refused(_not_from_here(finding, event))
    today, by = act.author.day, act.author.by
    problems: list[Problem] = []
    if event != "answered" and by in finding.answered_by:
        problems.append(wrong.OWN_ANSWER.at(given=by))
    if not clean(text):
        problems.append(wrong.NO_TEXT.at(given=AUDIT_FINDING_EVENTS.column("text").label))
    if event in SETS_DUE:
        problems += _due(due, today)
    if problems:
        raise Refused(problems)
    row = {
        "finding_code": finding.code,
        "event_no": finding.last + 1,
        "event": event,
        "locality_code": finding.place,
        "period": finding.period,
        "day": finding.day,
        "happened_on": today,
        "acted_by": by,
        "text": text,
        "due_on": due if event in SETS_DUE else None,
    }
    _add(act, AUDIT_FINDING_EVENTS, row, origin, wrong.MEANWHILE)
    act.note(finding=finding.code, event=event, number=finding.last + 1)
    return finding.last + 1


def _due(due: dt.date | None, today: dt.date) -> list[Problem]:
    if due is None:
        return [wrong.NO_TEXT.at(given=AUDIT_FINDINGS.column("due_on").label)]
    return [wrong.DUE_EARLY.at(given=f"{due:%d/%m/%Y}", day=f"{today:%d/%m/%Y}")] if due < today else []


def _not_from_here(finding: Audited, event: str) -> Problem:
    said = {"state_vi": STATES[finding.state], "state_en": finding.state, "event_vi": EVENTS.get(event, event)}
    return wrong.NOT_FROM_HERE.at(given=finding.code, event_en=event, **said)


def _add(act: OpenAct, table: Table, row: Row, origin: str, broken: Code) -> None:
    enter(act, table, [row], origin=origin, broken=broken, given=row["finding_code"])
