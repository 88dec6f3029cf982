"""People and their roles: what the administrator does, and what leaders lend. Each is an act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.roles import Grant
from mtqg.access.terms import RIGHTS, ROLES, WHOLE
from mtqg.core.errors import Refused
from mtqg.web import access, acts, kit
from mtqg.web.access import page
from mtqg.web.accounts import actions
from mtqg.web.accounts.models import RoleGrants, User
from mtqg.web.accounts.views import place_name
from mtqg.web.words import t

_NAME = RegexValidator(r"^[a-z0-9][a-z0-9._-]{1,59}$", "Chữ thường không dấu, số, dấu chấm, gạch; từ 2 ký tự.")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonForm(forms.Form):
    """A new account."""

    account = forms.CharField(label="Tài khoản", validators=[_NAME], help_text="Chữ thường không dấu, ví dụ: nguyen.an")
    full_name = forms.CharField(label="Họ tên", max_length=150)


class GrantForm(forms.Form):
    """A role at a place for some days."""

    role = forms.ChoiceField(label="Vai trò")
    place = forms.CharField(label="Mã đơn vị hành chính", help_text="Mã xã hoặc tỉnh; * là toàn bộ.", max_length=20)
    day = forms.DateField(label="Từ ngày", widget=_DAY)
    ends_on = forms.DateField(label="Đến hết ngày", widget=_DAY, required=False)
    why = forms.CharField(label="Căn cứ, lý do", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(name, t(label)) for name, label in ROLES.items()]


class DelegateForm(forms.Form):
    """A role of one's own for somebody else, until a day."""

    own = forms.ChoiceField(label="Vai trò của tôi")
    account = forms.CharField(label="Tài khoản nhận ủy quyền")
    day = forms.DateField(label="Từ ngày", widget=_DAY)
    ends_on = forms.DateField(label="Đến hết ngày", widget=_DAY)
    why = forms.CharField(label="Căn cứ, lý do", max_length=300)

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].choices = [
            (f"{one.role}|{one.place}", f"{t(ROLES[one.role])}, {place_name(one.place)}")
            for one in who.grants
            if one.delegated_by is None and one.role in RIGHTS["delegate"][1]
        ]


@page("people", title="Người dùng", nav=("Quản trị", 10))
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    seen = _scope(request)
    held: dict[str, list[str]] = {}
    for one in RoleGrants.objects.filter(ended_by=None).order_by("role"):
        if one.ends_on is None or one.ends_on >= access.today():
            held.setdefault(one.account, []).append(f"{t(ROLES[one.role])}, {place_name(one.locality_code)}")
    columns = (kit.Column("Tài khoản"), kit.Column("Họ tên"), kit.Column("Vai trò"), kit.Column("Đăng nhập gần nhất"))
    rows = [
        (
            kit.Link(one.username, reverse("person", args=[one.username])),
            one.get_full_name(),
            "; ".join(held.get(one.username, ())),
            one.last_login,
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
                actions.create_account(act, name, full_name=form.cleaned_data["full_name"], password=password)
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


@page("people", title="Thu hồi vai trò")
@require_POST
def revoke_role(request: HttpRequest, account: str) -> HttpResponse:
    user = _user(request, account)
    row = RoleGrants.objects.filter(pk=request.POST.get("row") or 0, account=account, ended_by=None).first()
    if row is None:
        raise Http404
    _must_reach(request, row.locality_code)
    if user == request.user:
        raise PermissionDenied
    with access.act(request, "role.revoke", at=row.locality_code) as act:
        actions.revoke_role(act, row.pk, account, last_day=access.today() - dt.timedelta(days=1))
    messages.success(request, t("Đã thu hồi vai trò."))
    return redirect("person", account)


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
        kit.Column("Cho"),
        kit.Column("Vai trò"),
        kit.Column("Nơi"),
        kit.Column("Từ ngày"),
        kit.Column("Đến hết ngày"),
    )
    rows = [(one.account, t(ROLES[one.role]), place_name(one.locality_code), one.day, one.ends_on) for one in lent]
    table = kit.Table(columns, rows, caption="Đã ủy quyền", empty="Chưa ủy quyền cho ai.")
    return render(request, "accounts/delegate.html", {"form": form, "table": table.sorted_as(request.GET)})


def _person(request: HttpRequest, user: User, form: GrantForm) -> HttpResponse:
    grants = RoleGrants.objects.filter(ended_by=None, account=user.username).order_by("-day")
    address = reverse("revoke_role", args=[user.username])
    rows = [
        (
            t(ROLES[one.role]),
            place_name(one.locality_code),
            one.day,
            one.ends_on,
            one.delegated_by,
            kit.Button("Thu hồi", address, (("row", str(one.pk)),)) if _is_open(one) and user != request.user else "",
        )
        for one in grants
    ]
    columns = (
        *map(kit.Column, ("Vai trò", "Nơi", "Từ ngày", "Đến hết ngày", "Ủy quyền của")),
        kit.Column("", is_sorted=False),
    )
    table = kit.Table(columns, rows, caption="Vai trò", empty="Chưa có vai trò nào: cấp ở dưới.")
    shown = {"account": user, "form": form, "table": table.sorted_as(request.GET), "is_self": user == request.user}
    return render(request, "accounts/person.html", shown)


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
