"""Work after a merger: what still stands at each ended unit, what a person decides of it, and what was decided."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.terms import RIGHTS, ROLES
from mtqg.core.errors import Problem, Refused
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.accounts.work import Part
from mtqg.web.acts.models import Act
from mtqg.web.intake.views import place_told
from mtqg.web.submissions.mergers import KINDS, Ended, Left, day_of, one_of, work
from mtqg.web.submissions.problems import CHANGED
from mtqg.web.words import t

_END = "end"
_CARRIED, _STOPPED = "merger.carry", "merger.end"


class DecideForm(forms.Form):
    """To which successor, or to no one; and why."""

    to = forms.ChoiceField(label="Quyết định", widget=forms.RadioSelect)
    why = forms.CharField(label="Lý do, căn cứ", max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, unit: Ended, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carried = [(one.code, t("Chuyển về {place}", place=f"{one.name} ({one.code})")) for one in unit.successors]
        self.fields["to"].choices = [*carried, (_END, t("Kết thúc, không chuyển"))]  # type: ignore[attr-defined]


@page("merge", title="Việc khi sáp nhập", nav=("Số liệu", 24))
@require_GET
def mergers(request: HttpRequest) -> HttpResponse:
    who = access.person(request)
    units = [
        {"unit": unit, "table": _table(who, unit, left), "shown": [_shown(one) for one in left if _may(who, one)]}
        for unit, left in work(who)
    ]
    return render(request, "submissions/mergers.html", {"units": units, "done": _done(who)})


@page("merge", title="Chuyển hoặc kết thúc một việc của đơn vị cũ")
@require_http_methods(["GET", "HEAD", "POST"])
def merger(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Decide of one thing. Somebody may have been quicker, or pressed twice: then there is nothing left to decide."""
    who = access.person(request)
    found = one_of(who, kind, key)
    if found is None and request.method == "POST" and kind in KINDS:
        messages.info(request, t("Việc này không còn ở đơn vị cũ: đã có người xử lý."))
        return redirect("mergers")
    if found is None or found[1].blocked:
        raise Http404
    unit, one = found
    if who.role_at(KINDS[kind][1], one.place) is None:
        raise PermissionDenied
    form = DecideForm(unit, request.POST or None, initial={"seen": one.seen})
    if request.method == "POST" and form.is_valid():
        if not (against := _decided(request, Decision(**form.cleaned_data), unit, one)):
            messages.success(request, t("Đã ghi."))
            return redirect("mergers")
        for problem in against:
            form.add_error(None, f"{problem.message} {problem.remedy}")
    shown = {"form": form, "unit": unit, "day": _day(unit), "kind": KINDS[kind][0], "one": one}
    return render(request, "submissions/merger.html", shown, status=400 if request.method == "POST" else 200)


