"""The province closes a dataset: what is approved becomes an edition that nothing changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mtqg.catalogue import CATALOGUE
from mtqg.core.close import NEEDS_REASON
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.core.snapshot import snapshots
from mtqg.submissions.states import Submission
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.intake import reading
from mtqg.web.intake.forms import places
from mtqg.web.intake.views import place_told
from mtqg.web.jobs.models import Job
from mtqg.web.jobs.running import ask
from mtqg.web.jobs.views import chip
from mtqg.web.submissions.problems import NOT_ALL
from mtqg.web.submissions.views import form_told, state_chip
from mtqg.web.words import t

STATUSES = {"official": "số chính thức", "preliminary": "số sơ bộ"}
_NAMED = 5


class CloseForm(forms.Form):
    """What is closed."""

    dataset = forms.ChoiceField(label="Bộ số liệu")
    place = forms.ChoiceField(label="Đơn vị")
    period = forms.CharField(label="Kỳ", max_length=30)
    status = forms.ChoiceField(label="Loại số")
    reason = forms.CharField(
        label="Lý do", max_length=300, required=False, help_text="Bắt buộc khi chốt lại: thành bản mới, bản cũ vẫn còn."
    )

    def __init__(self, who: access.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {name: ", ".join(t(table.label) for table in tables) for name, tables in CATALOGUE.datasets.items()}
        self.fields["dataset"].choices = list(labels.items())
        self.fields["place"].choices = places(who, "close")
        self.fields["status"].choices = [(name, t(label)) for name, label in STATUSES.items()]


@page("close", title="Chốt số liệu", nav=("Số liệu", 30))
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Look at what is approved and missing first (GET), then close (POST): by a job, as an act."""
    who = access.person(request)
    asked = request.POST or (request.GET if request.GET.get("dataset") else None)
    form = CloseForm(who, asked)
    if asked and form.is_valid():
        said = form.cleaned_data
        period = read_period(said["period"]).text
        owed = owed_for(said["dataset"], said["place"], period)
        if request.method == "POST":
            return _asked_for(request, said, period, owed)
        return render(request, "submissions/close.html", {"form": form, **_looked_at(said, period, owed)})
    return render(request, "submissions/close.html", {"form": form}, status=400 if asked else 200)


def owed_for(dataset: str, place: str, period: str) -> list[Submission]:
    """The submissions that a dataset of a place for a period is made of."""
    day = read_period(period).last
    inside = {place, *(one.code for one in access.book().tree(day, within=place))}
    inside |= {one.code for one in access.book().tree(access.today(), within=place)}
    forms_of = {name for name, form in CATALOGUE.forms.items() if form.table.dataset == dataset}
    return [
        one for one in access.submissions() if one.form in forms_of and one.period == period and one.locality in inside
    ]


def _looked_at(said: dict[str, Any], period: str, owed: list[Submission]) -> dict[str, Any]:
    missing = [one for one in owed if one.state not in ("approved", "closed")]
    columns = (kit.Column("Đơn vị"), kit.Column("Biểu"), kit.Column("Tình trạng"))
    rows = [
        (
            kit.Link(place_told(one.locality), reverse("submission", args=[one.code])),
            form_told(one.form),
            state_chip(one),
        )
        for one in missing
    ]
    last = _last(said["dataset"], said["place"], period)
    return {
        "looked_at": True,
        "owed": len(owed),
        "approved": len(owed) - len(missing),
        "last": last,
        "table": kit.Table(columns, rows, caption="Chưa được phê duyệt") if rows else None,
    }


def _last(dataset: str, place: str, period: str) -> Any:
    found = [one for one in snapshots(reading.office()) if one.key == (dataset, place, period)]
    return found[-1] if found else None


def _asked_for(request: HttpRequest, said: dict[str, Any], period: str, owed: list[Submission]) -> HttpResponse:
    if access.person(request).role_at("close", said["place"]) is None:
        raise PermissionDenied
    missing = [one for one in owed if one.state not in ("approved", "closed")]
    if missing and said["status"] == "official":
        named = ", ".join(place_told(one.locality) for one in missing[:_NAMED]) + (
            " …" if len(missing) > _NAMED else ""
        )
        raise Refused(NOT_ALL.at(given=len(missing), which=named))
    last = _last(said["dataset"], said["place"], period)
    if last and not said["reason"].strip():
        about = {"dataset": said["dataset"], "period": period, "edition": last.edition}
        raise Refused(NEEDS_REASON.at(given=place_told(said["place"]), **about))
    given = {name: said[name] for name in ("dataset", "place", "status", "reason")}
    made = ask("close", by=request.user, place=given.pop("place"), locality=said["place"], period=period, **given)
    return redirect("closing", made.pk)


@page("close", title="Chốt số liệu: kết quả", who="Chỉ mình bạn")
@require_GET
def closing(request: HttpRequest, job_id: int) -> HttpResponse:
    found = Job.objects.filter(pk=job_id, asked_by=request.user.get_username(), kind="close").first()
    if found is None:
        raise Http404
    context = {
        "job": found,
        "job_chip": chip(found),
        "said": found.said.get("result"),
        "problems": found.said.get("problems"),
    }
    return render(request, "submissions/closing.html", context)
