"""Signing in and out, one's password, one's second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from mtqg.access.terms import PUBLIC, SIGNED_IN
from mtqg.web import acts, problem_pages
from mtqg.web.access import page
from mtqg.web.accounts import actions, factor
from mtqg.web.accounts.models import User
from mtqg.web.api import tokens
from mtqg.web.middleware import VERIFIED
from mtqg.web.words import t

WAITING = "account_waiting"  # who gave a right password and has not shown the second factor yet


class SignInForm(AuthenticationForm):
    """Name and password, with a message that does not tell which of the two is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tài khoản"
        self.fields["password"].label = "Mật khẩu"
        self.error_messages = {
            "invalid_login": t("Tài khoản hoặc mật khẩu không đúng."),
            "inactive": t("Tài khoản hoặc mật khẩu không đúng."),
        }


class NewPasswordForm(SetPasswordForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password1"].help_text = t("Một câu dài từ 12 ký tự; không dùng tên tài khoản.")
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""


class OwnPasswordForm(NewPasswordForm):
    """The same, by somebody who knows the present one."""

    now = forms.CharField(label="Mật khẩu hiện nay", strip=False, widget=forms.PasswordInput)
    field_order = ("now", "new_password1", "new_password2")

    def clean_now(self) -> str:
        given: str = self.cleaned_data["now"]
        if not self.user.check_password(given):
            raise forms.ValidationError(t("Mật khẩu hiện nay không đúng."))
        return given


class CodeForm(forms.Form):
    """A code of the second factor, or a spare one."""

    code = forms.CharField(
        label="Mã 6 số",
        max_length=20,
        help_text="Mã trên điện thoại, hoặc một mã dự phòng.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


@page(PUBLIC, title="Đăng nhập")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("work")
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_next(request))
    return render(request, "accounts/sign_in.html", {"form": form}, status=200)


@page(PUBLIC, title="Đăng xuất")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


@page(SIGNED_IN, title="Đổi mật khẩu", may_be_unverified=True)
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    user = request.user
    made = NewPasswordForm if user.must_change_password else OwnPasswordForm
    form = made(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acts.begin(by=user, verb="account.password", role=SIGNED_IN) as act:
            form.save(commit=False)
            user.must_change_password = False
            user.save(update_fields=actions.PASSWORD_FIELDS)
            tokens.revoke_all(act, user.get_username())
            act.note(account=user.get_username())
        update_session_auth_hash(request, user)
        messages.success(request, t("Đã đổi mật khẩu."))
        return redirect("work")
    return render(request, "accounts/password.html", {"form": form})


@page(SIGNED_IN, title="Xác thực hai lớp", may_be_unverified=True)
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set it up where there is none; otherwise ask for a code."""
    user = request.user
    assert isinstance(user, User)
    if user.must_change_password:
        return redirect("change_password")  # whoever set the given password must not set up the factor
    found, secret = factor.begin(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if factor.proves(user, form.cleaned_data["code"]):
            return _proven(request, user, is_new=not found.is_confirmed)
        form.add_error("code", t("Mã không đúng hoặc đã dùng. Chờ mã mới rồi thử lại."))
    shown = {"form": form, "is_new": not found.is_confirmed}
    if not found.is_confirmed:
        shown |= {"picture": factor.picture(factor.address(user, secret)), "secret": factor.written(secret)}
    return render(request, "accounts/second_factor.html", shown)


def _proven(request: HttpRequest, user: User, *, is_new: bool) -> HttpResponse:
    request.session.cycle_key()
    request.session[VERIFIED] = True
    if not is_new:
        return redirect("work")
    with acts.begin(by=user, verb="account.second_factor", role=SIGNED_IN) as act:
        codes = factor.spare_codes(user)
        act.note(account=user.get_username())
    return render(request, "accounts/spare_codes.html", {"codes": codes})


def locked_out(request: HttpRequest, credentials: Any = None, *more: Any, **said: Any) -> HttpResponse:
    """Too many wrong passwords."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    what = t(
        "Nhập sai mật khẩu nhiều lần. Thử lại sau {minutes} phút, hoặc nhờ người quản trị đặt lại.", minutes=minutes
    )
    return problem_pages._shown(request, 429, t("Tạm khóa đăng nhập"), what)


def _next(request: HttpRequest) -> str:
    """Where somebody wanted to go, if it is here."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_here else "work"
