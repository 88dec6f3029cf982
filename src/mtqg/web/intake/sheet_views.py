"""A household's sheet typed on the page: kept as typed, judged at once by the rule, recorded as one act."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import VIETNAM
from mtqg.core.errors import Refused
from mtqg.core.register.chain import head
from mtqg.intake.importing import import_files, lookups_of
from mtqg.poverty.indicators import INDICATORS
from mtqg.poverty.terms import CAUSES, CLASSES, POVERTY_REVIEW_FORM
from mtqg.web import access, temporary
from mtqg.web.access import page
from mtqg.web.intake import reading
from mtqg.web.intake.forms import places
from mtqg.web.intake.models import SheetDraft
from mtqg.web.submissions.locks import locks, still_open
from mtqg.web.words import t

DRAFT = "sheet_draft.typed"
_LAST = "last_sheet"  # in the session: the household whose sheet was recorded last
_ABOUT = ("place", "period")
_HOUSEHOLD = ("village_code", "household_code", "head_name", "identity_number", "day", "area")
_POINTS = ("income_points", "deprivation_points")
_DECIDED = ("decided_class", "change_reason", "decision_number", "decision_issuer", "decided_on")
_LEFT_OUT = ("period", "standard", "locality_code", "locality_name", "district_name", "village_name")


class SheetForm(forms.Form):
    """The columns of the form of the review, as it is declared: nothing is said twice."""

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["place"] = forms.ChoiceField(label="Đơn vị", choices=places(who))
        self.fields["period"] = forms.CharField(label="Kỳ", max_length=30, initial=str(who.on.year))
        for field in POVERTY_REVIEW_FORM.fields:
            if field.column not in _LEFT_OUT:
                self.fields[field.column] = _field(field.column, field.header)

    def group(self, names: Any) -> list[Any]:
        return [self[name] for name in names if name in self.fields]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        named = (*_ABOUT, *_HOUSEHOLD, *_POINTS, *INDICATORS, *CAUSES, *_DECIDED)
        rest = [name for name in self.fields if name not in named]
        return [
            ("Hộ", self.group((*_ABOUT, *_HOUSEHOLD))),
            ("Điểm của phiếu", self.group(_POINTS)),
            ("Đặc điểm", self.group(rest)),
            ("Chỉ số thiếu hụt", self.group(INDICATORS)),
            ("Nguyên nhân", self.group(CAUSES)),
            ("Kết quả công nhận", self.group(_DECIDED)),
        ]


def _field(name: str, label: str) -> forms.Field:
    column = POVERTY_REVIEW_FORM.column(name)
    assert column is not None
    if column.kind == "flag":
        return forms.BooleanField(label=label, required=False)
    if column.kind == "date":
        return forms.CharField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
    if column.choices:
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", "–"), *((code, t(said)) for code, said in column.choices.items())],
        )
    attrs = {"inputmode": "numeric"} if column.kind == "integer" else {"autocomplete": "off"}
    widget = forms.TextInput(attrs=attrs | ({"list": "villages"} if name == "village_code" else {}))
    return forms.CharField(label=label, required=False, max_length=200, widget=widget)


@page("enter", title="Nhập phiếu hộ", nav=("Số liệu", 11))
@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    typed = _draft(request)
    form = SheetForm(access.person(request), initial=typed)
    return _shown(request, form, typed)


@page("enter", title="Lưu phiếu đang nhập", who="Chỉ mình bạn")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed, and answer with what the rule says of it: a part of the page, or the page."""
    typed = _typed(request)
    _save(request, typed)
    if getattr(request, "htmx", False):
        return render(request, "intake/judged.html", {"judged": _judged(typed), "kept_at": _now()})
    return redirect("sheet")


