"""What waits for somebody: from the submissions of their places, by what their roles let them do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import said
from mtqg.submissions.calendar import due
from mtqg.submissions.states import HANDED_IN, Submission
from mtqg.submissions.terms import EVENTS
from mtqg.web import access, kit
from mtqg.web.words import t

SOON_DAYS = 30
_TONES = {"sent": "waiting", "accepted": "waiting", "approved": "good", "closed": "good", "returned": "bad"}


@dataclass(frozen=True)
class Part:
    """A part of the page: a heading with its number, and the reports."""

    title: str
    table: kit.Table
    is_urgent: bool = False

    @property
    def count(self) -> int:
        return len(self.table.rows)


# What other apps find waiting for a person: each registers its function when it is loaded.
MORE: list[Callable[[access.Person], list[Part]]] = []


def parts(who: access.Person) -> list[Part]:
    """The parts that concern this person, the most urgent first; those without a report are left out."""
    known: dict[str, Submission] = {}
    for right in ("send", "appraise", "approve", "close"):
        for one in access.Reader(who.scope(right), who.on).submissions() if who.may(right) else ():
            known[one.code] = one
    of = {right: who.scope(right) for right in ("enter", "send", "appraise", "approve", "close")}
    account = who.user.get_username()

    def mine(right: str, *states: str) -> list[Submission]:
        return [one for one in known.values() if one.state in states and of[right].holds(one.locality, one.due)]

    open_states = ("", "draft", "withdrawn")
    to_send = mine("send", *open_states)
    late = [one for one in to_send if one.is_late(who.on)]
    soon = [one for one in to_send if not one.is_late(who.on) and (one.due_now - who.on).days <= SOON_DAYS]
    # Whoever entered a report does not approve it: it does not wait for them.
    to_approve = [one for one in mine("approve", "accepted") if account not in one.entered_by]
    found = [
        _part("Quá hạn", late, who.on, is_urgent=True),
        _part("Bị trả lại, phải sửa", mine("send", "returned"), who.on, is_urgent=True),
        _part("Sắp đến hạn", soon, who.on),
        _part("Chờ tiếp nhận", mine("appraise", "sent"), who.on),
        _part("Chờ phê duyệt", to_approve, who.on),
        _part("Chờ chốt", mine("close", "approved"), who.on),
    ]
    found += [part for more in MORE for part in more(who)]
    return sorted((one for one in found if one.count), key=lambda one: not one.is_urgent)


@dataclass(frozen=True)
class Progress:
    """How many of a form's reports are in, for who looks over several places."""

    form: str
    period: str
    handed_in: int
    of: int
    late: int


def progress(who: access.Person) -> list[Progress]:
    """Form by form: handed in of owed, and how many are late. For those above the commune."""
    if not any(who.may(right) for right in ("appraise", "close", "audit")):
        return []
    groups: dict[tuple[str, str], list[Submission]] = {}
    for one in access.Reader(who.scope("see"), who.on).submissions():
        groups.setdefault((one.form, one.period), []).append(one)
    return [
        Progress(
            form_label(form),
            period,
            sum(one.state in HANDED_IN for one in all_of),
            len(all_of),
            sum(one.is_late(who.on) for one in all_of),
        )
        for (form, period), all_of in sorted(groups.items())
    ]


def progress_table(rows: list[Progress]) -> kit.Table:
    columns = (
        kit.Column("Biểu", is_sorted=False),
        kit.Column("Kỳ", is_sorted=False),
        kit.Column("Đã gửi", is_number=True, is_sorted=False),
        kit.Column("Phải gửi", is_number=True, is_sorted=False),
        kit.Column("Quá hạn", is_number=True, is_sorted=False),
    )
    return kit.Table(columns, [(one.form, one.period, one.handed_in, one.of, one.late) for one in rows])


def form_label(name: str) -> str:
    """What people call a form."""
    form = CATALOGUE.forms.get(name)
    return t(form.label) if form is not None else name


def _part(title: str, found: list[Submission], on: dt.date, *, is_urgent: bool = False) -> Part:
    columns = (
        kit.Column("Biểu", is_sorted=False),
        kit.Column("Kỳ", is_sorted=False),
        kit.Column("Đơn vị", is_sorted=False),
        kit.Column("Hạn", is_sorted=False),
        kit.Column("Còn (ngày)", is_number=True, is_sorted=False),
        kit.Column("Tình trạng", is_sorted=False),
    )
    ordered = sorted(found, key=lambda one: (one.due_now, one.locality))
    rows = kit.Made(ordered, lambda one: _row(one, on))
    return Part(title, kit.Table(columns, rows, caption=title), is_urgent)


def _row(one: Submission, on: dt.date) -> tuple[Any, ...]:
    from mtqg.web.accounts.views import place_name

    state = EVENTS.get(one.state, "chưa gửi")
    tone = "bad" if one.is_late(on) else _TONES.get(one.state, "plain")
    return (
        kit.Link(form_label(one.form), reverse("submission", args=[one.code])),
        one.period,
        place_name(one.locality),
        one.due_now,
        (one.due_now - on).days,
        kit.Chip(t(state), tone),
    )


_OWES = {
    "officer": ("commune", "spender"),
    "commune_leader": ("commune", "spender"),
    "provincial_office": ("province", "spender"),
    "provincial_leader": ("province",),
}
CALENDAR_DAYS = 90


def calendar(who: access.Person) -> kit.Table:
    """What the law makes due from these roles within three months, with the article."""
    owing = {one for role in who.roles for one in _OWES.get(role, ())}
    columns = tuple(kit.Column(one, is_sorted=False) for one in ("Việc", "Gửi", "Biểu", "Chậm nhất", "Căn cứ"))
    rows = [
        (
            said(one.duty.what, one.duty.english),
            one.duty.to_whom,
            one.duty.form,
            one.on,
            f"{one.duty.document}, {one.duty.place}",
        )
        for one in due(who.on, owing, within=CALENDAR_DAYS)
    ]
    return kit.Table(columns, rows, caption="Lịch theo luật, 90 ngày tới")
