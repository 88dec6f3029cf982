"""Who is late: place by place, with whom to ask, and the letter that reminded them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mtqg.access.roles import Grant, grants_of
from mtqg.access.terms import gives
from mtqg.submissions.states import Submission
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.accounts.models import Reminder, User
from mtqg.web.accounts.reminding import is_of_the_place
from mtqg.web.intake.views import place_told
from mtqg.web.submissions.views import form_told
from mtqg.web.words import t

_LETTERS = {"sent": ("đã gửi", "good"), "sending": ("đang gửi", "waiting"), "failed": ("gửi lỗi", "bad")}
_FORMS = 3


@page("appraise", title="Ai quá hạn", nav=("Số liệu", 22))
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    today = access.today()
    found: dict[str, list[Submission]] = {}
    for one in access.reader(request).submissions():
        if one.is_late(today):
            found.setdefault(one.locality, []).append(one)
    columns = (
        kit.Column("Đơn vị"),
        kit.Column("Quá hạn", is_number=True),
        kit.Column("Chậm nhất (ngày)", is_number=True),
        kit.Column("Biểu"),
        kit.Column("Người phụ trách"),
        kit.Column("Thư nhắc gần nhất"),
    )
    people = _People(today)
    rows = [_row(code, of, people, today) for code, of in found.items()]
    table = kit.Table(columns, sorted(rows, key=lambda row: -row[2]), empty="Không có báo cáo nào quá hạn.")
    context = {"table": table.sorted_as(request.GET), "has_mail": bool(settings.EMAIL_HOST)}
    return render(request, "submissions/late.html", context)


def _row(code: str, late_ones: list[Submission], people: _People, today: dt.date) -> tuple[Any, ...]:
    first = min(late_ones, key=lambda one: one.due_now)
    named = list(dict.fromkeys(form_told(one.form) for one in late_ones))
    who = people.of(first)
    return (
        kit.Link(place_told(code), reverse("submission", args=[first.code])),
        len(late_ones),
        (today - first.due_now).days,
        "; ".join(named[:_FORMS]) + (" …" if len(named) > _FORMS else ""),
        ", ".join(people.called(one) for one in who) or kit.Chip("chưa có ai giữ vai trò", "bad"),
        people.reminded(who),
    )


class _People:
    """Who does the reports of each place, and what they were sent."""

    def __init__(self, today: dt.date) -> None:
        self.users = {one.get_username(): one for one in User.objects.filter(is_active=True)}
        self.held: dict[str, list[Grant]] = {}
        for one in grants_of(access.database()):
            if one.holds(today) and one.account in self.users and gives(one.role, "send") and is_of_the_place(one.role):
                self.held.setdefault(one.place, []).append(one)
        # Asked once: each asks the book, and there are as many places as late reports.
        self.reached = {place: access.reach(place, today) for place in self.held}
        newest = Reminder.objects.values("account").annotate(newest=Max("id")).values("newest")
        self.last = {one.account: one for one in Reminder.objects.filter(pk__in=newest)}

    def of(self, one: Submission) -> list[str]:
        reached = [
            grant.account
            for place, grants in self.held.items()
            if self.reached[place].holds(one.locality, one.due)
            for grant in grants
        ]
        return list(dict.fromkeys(reached))

    def called(self, account: str) -> str:
        return self.users[account].get_full_name() or account

    def reminded(self, who: list[str]) -> Any:
        letters = [self.last[one] for one in who if one in self.last]
        if letters:
            newest = max(letters, key=lambda one: one.day)
            text, tone = _LETTERS[newest.state]
            return kit.Chip(f"{t(text)} {newest.day:%d/%m/%Y}", tone)
        has_address = any(self.users[one].email for one in who)
        return "" if has_address or not who else kit.Chip("chưa có thư điện tử", "off")