@page("enter", title="Ghi phiếu hộ")
@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Record the sheet as one act: the same checks as for a file of one row."""
    typed = _typed(request)
    _save(request, typed)
    form = SheetForm(access.person(request), typed)
    place, period = typed.get("place", ""), typed.get("period", "").strip()
    if not form.is_valid() or not period:
        return _shown(request, form, typed, [(t("Chọn đơn vị và ghi kỳ."), "")], status=400)
    if (role := access.person(request).role_at("enter", place)) is None:
        raise PermissionDenied
    if locked := locks(access.database(), POVERTY_REVIEW_FORM.name, place, period):
        raise Refused(locked)
    done = _recorded(request, role, typed, place, period)
    if done.problems:
        told = [(one.message, reading.plain(one)) for one in done.problems]
        return _shown(request, form, typed, told, status=400)
    SheetDraft.objects.filter(by=request.user.get_username()).delete()
    _next_one(request, typed)
    said = t("Đã ghi phiếu, đợt {n}.", n=done.batch) if done.batch else t("Phiếu này đã có, không có gì thay đổi.")
    messages.success(request, said)
    request.session[_LAST] = [typed.get("household_code", ""), place, period]
    return redirect("sheet")


@page("enter", title="Bỏ phiếu đang nhập", who="Chỉ mình bạn")
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    SheetDraft.objects.filter(by=request.user.get_username()).delete()
    return redirect("sheet")


def _shown(
    request: HttpRequest, form: SheetForm, typed: dict[str, str], problems: Any = (), status: int = 200
) -> HttpResponse:
    place, period = typed.get("place", ""), typed.get("period", "")
    locked = []
    if place and period:
        try:
            locked = locks(access.database(), POVERTY_REVIEW_FORM.name, place, period)
        except Refused as refused:
            locked = refused.problems
    context = {"form": form, "judged": _judged(typed), "still": problems, "locked": locked, "kept_at": None}
    context |= _of_last(request)
    context |= {"has_draft": bool(typed), "villages": _villages(place, typed)}
    return render(request, "intake/sheet.html", context, status=status)


def _of_last(request: HttpRequest) -> dict[str, str]:
    """Where the sheet that was recorded last is explained, and where its photograph is attached; nothing where there
    is none, or it is no longer theirs."""
    from mtqg.web.poverty.models import PovertySheets
    from mtqg.web.poverty.why_views import address

    code, place, period = request.session.get(_LAST, ("", "", ""))
    if not code or not access.person(request).may("personal"):
        return {}
    rows = access.reader(request, "personal").rows(PovertySheets)
    found = rows.filter(household_code=code, locality_code=place, period=period).select_related("added_by").last()
    if found is None:
        return {}
    name = f"{PovertySheets.table.name}-{found.added_by.n}-{found.row_no}"
    attach_at = f"{reverse('evidence_add')}?{urlencode({'kind': 'record', 'of': name})}"
    return {"why_at": address(PovertySheets.table.name, found), "attach_at": attach_at}


def _villages(place: str, typed: dict[str, str]) -> list[Any]:
    if not place:
        return []
    on = _day(typed.get("day", "")) or access.today()
    found = lookups_of(reading.office(), CATALOGUE).villages
    return [one for one in found if one.commune == place and one.holds(on)]


def _typed(request: HttpRequest) -> dict[str, str]:
    names = SheetForm(access.person(request)).fields
    return {name: request.POST[name].strip()[:200] for name in names if request.POST.get(name, "").strip()}


def _draft(request: HttpRequest) -> dict[str, str]:
    """What was typed last. One that was typed in a role since taken back is not opened."""
    found = SheetDraft.objects.filter(by=request.user.get_username()).first()
    if found is None or (found.place and access.person(request).role_at("enter", found.place) is None):
        return {}
    text = access.register().cipher.opened([bytes(found.typed)], context=DRAFT)[0]
    return dict(json.loads(text or "{}"))


def _save(request: HttpRequest, typed: dict[str, str]) -> None:
    sealed = access.register().cipher.sealed([json.dumps(typed, ensure_ascii=False)], context=DRAFT)[0]
    SheetDraft.objects.update_or_create(
        by=request.user.get_username(), defaults={"place": typed.get("place", ""), "typed": sealed}
    )


def _next_one(request: HttpRequest, typed: dict[str, str]) -> None:
    """The next sheet is mostly of the same village and day."""
    _save(request, {name: typed[name] for name in ("place", "period", "village_code", "day", "area") if name in typed})


def _recorded(request: HttpRequest, role: str, typed: dict[str, str], place: str, period: str) -> Any:
    instance = reading.office()
    headers = {field.column: field.header for field in POVERTY_REVIEW_FORM.fields}
    row = {
        headers[name]: _written(name, value) for name, value in typed.items() if name in headers and name != "period"
    }
    row[headers["locality_code"]] = place
    row[headers["standard"]] = _standard(typed).name
    with temporary.folder() as folder:
        path = Path(folder) / "phieu-nhap-tay.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([list(row), list(row.values())])
        asked: dict[str, Any] = {
            "catalogue": CATALOGUE,
            "form": POVERTY_REVIEW_FORM.name,
            "paths": [path],
            "locality": place,
            "period": period,
            "why": "nhập phiếu trên trang",
        }
        author = reading.author(request.user, role)
        tried = import_files(instance, author, **asked, is_dry=True)
        if tried.problems:
            return tried
        return import_files(instance, author, **asked, held=still_open(POVERTY_REVIEW_FORM.name, place, period))


def _written(name: str, value: str) -> str:
    """A value as officers write it in a sheet."""
    column = POVERTY_REVIEW_FORM.column(name)
    if column is None:
        return value
    if column.kind == "flag":
        return "x"
    if column.kind == "date" and (day := _day(value)):
        return f"{day:%d/%m/%Y}"
    return column.choices.get(value, value) if column.choices else value


def _judged(typed: dict[str, str]) -> dict[str, Any] | None:
    """What the rule says of what is typed so far; None before there is anything to say."""
    from mtqg.poverty.classify_one import judge

    if not any(name in typed for name in _POINTS):
        return None
    try:
        standard = _standard(typed)
    except Refused as refused:
        return {"problems": refused.problems}
    asked = {**typed, "locality_code": typed.get("place"), "household_code": typed.get("household_code", "?")}
    found = judge(asked, standard, place=t("Phiếu"))
    name = "" if found.poverty_class is None else CLASSES.get(found.poverty_class, "chưa phân loại được")
    decided = typed.get("decided_class", "")
    return {
        "class": name,
        "tone": {"poor": "bad", "near_poor": "waiting", "not_poor": "good"}.get(found.poverty_class or "", "off"),
        "reason": found.reason,
        "standard": found.standard,
        "problems": found.problems,
        "differs": bool(decided) and found.poverty_class in CLASSES and decided != found.poverty_class,
    }


def _standard(typed: dict[str, str]) -> Any:
    on = _day(typed.get("day", "")) or access.today()
    n, _ = head(access.database())
    return _known_standard(os.environ.get("MTQG_HOME", ""), n, on)


@lru_cache(maxsize=16)
def _known_standard(home: str, n: int, on: dt.date) -> Any:
    from mtqg.law.office import law_at
    from mtqg.poverty.classify import standard_on

    return standard_on(on, law_at(access.database(), n))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _now() -> dt.datetime:
    return dt.datetime.now(VIETNAM)
