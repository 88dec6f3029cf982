"""Carrying what stands at an ended unit to its successor, or ending it. The caller opens the act."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace

from mtqg.access.roles import Grant, grants_of
from mtqg.core.errors import Refused
from mtqg.intake.documents import moved, settle
from mtqg.steering.actions import task_event
from mtqg.submissions import actions as owed
from mtqg.web import access
from mtqg.web.accounts import actions as accounts
from mtqg.web.accounts.models import RoleGrants
from mtqg.web.acts.open_act import WebAct
from mtqg.web.intake.models import KeyingLine, SheetDraft
from mtqg.web.steering.models import SteeringTasks
from mtqg.web.steering.reading import every_task
from mtqg.web.submissions.mergers import Left
from mtqg.web.submissions.problems import ALREADY_THERE


def role(act: WebAct, one: Left, to: str) -> None:
    """Its last day was yesterday; the same role begins today at the successor, where it is not held already."""
    row, today = RoleGrants.objects.get(pk=one.key), access.today()
    accounts.revoke_role(act, row.pk, row.account, last_day=today - dt.timedelta(days=1))
    if not to:
        return
    grant = Grant(row.account, row.role, to, today, row.ends_on, row.delegated_by)
    held = [replace(each, day=today) for each in grants_of(access.database(), row.account) if each.holds(today)]
    if grant not in held:
        accounts.grant_role(act, grant)


def sheet(act: WebAct, one: Left, to: str) -> None:
    """The draft names its place within what is sealed, too."""
    from mtqg.web.intake.sheet_views import DRAFT

    row = SheetDraft.objects.get(pk=one.key)
    if not to:
        row.delete()
        return
    cipher = access.register().cipher
    typed = json.loads(cipher.opened([bytes(row.typed)], context=DRAFT)[0] or "{}")
    sealed = cipher.sealed([json.dumps({**typed, "place": to}, ensure_ascii=False)], context=DRAFT)[0]
    SheetDraft.objects.filter(pk=row.pk).update(place=to, typed=sealed)


def lines(act: WebAct, one: Left, to: str) -> None:
    place, period, part = one.key.split("/", 2)
    rows = KeyingLine.objects.filter(place=place, period=period, part=part)
    if not to:
        rows.delete()
        return
    there = KeyingLine.objects.filter(place=to, period=period, part=part)
    if set(there.values_list("village", "key")) & set(rows.values_list("village", "key")):
        raise Refused(ALREADY_THERE.at(given=to))
    rows.update(place=to)


def submission(act: WebAct, one: Left, to: str) -> None:
    if to:
        owed.carry_submission(act.inner, one.key, to, after=int(one.seen))
    else:
        owed.end_submission(act.inner, one.key, after=int(one.seen))


def papers(act: WebAct, one: Left, to: str) -> None:
    batch = int(one.key)
    database = access.database()
    numbers = database.rows(
        "SELECT s.number FROM set_aside s JOIN act a ON a.id = s.act_id "
        "WHERE a.n = ? AND s.settled_by IS NULL ORDER BY s.number",
        [batch],
    )
    documents = [(batch, int(number)) for (number,) in numbers]
    row = database.one("SELECT payload FROM act WHERE n = ?", [batch])
    said = json.loads(row[0]) if row else {}
    if to:
        moved(act.inner, documents, form=str(said.get("form", "")), period=said.get("period"))
    else:
        settle(act.inner, documents)


def task(act: WebAct, one: Left, to: str) -> None:
    """The successor must do it, by the same day, and what became of it so far stays with it."""
    row = SteeringTasks.objects.select_related("added_by").get(task_code=one.key, ended_by=None)
    if to:
        said = {column.name: getattr(row, column.name) for column in SteeringTasks.table.columns}
        act.end(row)
        act.add(SteeringTasks(**{**said, "locality_code": to, "owner_account": None}))
        return
    (found,) = (each for each in every_task() if each.code == one.key)
    task_event(act.inner, found, "withdrawn", origin=act.origin, after=int(one.seen), note=act.inner.why)


DO: dict[str, Callable[[WebAct, Left, str], None]] = {
    "role": role,
    "sheet": sheet,
    "lines": lines,
    "duty": submission,
    "report": submission,
    "papers": papers,
    "task": task,
}
