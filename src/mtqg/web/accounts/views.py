"""My work, my account, the language, and personal values that are asked for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from mtqg.access.terms import PUBLIC, ROLES, SIGNED_IN, WHOLE
from mtqg.core.errors import LANGUAGES
from mtqg.web import access, acts, kit
from mtqg.web.access import page
from mtqg.web.accounts import actions
from mtqg.web.accounts import work as waiting
from mtqg.web.accounts.forms import EmailForm
from mtqg.web.middleware import LANGUAGE_COOKIE
from mtqg.web.words import t


@page(SIGNED_IN, title="Việc của tôi", nav=("", 0), who="Chỉ mình bạn")
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    who = access.person(request)
    shown = {
        "parts": waiting.parts(who),
        "progress": waiting.progress_table(waiting.progress(who)),
        "calendar": waiting.calendar(who),
    }
    return render(request, "accounts/work.html", shown)


@page(SIGNED_IN, title="Tài khoản của tôi", who="Chỉ mình bạn")
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    who = access.person(request)
    columns = (
        kit.Column("Vai trò"),
        kit.Column("Nơi"),
        kit.Column("Từ ngày"),
        kit.Column("Đến hết ngày"),
        kit.Column("Ủy quyền của"),
    )
    rows = [(t(ROLES[one.role]), place_name(one.place), one.day, one.ends_on, one.delegated_by) for one in who.grants]
    table = kit.Table(
        columns, rows, caption="Vai trò của tôi", empty="Bạn chưa có vai trò nào. Đề nghị người quản trị cấp vai trò."
    )
    email = EmailForm(initial={"email": request.user.email})  # type: ignore[union-attr]
    return render(request, "accounts/me.html", {"table": table.sorted_as(request.GET), "email": email})


@page(SIGNED_IN, title="Thư điện tử của tôi", who="Chỉ mình bạn")
@require_POST
def own_email(request: HttpRequest) -> HttpResponse:
    """Where one's own reminders go."""
    form = EmailForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/form.html", {"form": form}, status=400)
    with acts.begin(by=request.user, verb="account.email", role=SIGNED_IN) as act:
        actions.set_email(act, request.user, form.cleaned_data["email"])  # type: ignore[arg-type]
    messages.success(request, t("Đã ghi."))
    return redirect("me")


@page(PUBLIC, title="Ngôn ngữ")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wanted if is_here else "/")
    if (chosen := request.POST.get("language")) in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=31_536_000, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


@page("personal", title="Hiện dữ liệu cá nhân")
@require_POST
def reveal(request: HttpRequest) -> HttpResponse:
    """Show a personal value that a page masks. Asking is an act; the value itself stands in none."""
    from mtqg.web.masked import opened

    return render(request, "kit/masked.html", {"masked": opened(request, request.POST.get("token", ""))})


def place_name(code: str) -> str:
    """A place as people call it."""
    if code == WHOLE:
        return t("Toàn bộ")
    found = access.book().version(code, access.today())
    return f"{found.name} ({code})" if found else code
