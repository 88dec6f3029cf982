"""People and their roles: what the administrator does, and what leaders lend. Each is an act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.roles import Grant
from mtqg.access.terms import ROLES, WHOLE
from mtqg.core.errors import Refused
from mtqg.web import access, acts, kit
from mtqg.web.access import page
from mtqg.web.accounts import actions
from mtqg.web.accounts.forms import DelegateForm, EmailForm, EndForm, GrantForm, PersonForm, StopForm
from mtqg.web.accounts.models import RoleGrants, User
from mtqg.web.accounts.views import place_name
from mtqg.web.words import t


@page("people", title="Người dùng", nav=("Quản trị", 10))
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    seen = _scope(request)
    held: dict[str, list[str]] = {}
    for one in RoleGrants.objects.filter(ended_by=None).order_by("role"):
        if one.ends_on is None or one.ends_on >= access.today():
            held.setdefault(one.account, []).append(f"{t(ROLES[one.role])}, {place_name(one.locality_code)}")
    heads = ("Tài khoản", "Họ tên", "Vai trò", "Đăng nhập gần nhất", "Tình trạng")
    columns = tuple(map(kit.Column, heads))
    rows = [
        (
            kit.Link(one.username, reverse("person", args=[one.username])),
            one.get_full_name(),
            "; ".join(held.get(one.username, ())),
            one.last_login,
            "" if one.is_active else kit.Chip("ngừng dùng", "off"),
        )
        for one in User.objects.order_by("username")
        if seen.is_whole or _lies_in(one.username, seen)
    ]
    return render(request, "accounts/people.html", {"table": kit.Table(columns, rows).sorted_as(request.GET)})


@page("people", title="Thêm người dùng")
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password, name = actions.one_time_password(), form.cleaned_data["account"]
        try:
            with acts.begin(by=request.user, verb="account.create", role="administrator") as act:
                made = actions.create_account(act, name, full_name=form.cleaned_data["full_name"], password=password)
                if form.cleaned_data["email"]:
                    actions.set_email(act, made, form.cleaned_data["email"])
        except Refused as refused:
            _told(form, refused)
        else:
            return render(request, "accounts/password_given.html", {"account": name, "password": password})
    return render(request, "accounts/form.html", {"form": form, "button": "Tạo tài khoản"})


@page("people", title="Một người dùng")
@require_GET
def one_person(request: HttpRequest, account: str) -> HttpResponse:
    user = _user(request, account)
    return _person(request, user, GrantForm(initial={"day": access.today()}))


@page("people", title="Cấp vai trò")
@require_POST
def grant_role(request: HttpRequest, account: str) -> HttpResponse:
    user, form = _user(request, account), GrantForm(request.POST)
    if user == request.user:
        raise PermissionDenied
    if not form.is_valid():
        return _person(request, user, form)
    given = form.cleaned_data
    _must_reach(request, given["place"])
    grant = Grant(account, given["role"], given["place"], given["day"], given["ends_on"])
    try:
        with access.act(request, "role.grant", at=grant.place, why=given["why"]) as act:
            actions.grant_role(act, grant)
    except Refused as refused:
        _told(form, refused)
        return _person(request, user, form)
    messages.success(request, t("Đã cấp vai trò."))
    return redirect("person", account)


@page("people", title="Kết thúc vai trò")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_role(request: HttpRequest, account: str) -> HttpResponse:
    """End a role: at once, or by a last day. Whoever held it is without it from their next request on."""
    user = _user(request, account)
    asked = request.POST.get("row") or request.GET.get("row") or "0"
    row = RoleGrants.objects.filter(pk=_row_id(asked), account=account, ended_by=None).first()
    if row is None:
        raise Http404
    _must_reach(request, row.locality_code)
    if user == request.user:
        raise PermissionDenied
    form = EndForm(request.POST or None, initial={"last_day": _yesterday()})
    if request.method == "POST" and form.is_valid() and _revoked(request, form, row):
        messages.success(request, t("Đã kết thúc vai trò."))
        return redirect("person", account)
    said = {
        "form": form,
        "account": user,
        "row": row,
        "role": t(ROLES[row.role]),
        "where": place_name(row.locality_code),
    }
    return render(request, "accounts/end_role.html", said, status=400 if request.method == "POST" else 200)


def _revoked(request: HttpRequest, form: EndForm, row: Any) -> bool:
    said = form.cleaned_data
    try:
        with access.act(request, "role.revoke", at=row.locality_code, why=said["why"]) as act:
            actions.revoke_role(act, row.pk, row.account, last_day=said["last_day"])
    except Refused as refused:
        _told(form, refused)
        return False
    return True


def _row_id(asked: str) -> int:
    return int(asked) if asked.isdecimal() and len(asked) < 16 else 0


def _yesterday() -> dt.date:
    return access.today() - dt.timedelta(days=1)


@page("people", title="Ngừng dùng, mở lại tài khoản")
@require_POST
def stop_person(request: HttpRequest, account: str) -> HttpResponse:
    """Stop an account with all its roles and sessions, or open it again without any: what the page offered."""
    user, form, wanted = _user(request, account), StopForm(request.POST), request.POST.get("do", "")
    if wanted not in ("stop", "open"):
        raise Http404
    if user == request.user:
        raise PermissionDenied
    if not form.is_valid():
        return _person(request, user, GrantForm(initial={"day": access.today()}), stop=form, status=400)
    why = form.cleaned_data["why"]
    if wanted == "open":
        with acts.begin(by=request.user, verb="account.open", role="administrator", why=why) as act:
            password = actions.open_account(act, user)
        return render(request, "accounts/password_given.html", {"account": account, "password": password})
    with acts.begin(by=request.user, verb="account.stop", role="administrator", why=why) as act:
        ended = actions.stop_account(act, user)
    messages.success(request, t("Đã ngừng tài khoản; {n} vai trò kết thúc.", n=ended))
    return redirect("person", account)


@page("people", title="Đặt thư điện tử")
@require_POST
def email_person(request: HttpRequest, account: str) -> HttpResponse:
    user, form = _user(request, account), EmailForm(request.POST)
    if form.is_valid():
        with acts.begin(by=request.user, verb="account.email", role="administrator") as act:
            actions.set_email(act, user, form.cleaned_data["email"])
        messages.success(request, t("Đã ghi."))
        return redirect("person", account)
    return _person(request, user, GrantForm(initial={"day": access.today()}), email=form, status=400)


@page("people", title="Đặt lại mật khẩu")
@require_POST
def reset_person(request: HttpRequest, account: str) -> HttpResponse:
    user = _user(request, account)
    if user == request.user:
        raise PermissionDenied
    with acts.begin(by=request.user, verb="account.reset", role="administrator") as act:
        password = actions.reset_account(act, user)
    return render(request, "accounts/password_given.html", {"account": account, "password": password})


@page("delegate", title="Ủy quyền", nav=("Quản trị", 20))
@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest) -> HttpResponse:
    who = access.person(request)
    form = DelegateForm(who, request.POST or None, initial={"day": access.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        role, place = given["own"].split("|")
        grant = Grant(given["account"], role, place, given["day"], given["ends_on"], request.user.get_username())
        try:
            with access.act(request, "role.delegate", at=place, why=given["why"]) as act:
                actions.grant_role(act, grant)
        except Refused as refused:
            _told(form, refused)
        else:
            messages.success(request, t("Đã ủy quyền."))
            return redirect("delegate")
    lent = RoleGrants.objects.filter(ended_by=None, delegated_by=request.user.get_username()).order_by("-day")
    columns = (
        *map(kit.Column, ("Cho", "Vai trò", "Nơi", "Từ ngày", "Đến hết ngày")),
        kit.Column("", is_sorted=False),
    )
    rows = [
        (
            one.account,
            t(ROLES[one.role]),
            place_name(one.locality_code),
            one.day,
            one.ends_on,
            kit.Button("Thôi ủy quyền", reverse("take_back"), (("row", str(one.pk)),)) if _is_open(one) else "",
        )
        for one in lent
    ]
    table = kit.Table(columns, rows, caption="Đã ủy quyền", empty="Chưa ủy quyền cho ai.")
    return render(request, "accounts/delegate.html", {"form": form, "table": table.sorted_as(request.GET)})


@page("delegate", title="Thôi ủy quyền", who="Chỉ người đã ủy quyền")
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """End at once a role that one has lent."""
    asked = request.POST.get("row", "0")
    own = RoleGrants.objects.filter(ended_by=None, delegated_by=request.user.get_username())
    row = own.filter(pk=_row_id(asked)).first()
    if row is None:
        raise Http404
    with access.act(request, "role.revoke", at=row.locality_code, why=t("Thôi ủy quyền")) as act:
        actions.revoke_role(act, row.pk, row.account, last_day=_yesterday())
    messages.success(request, t("Đã kết thúc vai trò."))
    return redirect("delegate")


def _person(
    request: HttpRequest,
    user: User,
    form: GrantForm,
    *,
    stop: StopForm | None = None,
    email: EmailForm | None = None,
    status: int = 200,
) -> HttpResponse:
    grants = RoleGrants.objects.filter(ended_by=None, account=user.username).order_by("-day")
    address = reverse("revoke_role", args=[user.username])
    rows = [
        (
            t(ROLES[one.role]),
            place_name(one.locality_code),
            one.day,
            one.ends_on,
            one.delegated_by,
            kit.Link(t("Kết thúc"), f"{address}?row={one.pk}") if _is_open(one) and user != request.user else "",
        )
        for one in grants
    ]
    columns = (
        *map(kit.Column, ("Vai trò", "Nơi", "Từ ngày", "Đến hết ngày", "Ủy quyền của")),
        kit.Column("", is_sorted=False),
    )
    table = kit.Table(columns, rows, caption="Vai trò", empty="Chưa có vai trò nào: cấp ở dưới.")
    shown = {
        "account": user,
        "form": form,
        "table": table.sorted_as(request.GET),
        "is_self": user == request.user,
        "stop": stop or StopForm(auto_id="stop_%s"),
        "email": email or EmailForm(auto_id="email_%s", initial={"email": user.email}),
    }
    return render(request, "accounts/person.html", shown, status=status)


def _is_open(row: Any) -> bool:
    return row.ends_on is None or row.ends_on >= access.today()


def _scope(request: HttpRequest) -> Any:
    return access.person(request).scope("people")


def _user(request: HttpRequest, account: str) -> User:
    """An account that this administrator looks after; one answer for "not yours" and "no such"."""
    seen = _scope(request)
    user = User.objects.filter(username=account).first()
    if user is None or not (seen.is_whole or _lies_in(account, seen)):
        raise Http404
    return user


def _lies_in(account: str, seen: Any) -> bool:
    """Whether everything that an account holds lies in a scope, so that whoever has it may look after the account."""
    held = [one.locality_code for one in RoleGrants.objects.filter(ended_by=None, account=account)]
    return all(code != WHOLE and code in seen for code in held)


def _must_reach(request: HttpRequest, place: str) -> None:
    seen = _scope(request)
    if not seen.is_whole and (place == WHOLE or place not in seen):
        raise PermissionDenied


def _told(form: forms.Form, refused: Refused) -> None:
    for problem in refused.problems:
        form.add_error(None, f"{problem.message} {problem.remedy}")
