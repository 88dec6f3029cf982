"""Tasks: given, reported on, done, put off, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.terms import WHOLE
from mtqg.core.errors import Refused
from mtqg.core.register.entering import fresh_code
from mtqg.steering import actions
from mtqg.steering.problems import NO_SUCH_PERSON
from mtqg.steering.tasks import FOLLOWS, LATE, OWNERS, STATES, Task, counted
from mtqg.steering.terms import TASK_EVENTS
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.accounts.views import place_name
from mtqg.web.intake.forms import flat, places
from mtqg.web.numbers_in_addresses import number_in
from mtqg.web.steering import reading
from mtqg.web.steering.forms import TaskForm, kept
from mtqg.web.steering.models import DirectingDocuments, SteeringConclusions, SteeringSessions
from mtqg.web.words import t

_LABELS = {
    "progress": "Báo cáo tiến độ",
    "done": "Báo cáo hoàn thành",
    "reopened": "Yêu cầu làm tiếp",
    "extended": "Gia hạn",
    "withdrawn": "Rút nhiệm vụ",
}


def state_chip(task: Task, on: dt.date) -> kit.Chip:
    if task.state == "open":
        return kit.Chip(LATE, "bad") if task.is_late(on) else kit.Chip(STATES["open"], "waiting")
    return kit.Chip(STATES[task.state], "good" if task.state == "done" else "off")


def task_table(found: Iterable[Task], seen: Reader, caption: str = "", empty: str = "Chưa giao việc nào.") -> kit.Table:
    columns = ("Nhiệm vụ", "Giao cho", "Hạn", "Quá (ngày)", "Tình trạng", "Cập nhật gần nhất")

    def row(one: Task) -> tuple[Any, ...]:
        return (
            kit.Link(_short(one.text), reverse("task", args=[one.code])),
            place_name(one.place) + (f" · {one.owner}" if one.owner else ""),
            one.due_now,
            one.late_days(seen.on) or None,
            state_chip(one, seen.on),
            (one.events[-1].note or TASK_EVENTS[one.events[-1].event]) if one.events else "",
        )

    return kit.Table(
        tuple(kit.Column(one, is_number=one == "Quá (ngày)", is_sorted=not caption) for one in columns),
        kit.Made(list(found), row),
        caption=caption,
        empty=empty,
    )


def _short(text: str) -> str:
    return text if len(text) <= 140 else text[:137].rstrip() + "…"


@page("see", title="Nhiệm vụ được giao", nav=("Chỉ đạo", 30))
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    seen, who = access.reader(request), access.person(request)
    every = reading.tasks(seen)
    counts, state, mine = counted(every, seen.on), request.GET.get("state", ""), request.GET.get("who", "")
    account = request.user.get_username()
    found = [one for one in every if _is(one, state, seen.on) and (mine != "me" or one.owner == account)]
    labels = {"open": STATES["open"], "late": LATE, "done": STATES["done"], "withdrawn": STATES["withdrawn"]}
    options = [("", f"{t('Tất cả')} ({len(every)})")]
    options += [(name, f"{t(label)} ({counts[name]})") for name, label in labels.items() if counts[name]]
    choices = [
        kit.Choice("state", "Tình trạng", tuple(options), state),
        kit.Choice("who", "Người thực hiện", (("", "Tất cả"), ("me", "Của tôi")), mine),
    ]
    table = task_table(found, seen, empty="Không có nhiệm vụ nào như vậy." if every else "Chưa giao nhiệm vụ nào.")
    context = {"table": table.sorted_as(request.GET), "choices": choices, "may_steer": who.may("steer")}
    return render(request, "steering/tasks.html", context)


def _is(one: Task, state: str, on: dt.date) -> bool:
    if state == "late":
        return one.state == "open" and one.is_late(on)
    if state == "open":
        return one.state == "open" and not one.is_late(on)
    return not state or one.state == state


@page("steer", title="Giao nhiệm vụ")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Give a task: by a conclusion of a session, by a document, or by itself."""
    who = access.person(request)
    asked = request.POST or request.GET
    source, told = _source(request, asked)
    initial = {"code": fresh_code("NV"), **{name: asked.get(name, "") for name in source}}
    initial["text"] = told.get("text", "")
    form = TaskForm(who, _accounts(who), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _assigned(request, form.cleaned_data, told)
        except Refused as refused:
            return kept(request, form, refused, button="Giao", told=told.get("said", ""))
        messages.success(request, t("Đã giao nhiệm vụ."))
        return redirect("task", form.cleaned_data["code"])
    return render(request, "steering/form.html", {"form": form, "button": "Giao", "told": told.get("said", "")})


def _accounts(who: access.Person) -> dict[str, str]:
    return reading.accounts_at([*(code for code, _ in flat(places(who, "steer"))), WHOLE])


def _source(request: HttpRequest, asked: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    """What the task comes from, with what is shown of it; "not found" where it is not in reach."""
    seen = access.reader(request)
    if asked.get("session"):
        rows = seen.handed_down(SteeringConclusions).filter(session_code=asked["session"])
        row = rows.filter(conclusion_no=number_in(asked.get("conclusion", ""))).first()
        if row is None:
            return (), {}
        held = seen.handed_down(SteeringSessions).get(session_code=row.session_code)
        said = t("Theo kết luận số {n}, phiên họp ngày {day}.", n=row.conclusion_no, day=kit.shown(held.day))
        kept = {"session_code": row.session_code, "conclusion_no": row.conclusion_no, "at": row.locality_code}
        return ("session", "conclusion"), {**kept, "text": row.text, "said": said}
    if asked.get("document"):
        row = reading.row_of(seen.handed_down(DirectingDocuments), asked["document"])
        kept = {name: getattr(row, name) for name in ("document_number", "document_issuer", "signed_on")}
        return ("document",), {**kept, "text": "", "said": t("Theo văn bản {number}.", number=row.document_number)}
    return (), {}


def _assigned(request: HttpRequest, said: dict[str, Any], told: dict[str, Any]) -> None:
    who, place, owner = access.person(request), said["place"], said["owner"] or None
    if owner and not _holds_role(owner, place):
        raise Refused(NO_SUCH_PERSON.at(given=owner))
    row = {
        **{name: value for name, value in told.items() if name not in ("text", "said", "at")},
        "task_code": said["code"],
        "locality_code": place,
        "text": said["text"],
        "owner_account": owner,
        "assigned_at": _assigner(who, place),
        "day": access.today(),
        "due_on": said["due"],
    }
    with access.act(request, "task.assign", at=place) as act:
        actions.assign_task(act.inner, row, origin=act.origin)


def _holds_role(account: str, place: str) -> bool:
    from mtqg.web.accounts.models import User

    user = User.objects.filter(username=account, is_active=True).first()
    return user is not None and access.Person(user, access.today()).role_at("see", place) is not None


def _assigner(who: access.Person, place: str) -> str:
    """The unit in whose name the task is given: that of the role by which it is."""
    role = who.role_at("steer", place)
    held = [one.place for one in who.grants if one.role == role and place in access.reach(one.place, who.on)]
    return next((one for one in held if one != WHOLE), WHOLE)


@page("see", title="Nhiệm vụ")
@require_GET
def task(request: HttpRequest, code: str) -> HttpResponse:
    seen = access.reader(request)
    one = reading.task(seen, code)
    return render(
        request,
        "steering/task.html",
        {
            "one": one,
            "place": place_name(one.place),
            "assigned_at": place_name(one.assigned_at),
            "state": state_chip(one, seen.on),
            "late": one.late_days(seen.on),
            "steps": _steps(request, one),
            "history": [
                kit.Happened(each.day, each.acted_by, _what(each), each.note or "") for each in reversed(one.events)
            ],
            "today": seen.on,
        },
    )


def _what(event: Any) -> str:
    until = t(", hạn mới {day}", day=kit.shown(event.due_on)) if event.due_on else ""
    return t(TASK_EVENTS[event.event]) + until


def _steps(request: HttpRequest, one: Task) -> list[dict[str, Any]]:
    """What this person may do with the task now."""
    return [
        {"event": event, "label": _LABELS[event], "needs_note": event != "done", "needs_due": event == "extended"}
        for event in FOLLOWS[one.state]
        if _right(request, one, event)
    ]


def _right(request: HttpRequest, one: Task, event: str) -> str:
    """The right by which this person may do it, or "". The task of a person is that person's to report on."""
    who, account = access.person(request), request.user.get_username()
    if event in OWNERS:
        if one.owner:
            return "see" if one.owner == account and who.role_at("see", one.place) else ""
        return "send" if who.role_at("send", one.place) else ""
    at = one.assigned_at
    return "steer" if who.role_at("steer", at) and who.role_at("steer", one.place) else ""


@page("see", title="Cập nhật nhiệm vụ", who="Người được giao và người giao")
@require_POST
def update(request: HttpRequest, code: str) -> HttpResponse:
    """Do the next step, if nobody did another since the page was shown."""
    one = reading.task(access.reader(request), code)
    event, after = request.POST.get("event", ""), request.POST.get("after", "")
    right = _right(request, one, event) if event in TASK_EVENTS else ""
    if not right:
        raise PermissionDenied
    said: dict[str, Any] = {"after": number_in(after), "due": _day(request)}
    note = request.POST.get("note", "").strip()[:2000]
    with access.act(request, f"task.{event}", at=one.place, right=right) as act:
        actions.task_event(act.inner, one, event, origin=act.origin, note=note, **said)
    messages.success(request, t("Đã ghi: {what}.", what=t(TASK_EVENTS[event])))
    return redirect("task", code)


def _day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.POST.get("due", ""))
    except ValueError:
        return None
