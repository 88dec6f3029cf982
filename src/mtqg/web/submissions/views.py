"""Submissions: what is owed, how far it is, and who does the next step."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.terms import RIGHTS, ROLES
from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.core.register.database import quoted
from mtqg.intake.documents import open_documents
from mtqg.submissions import actions
from mtqg.submissions.states import FOLLOWS, Event, Submission
from mtqg.submissions.states import submission as by_code
from mtqg.submissions.terms import EVENTS, LEVELS
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.acts.models import Act
from mtqg.web.audit.subjects import beside
from mtqg.web.evidence import views as evidence
from mtqg.web.intake import reading
from mtqg.web.intake.forms import places
from mtqg.web.intake.views import place_told
from mtqg.web.numbers_in_addresses import number_in
from mtqg.web.submissions.locks import lock_of
from mtqg.web.submissions.problems import NOTHING_OWED
from mtqg.web.words import t

NOT_BEGUN = "chưa gửi"
_TONES = {
    "": "plain",
    "draft": "plain",
    "sent": "waiting",
    "returned": "bad",
    "accepted": "waiting",
    "approved": "good",
    "closed": "off",
    "withdrawn": "plain",
}
# Event -> the right that it needs. Who enters does not approve: the roles and the database keep these apart.
NEEDS = {
    "draft": "send",
    "sent": "send",
    "withdrawn": "send",
    "accepted": "appraise",
    "returned": "appraise",
    "approved": "approve",
    "closed": "close",
}
_CELLS = 5  # lines for cells in the form of a return
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@page("see", title="Báo cáo gửi cấp trên", nav=("Số liệu", 20))
@require_GET
def submissions(request: HttpRequest) -> HttpResponse:
    every = access.reader(request).submissions()
    today, state, form = access.today(), request.GET.get("state", ""), request.GET.get("form", "")
    found = [one for one in every if (not form or one.form == form) and (not state or _is(one, state, today))]
    choices = [
        kit.Choice("state", "Tình trạng", tuple(_states(every, today)), state),
        kit.Choice("form", "Biểu", (("", "Tất cả"), *_forms(every)), form),
    ]
    columns = (
        kit.Column("Đơn vị"),
        kit.Column("Tình trạng"),
        kit.Column("Hạn"),
        kit.Column("Quá hạn"),
        kit.Column("Kỳ"),
        kit.Column("Biểu"),
    )

    def row(one: Submission) -> tuple[Any, ...]:
        return (
            kit.Link(place_told(one.locality), reverse("submission", args=[one.code])),
            state_chip(one),
            one.due_now,
            kit.Chip("quá hạn", "bad") if one.is_late(today) else "",
            one.period,
            form_told(one.form),
        )

    who = access.person(request)
    empty = "Chưa có báo cáo nào phải gửi." if not every else "Không có báo cáo nào như vậy."
    table = kit.Table(columns, kit.Made(found, row), empty=empty)
    context = {"table": table.sorted_as(request.GET), "choices": choices, "count": len(found)}
    context |= {"may_assign": who.may("appraise"), "may_close": who.may("close")}
    return render(request, "submissions/submissions.html", context)


def _is(one: Submission, state: str, today: dt.date) -> bool:
    if state == "late":
        return one.is_late(today)
    return one.state == ("" if state == "new" else state)


def _states(every: list[Submission], today: dt.date) -> list[tuple[str, str]]:
    held = Counter(one.state or "new" for one in every)
    counts = {"late": sum(one.is_late(today) for one in every), **{name: held[name] for name in ("new", *EVENTS)}}
    labels = {"late": "quá hạn", "new": NOT_BEGUN, **EVENTS}
    told = [(name, f"{t(labels[name])} ({count})") for name, count in counts.items() if count]
    return [("", f"{t('Tất cả')} ({len(every)})"), *told]


def _forms(every: list[Submission]) -> list[tuple[str, str]]:
    return [(name, form_told(name)) for name in dict.fromkeys(one.form for one in every)]


def form_told(name: str) -> str:
    return t(CATALOGUE.forms[name].label) if name in CATALOGUE.forms else name


def state_chip(one: Submission) -> kit.Chip:
    return kit.Chip(EVENTS.get(one.state, NOT_BEGUN), _TONES[one.state])


@page("see", title="Báo cáo của đơn vị")
@require_GET
def submission(request: HttpRequest, code: str) -> HttpResponse:
    one = _own(request, code)
    cells = one.events[-1].cells if one.state == "returned" else ()
    columns = (kit.Column("Trang tính"), kit.Column("Ô"), kit.Column("Lý do"))
    rows = [(cell.get("sheet", ""), cell.get("cell", ""), cell.get("reason", "")) for cell in cells]
    lock = lock_of(one)
    return render(
        request,
        "submissions/submission.html",
        {
            "one": one,
            "form": form_told(one.form),
            "place": place_told(one.locality),
            "level": LEVELS.get(one.to_level, one.to_level),
            "state": state_chip(one),
            "is_late": one.is_late(access.today()),
            "note": one.events[-1].note if one.state == "returned" else "",
            "to_mend": kit.Table(columns, rows, caption="Ô phải sửa") if rows else None,
            "locked": [lock] if lock else [],
            "rows": _row_count(one),
            "aside": _aside_count(one),
            "steps": _steps(request, one),
            "history": _history(one),
            "beside": beside(request, "submission", one.code, one.locality),
            "evidence": evidence.beside(request, "submission", one.code, one.locality, one.due),
            "cell_lines": range(_CELLS),
            "least_day": access.today(),
            "may_enter": access.person(request).role_at("enter", one.locality) is not None,
        },
    )


def _row_count(one: Submission) -> int | None:
    """Rows in force of the form, of this place and period."""
    form = CATALOGUE.forms.get(one.form)
    if form is None or form.table.time != "period":
        return None
    sql = f"SELECT COUNT(*) FROM {quoted(form.table.name)} WHERE ended_by IS NULL AND locality_code = ? AND period = ?"  # noqa: S608
    found = access.database().one(sql, [one.locality, one.period])
    return int(found[0]) if found else 0


def _aside_count(one: Submission) -> int:
    with reading.office().register() as register:
        found = open_documents(register)
    return sum(doc.form == one.form and doc.where == one.locality and doc.period == one.period for doc in found)


def _history(one: Submission) -> list[kit.Happened]:
    """Newest first, each with its act and the role in which it was done: who acts for another is named as such."""
    acts = {int(act.n or 0): act for act in _acts_of(one)}
    by_number = {_number(act): act for act in acts.values()}
    found = []
    for event in reversed(one.events):
        act = by_number.get(event.number)
        role = f" ({t(ROLES.get(act.role, act.role))})" if act else ""
        found.append(
            kit.Happened(event.day, event.acted_by + role, _what(event), event.note or "", act.n if act else None)
        )
    return found


def _acts_of(one: Submission) -> list[Act]:
    found = Act.objects.filter(verb__startswith="submission.", where=one.locality, n__isnull=False)
    return [act for act in found if f'"{one.code}"' in act.payload]


def _number(act: Act) -> int:
    import json

    return int(json.loads(act.payload).get("number", 0))


def _what(event: Event) -> str:
    said = t(EVENTS[event.event])
    if event.due_on:
        said += t(", gửi lại trước hết ngày {day}", day=f"{event.due_on:%d/%m/%Y}")
    if event.cells:
        said += t(", {n} ô phải sửa", n=len(event.cells))
    return said


def _steps(request: HttpRequest, one: Submission) -> list[dict[str, Any]]:
    """What may follow: whether this person may do it, and otherwise why not."""
    who, found = access.person(request), []
    for event in FOLLOWS[one.state]:
        if event in ("closed", "draft"):
            continue
        role = who.role_at(NEEDS[event], one.locality)
        why = ""
        if role is None:
            roles = ", ".join(t(ROLES[name]) for name in RIGHTS[NEEDS[event]][1])
            why = t("Việc của: {roles}.", roles=roles)
        elif event == "approved" and request.user.get_username() in one.entered_by:
            why = t("Bạn đã lập hoặc gửi báo cáo này nên không phê duyệt được; người khác có thẩm quyền phê duyệt.")
        to = {"appraise": "submission_appraise", "approve": "submission_approve"}.get(NEEDS[event], "submission_send")
        for_other = role == "provincial_office" and NEEDS[event] == "send"
        found.append(
            {
                "event": event,
                "label": _LABELS[event],
                "why_not": why,
                "to": reverse(to, args=[one.code]),
                "for_other": for_other,
            }
        )
    return found


_LABELS = {
    "sent": "Gửi báo cáo",
    "withdrawn": "Rút lại",
    "accepted": "Tiếp nhận",
    "returned": "Trả lại bổ sung",
    "approved": "Phê duyệt",
}


@page("send", title="Gửi, rút báo cáo")
@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    done = {"sent": actions.send_submission, "withdrawn": actions.withdraw_submission}
    return _done(request, code, done, "send")


@page("appraise", title="Tiếp nhận, trả lại báo cáo")
@require_POST
def appraise(request: HttpRequest, code: str) -> HttpResponse:
    return _done(
        request, code, {"accepted": actions.accept_submission, "returned": actions.return_submission}, "appraise"
    )


@page("approve", title="Phê duyệt báo cáo")
@require_POST
def approve(request: HttpRequest, code: str) -> HttpResponse:
    return _done(request, code, {"approved": actions.approve_submission}, "approve")


def _done(request: HttpRequest, code: str, allowed: dict[str, Callable[..., int]], right: str) -> HttpResponse:
    """Do the next step, if nobody did another since the page was shown."""
    one, event = _own(request, code), request.POST.get("event", "")
    if event not in allowed:
        raise Http404
    after, note = request.POST.get("after", ""), request.POST.get("note", "").strip()[:1000]
    said: dict[str, Any] = {"after": number_in(after), "note": note}
    if event == "returned":
        said |= {"due": _read_day(request.POST.get("due", "")), "cells": _cells(request)}
    with access.act(request, f"submission.{event}", at=one.locality, why=note, right=right) as act:
        allowed[event](act.inner, code, **said)
    messages.success(request, t("Đã ghi: {what}.", what=t(EVENTS[event])))
    return redirect("submission", code)


def _cells(request: HttpRequest) -> list[dict[str, str]]:
    found = []
    for at in range(_CELLS):
        cell = {name: request.POST.get(f"{name}{at}", "").strip()[:300] for name in ("sheet", "cell", "reason")}
        if any(cell.values()):
            found.append(cell)
    return found


def _read_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _own(request: HttpRequest, code: str) -> Submission:
    """A submission in scope; "not found" where there is none or it is not yours."""
    found = by_code(access.database(), code)
    if found is None or not access.reader(request, "see").scope.holds(found.locality, found.due):
        raise Http404
    return found


# Saying who owes what


class AssignForm(forms.Form):
    """A form that communes owe for a period by a day."""

    form = forms.ChoiceField(label="Biểu")
    place = forms.ChoiceField(label="Đơn vị", help_text="Chọn tỉnh là giao cho mọi xã của tỉnh.")
    period = forms.CharField(label="Kỳ", max_length=30)
    due = forms.DateField(label="Hạn gửi", widget=_DAY)
    why = forms.CharField(label="Căn cứ (văn bản giao)", max_length=300)

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [(one.name, t(one.label)) for one in CATALOGUE.forms.values()]
        self.fields["place"].choices = places(who, "appraise")


@page("appraise", title="Giao báo cáo")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Say what each commune of a place owes. Those that owe it already stay as they are."""
    who = access.person(request)
    form = AssignForm(who, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        count = _assigned(request, said)
        messages.success(request, t("Đã giao {n} báo cáo.", n=count))
        return redirect("submissions")
    return render(request, "submissions/assign.html", {"form": form})


def _assigned(request: HttpRequest, said: dict[str, Any]) -> int:
    from django.conf import settings

    period = read_period(said["period"]).text
    communes = [one.code for one in access.book().tree(access.today(), within=said["place"], level="commune")]
    owed = {
        one.locality
        for one in access.reader(request, "see").submissions()
        if (one.form, one.period) == (said["form"], period)
    }
    fresh = [code for code in communes if code not in owed]
    if not communes:
        raise Refused(NOTHING_OWED.at(given=said["place"]))
    if not fresh:
        return 0
    with access.act(request, "submission.open", at=said["place"], why=said["why"]) as act:
        for code in fresh:
            actions.open_submission(
                act.inner,
                form=said["form"],
                locality=code,
                period=period,
                to_level="province",
                due=said["due"],
                origin="synthetic" if settings.IS_SYNTHETIC else "real",
            )
    return len(fresh)
