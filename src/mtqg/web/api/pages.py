"""Pages about the interface: one's own tokens, and what the interface offers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.terms import SIGNED_IN, TOKEN_AREAS
from mtqg.core.errors import Refused
from mtqg.web import access, acts, kit
from mtqg.web.access import page
from mtqg.web.api import tokens
from mtqg.web.api.declaring import ROOT, schema
from mtqg.web.api.tokens import EVERY, LONGEST_DAYS
from mtqg.web.middleware import VERIFIED
from mtqg.web.words import t

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_USUAL_DAYS = 90


class TokenForm(forms.Form):
    """A token to be made."""

    title = forms.CharField(label="Tên khóa", max_length=60, help_text="Chương trình nào dùng, ví dụ: báo cáo tuần.")
    areas = forms.MultipleChoiceField(label="Mở phần", widget=forms.CheckboxSelectMultiple)
    may_write = forms.BooleanField(label="Được ghi (nhập tệp, gửi báo cáo)", required=False)
    ends_on = forms.DateField(label="Đến hết ngày", widget=_DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [(name, t(label)) for name, label in TOKEN_AREAS.items()]
        self.fields["ends_on"].initial = access.today() + dt.timedelta(days=_USUAL_DAYS)

    def clean_ends_on(self) -> dt.date:
        given: dt.date = self.cleaned_data["ends_on"]
        if not access.today() <= given <= access.today() + dt.timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(t("Chọn một ngày từ hôm nay đến {n} ngày nữa.", n=LONGEST_DAYS))
        return given


@page(SIGNED_IN, title="Khóa truy cập", who="Chỉ mình bạn")
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def own_tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens; and a new one, shown this once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with acts.begin(by=request.user, verb="token.make", role=SIGNED_IN) as act:
                verified = bool(request.session.get(VERIFIED))
                secret = tokens.make(act, request.user, is_verified=verified, **said)
        except Refused as refused:
            for problem in refused.problems:
                form.add_error("title", f"{problem.message} {problem.remedy}")
        else:
            return render(request, "api/made.html", {"secret": secret, "title": said["title"]})
    return render(request, "api/tokens.html", {"form": form, "table": _listed(request)})


def _listed(request: HttpRequest) -> kit.Table:
    columns = (
        kit.Column("Tên khóa"),
        kit.Column("Tình trạng"),
        kit.Column("Mở phần"),
        kit.Column("Quyền"),
        kit.Column("Từ ngày"),
        kit.Column("Đến hết ngày"),
        kit.Column("", is_sorted=False),
    )
    today, revoke_at = access.today(), reverse("token_revoke")
    rows = [
        (
            one.title,
            kit.Chip("dùng được", "good") if one.ends_on >= today else kit.Chip("hết hạn", "off"),
            ", ".join(t(TOKEN_AREAS[area]) for area in one.areas.split(",") if area in TOKEN_AREAS),
            t("đọc và ghi") if one.may_write else t("chỉ đọc"),
            one.day,
            one.ends_on,
            kit.Button("Thu hồi", revoke_at, (("token", str(one.pk)),)),
        )
        for one in tokens.of(request.user.get_username()).order_by("-pk")
    ]
    return kit.Table(columns, rows, caption="Khóa của tôi", empty="Bạn chưa có khóa nào.")


@page(SIGNED_IN, title="Thu hồi khóa truy cập", who="Chỉ mình bạn")
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    given = request.POST.get("token", "")
    with acts.begin(by=request.user, verb="token.revoke", role=SIGNED_IN) as act:
        tokens.revoke(act, request.user.get_username(), int(given) if given.isdecimal() and len(given) < 16 else 0)
    messages.success(request, t("Đã thu hồi khóa. Chương trình dùng khóa ấy không vào được nữa."))
    return redirect("tokens")


@page(SIGNED_IN, title="Mô tả giao diện lập trình")
@require_GET
def offered(request: HttpRequest) -> HttpResponse:
    """Every address of the interface in words. Nothing is loaded from anywhere."""
    said = schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in said["paths"].items():
        for method, one in operations.items():
            groups.setdefault(one["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": one["summary"],
                    "description": one.get("description", ""),
                    "right": one["x-right"],
                    "parameters": [_parameter(given) for given in one.get("parameters", ())],
                }
            )
    return render(request, "api/offered.html", {"groups": groups, "schema_at": reverse("api_schema")})


def _parameter(given: dict[str, Any]) -> dict[str, Any]:
    kinds = [given["schema"], *given["schema"].get("anyOf", ())]
    kind = next((one["type"] for one in kinds if one.get("type") not in (None, "null")), "string")
    choices = next((one["enum"] for one in kinds if "enum" in one), ())
    is_day = any(one.get("format") == "date" for one in kinds)
    return {
        "name": given["name"],
        "kind": "date" if is_day else " | ".join(map(str, choices)) or kind,
        "is_required": given["required"],
    }


@page(SIGNED_IN, title="Mô tả giao diện lập trình (OpenAPI)", api=EVERY)
@require_GET
def description(request: HttpRequest) -> JsonResponse:
    """The description that programs read."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False})


SCHEMA_AT = f"{ROOT}/openapi.json"