@page("merge", title="Chuyển mọi việc của đơn vị cũ")
@require_POST
def all_of_a_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Decide alike of everything that was shown and that this person may decide: an act for each.

    What came or changed since it was shown waits, and so does what the rules refuse; both are told.
    """
    who, done = access.person(request), 0
    shown = set(request.POST.getlist("shown"))
    found = [(unit, left) for unit, left in work(who) if unit.code == code]
    if not found:
        messages.info(request, t("Việc này không còn ở đơn vị cũ: đã có người xử lý."))
    for unit, left in found:
        form = DecideForm(unit, {**request.POST.dict(), "seen": "-"})
        if not form.is_valid() or form.cleaned_data["to"] == _END:
            messages.error(request, t("Chọn đơn vị kế tiếp và ghi lý do."))
            return redirect("mergers")
        for one in left:
            if _shown(one) in shown and _may(who, one):
                against = _decided(request, Decision(**{**form.cleaned_data, "seen": one.seen}), unit, one)
                done += not against
                for problem in against:
                    messages.warning(request, f"{one.what}: {problem.message} {problem.remedy}")
    if done:
        messages.success(request, t("Đã chuyển {n} việc.", n=done))
    return redirect("mergers")


@dataclass(frozen=True)
class Decision:
    """To which unit, or _END; why; and the state of the thing that was looked at."""

    to: str
    why: str
    seen: str


def _decided(request: HttpRequest, said: Decision, unit: Ended, one: Left) -> list[Problem]:
    """Do what was decided of one thing as an act; what stands against it, where it is refused."""
    from mtqg.web.submissions.merger_actions import DO

    to = "" if said.to == _END else said.to
    # Documents are mended where their act stands, so their act stands at the successor.
    at = to if to and one.kind == "papers" else one.place
    verb = _CARRIED if to else _STOPPED
    try:
        with access.act(request, verb, at=at, why=said.why, right=KINDS[one.kind][1]) as act:
            again = one_of(access.person(request), one.kind, one.key)
            if again is None or again[1].seen != said.seen:
                raise Refused(CHANGED.at(given=one.what))
            DO[one.kind](act, one, to)
            act.note(unit=unit.code, unit_name=unit.name, unit_day=one.day.isoformat())
            act.note(kind=one.kind, what=one.what, to=to)
    except Refused as refused:
        return list(refused.problems)
    return []


def _shown(one: Left) -> str:
    return f"{one.kind}|{one.key}|{one.seen}"


def parts(who: access.Person) -> list[Part]:
    """For the page of one's work: the ended units at which something still stands that this person may decide."""
    if not who.may("merge"):
        return []
    found = [(unit, [one for one in left if _may(who, one)]) for unit, left in work(who)]
    rows = [
        (kit.Link(f"{unit.name} ({unit.code})", reverse("mergers")), _day(unit), len(left))
        for unit, left in found
        if left
    ]
    columns = (
        kit.Column("Đơn vị cũ", is_sorted=False),
        kit.Column("Kết thúc ngày", is_sorted=False),
        kit.Column("Việc còn lại", is_number=True, is_sorted=False),
    )
    return [Part("Việc khi sáp nhập", kit.Table(columns, rows, caption="Việc khi sáp nhập"))]


def _may(who: access.Person, one: Left) -> bool:
    return not one.blocked and who.role_at(KINDS[one.kind][1], one.place) is not None


def _day(unit: Ended) -> dt.date:
    return dt.date.fromisoformat(unit.day)


def _table(who: access.Person, unit: Ended, left: list[Left]) -> kit.Table:
    columns = tuple(kit.Column(one, is_sorted=False) for one in ("Loại", "Việc", "Ngày", "Xử lý"))
    rows = [(t(KINDS[one.kind][0]), one.what, one.day, _way(who, one)) for one in left]
    successors = ", ".join(f"{one.name} ({one.code})" for one in unit.successors) or t("không có đơn vị kế tiếp")
    caption = t(
        "{name} ({code}), kết thúc ngày {day}, {document}; nay là {successors}",
        name=unit.name,
        code=unit.code,
        day=f"{_day(unit):%d/%m/%Y}",
        document=unit.document,
        successors=successors,
    )
    return kit.Table(columns, rows, caption=caption)


def _way(who: access.Person, one: Left) -> Any:
    if one.blocked:
        return t(one.blocked)
    if _may(who, one):
        return kit.Link(t("Chuyển hoặc kết thúc"), reverse("merger", args=[one.kind, one.key]))
    roles = ", ".join(t(ROLES[name]) for name in RIGHTS[KINDS[one.kind][1]][1])
    return t("Việc của: {roles}.", roles=roles)


def _done(who: access.Person) -> kit.Table:
    """What was decided at units of these places, the newest first."""
    scope = who.scope("merge")
    rows = []
    for act in Act.objects.filter(verb__in=(_CARRIED, _STOPPED), n__isnull=False).order_by("-n"):
        said = json.loads(act.payload)
        if not scope.holds(said["unit"], dt.date.fromisoformat(said["unit_day"])):
            continue
        done = t("Chuyển về {place}", place=place_told(said["to"])) if said["to"] else t("Kết thúc, không chuyển")
        about = f"{t(KINDS[said['kind']][0])}: {said['what']}"
        unit = f"{said['unit_name']} ({said['unit']})"
        rows.append((day_of(dt.datetime.fromisoformat(act.at)), unit, about, done, act.why, act.by))
    heads = ("Ngày", "Đơn vị cũ", "Việc", "Quyết định", "Lý do", "Người thực hiện")
    columns = tuple(kit.Column(one, is_sorted=False) for one in heads)
    return kit.Table(columns, rows, caption="Đã xử lý", empty="Chưa xử lý việc nào.")
