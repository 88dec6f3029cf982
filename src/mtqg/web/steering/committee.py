"""The committee of a place: its members, its sessions, and what a session concluded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.core.errors import Refused
from mtqg.core.register.entering import fresh_code
from mtqg.steering import actions
from mtqg.steering.problems import ENDS_BEFORE, NO_TEXT
from mtqg.steering.terms import COMMITTEE_ROLES
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.accounts.views import place_name
from mtqg.web.steering import reading
from mtqg.web.steering.forms import MemberForm, SessionForm, day_field, kept
from mtqg.web.steering.models import SteeringConclusions, SteeringMembers, SteeringSessions
from mtqg.web.steering.task_views import task_table
from mtqg.web.words import t

_ORDER = list(COMMITTEE_ROLES)


@page("see", title="Ban chỉ đạo", nav=("Chỉ đạo", 20))
@require_GET
def committee(request: HttpRequest) -> HttpResponse:
    """Who is in the committees in reach (and in those above), and the sessions they held."""
    seen, who = access.reader(request), access.person(request)
    return render(
        request,
        "steering/committee.html",
        {
            "members": _members(seen, who),
            "sessions": _sessions(seen, who),
            "may_steer": who.may("steer"),
        },
    )


def _members(seen: Reader, who: access.Person) -> kit.Table:
    rows = [
        one
        for one in seen.handed_down(SteeringMembers).select_related("added_by")
        if one.ends_on is None or one.ends_on >= seen.on
    ]
    rows.sort(key=lambda one: (one.locality_code, _ORDER.index(one.committee_role), one.member_name))
    lines = [
        (
            kit.Link(one.member_name, reverse("member_end", args=[reading.row_id(one)]))
            if who.role_at("steer", one.locality_code)
            else one.member_name,
            t(COMMITTEE_ROLES[one.committee_role]),
            one.position,
            place_name(one.locality_code),
            one.day,
            one.ends_on,
        )
        for one in rows
    ]
    columns = ("Họ tên", "Vai trò", "Chức vụ", "Ban chỉ đạo của", "Từ ngày", "Đến hết ngày")
    link = kit.Link("Thêm thành viên", reverse("member_add")) if who.may("steer") else None
    return kit.Table(
        tuple(kit.Column(one, is_sorted=False) for one in columns),
        lines,
        caption="Thành viên đang tham gia",
        empty="Chưa ghi thành viên nào.",
        empty_to=link,
    )


def _sessions(seen: Reader, who: access.Person) -> kit.Table:
    rows = seen.handed_down(SteeringSessions).order_by("-day", "-pk")
    conclusions: dict[str, int] = {}
    for one in seen.handed_down(SteeringConclusions):
        conclusions[one.session_code] = conclusions.get(one.session_code, 0) + 1
    lines = [
        (
            kit.Link(kit.shown(one.day), reverse("session", args=[one.session_code])),
            place_name(one.locality_code),
            one.chair,
            one.agenda,
            conclusions.get(one.session_code, 0),
        )
        for one in rows
    ]
    columns = ("Ngày họp", "Ban chỉ đạo của", "Chủ trì", "Nội dung", "Số kết luận")
    link = kit.Link("Thêm phiên họp", reverse("session_add")) if who.may("steer") else None
    return kit.Table(
        tuple(kit.Column(one, is_number=one == "Số kết luận", is_sorted=False) for one in columns),
        lines,
        caption="Các phiên họp",
        empty="Chưa ghi phiên họp nào.",
        empty_to=link,
    )


@page("steer", title="Thêm thành viên ban chỉ đạo")
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: HttpRequest) -> HttpResponse:
    form = MemberForm(access.person(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = {**said, "locality_code": said["place"], "ends_on": None}
        try:
            with access.act(request, "committee.member", at=said["place"]) as act:
                actions.add_member(act.inner, row, origin=act.origin)
        except Refused as refused:
            return kept(request, form, refused, button="Ghi")
        messages.success(request, t("Đã ghi {name}.", name=said["member_name"]))
        return redirect("committee")
    import_to = reverse("intake") if access.person(request).may("enter") else ""
    return render(request, "steering/form.html", {"form": form, "button": "Ghi", "import_to": import_to})


@page("steer", title="Thôi tham gia ban chỉ đạo")
@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: HttpRequest, id: str) -> HttpResponse:
    """Write the last day of a member: the line is ended and added with it, as every correction is."""
    row = reading.row_of(access.reader(request).rows(SteeringMembers).select_related("added_by"), id)
    if request.method == "POST":
        last = _day(request.POST.get("day", ""))
        if last < row.day:
            raise Refused(ENDS_BEFORE.at("", kit.shown(last), day=kit.shown(row.day)))
        fresh = {column.name: getattr(row, column.name) for column in SteeringMembers.table.columns}
        with access.act(request, "committee.member.end", at=row.locality_code) as act:
            act.end(row)
            act.add(SteeringMembers(**{**fresh, "ends_on": last}))
        messages.success(request, t("Đã ghi {name}.", name=row.member_name))
        return redirect("committee")
    return render(request, "steering/member.html", {"row": row, "role": COMMITTEE_ROLES[row.committee_role]})


def _day(text: str) -> Any:
    try:
        return day_field("").clean(text)
    except Exception:
        raise Refused(NO_TEXT.at(given=t("Ngày"))) from None


@page("steer", title="Thêm phiên họp")
@require_http_methods(["GET", "HEAD", "POST"])
def session_add(request: HttpRequest) -> HttpResponse:
    form = SessionForm(access.person(request), request.POST or None, initial={"code": fresh_code("PH")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = {**said, "session_code": said["code"], "locality_code": said["place"]}
        try:
            with access.act(request, "committee.session", at=said["place"]) as act:
                actions.add_session(act.inner, row, origin=act.origin)
        except Refused as refused:
            return kept(request, form, refused, button="Ghi")
        return redirect("session", said["code"])
    return render(request, "steering/form.html", {"form": form, "button": "Ghi"})


@page("see", title="Phiên họp ban chỉ đạo")
@require_GET
def session(request: HttpRequest, code: str) -> HttpResponse:
    """A session with its conclusions, each with the tasks that were given by it."""
    seen, who = access.reader(request), access.person(request)
    row = _session(seen, code)
    may_steer = who.role_at("steer", row.locality_code) is not None
    given = reading.tasks(seen, session_code=code)
    conclusions = [
        {
            "row": one,
            "tasks": task_table([each for each in given if each.conclusion == one.conclusion_no], seen)
            if any(each.conclusion == one.conclusion_no for each in given)
            else None,
        }
        for one in seen.handed_down(SteeringConclusions).filter(session_code=code).order_by("conclusion_no")
    ]
    return render(
        request,
        "steering/session.html",
        {
            "row": row,
            "place": place_name(row.locality_code),
            "conclusions": conclusions,
            "next": len(conclusions) + 1,
            "may_steer": may_steer,
        },
    )


@page("steer", title="Thêm kết luận")
@require_POST
def conclusion_add(request: HttpRequest, code: str) -> HttpResponse:
    row = _session(access.reader(request), code)
    number = request.POST.get("number", "")
    if not number.isdecimal() or len(number) > 4 or int(number) < 1:
        raise Http404
    said = {"session_code": code, "conclusion_no": int(number), "locality_code": row.locality_code, "day": row.day}
    with access.act(request, "committee.conclusion", at=row.locality_code) as act:
        actions.add_conclusion(act.inner, {**said, "text": request.POST.get("text", "")[:2000]}, origin=act.origin)
    return redirect("session", code)


def _session(seen: Reader, code: str) -> Any:
    found = seen.handed_down(SteeringSessions).filter(session_code=code).first()
    if found is None:
        raise Http404
    return found
