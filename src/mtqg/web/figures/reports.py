"""Reports: written by a job, kept for whoever asked; and the editions that were closed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from mtqg.core.acts import VIETNAM
from mtqg.core.period import read_day
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.figures import answers
from mtqg.web.figures.asked import asked_of
from mtqg.web.figures.jobs import CHANGES, FOLDER
from mtqg.web.jobs import running
from mtqg.web.jobs.models import Job
from mtqg.web.jobs.views import chip
from mtqg.web.words import t

FORMS = {"docx": "Word (.docx)", "html": "Trang web (.html)"}
_SHOWN = 20


@page("see", title="Báo cáo", nav=("Báo cáo", 0))
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    mine = Job.objects.filter(kind="report", asked_by=request.user.get_username()).order_by("-id")[:_SHOWN]
    busy = next((one for one in mine if not one.is_over), None)
    given = {
        "asked": asked,
        "places": [(one.code, one.name) for one in _provinces(asked.seen)],
        "forms": FORMS.items(),
        "as_of": request.GET.get("as_of") or access.today().isoformat(),
        "may_fill": access.person(request).may("fill"),
        "job": busy,
        "job_chip": chip(busy) if busy else None,
        "written": [_written(one) for one in mine if one.is_over],
        "editions": _editions(asked.seen).sorted_as(request.GET),
    }
    return render(request, "figures/reports.html", given)


@page("see", title="Lập báo cáo")
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    seen = access.reader(request)
    place = seen.place(request.POST.get("locality", ""))
    if place not in _provinces(seen):
        raise Http404
    day = read_day(request.POST.get("as_of", ""))
    form = request.POST.get("form", "")
    if form not in FORMS:
        raise Http404
    running.ask(
        "report",
        by=request.user,
        place=place.code,
        locality=place.code,
        as_of=day.isoformat(),
        form=form,
        only_closed=request.POST.get("state") not in ("live", "filled"),
        is_filled=request.POST.get("state") == "filled",
    )
    return redirect("reports")


@page("see", title="Tải báo cáo", who="Chỉ người đã lập báo cáo")
@require_GET
def download(request: HttpRequest, job_id: int, name: str) -> HttpResponse | FileResponse:
    """A file of a report: for whoever asked for it, while its place is still theirs."""
    found = _own(request, job_id)
    if name not in _files(found):
        raise Http404
    path = answers.instance().home / FOLDER / str(job_id) / name
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@page("see", title="Thay đổi so với báo cáo lập trước", who="Chỉ người đã lập báo cáo")
@require_GET
def changes(request: HttpRequest, job_id: int) -> HttpResponse:
    """The sentences and cells of a report that say something else than the same report did before."""
    found = _own(request, job_id)
    listed = _changes(found)
    if listed is None:
        raise Http404
    columns = tuple(
        kit.Column(one, is_sorted=False) for one in ("Chỗ trong báo cáo", "Báo cáo lập trước", "Báo cáo này")
    )
    prose = [(one["place"], one["before"] or "–", one["now"] or "–") for one in listed if _is_prose(one)]
    cells = [(one["place"], one["before"] or "–", one["now"] or "–") for one in listed if not _is_prose(one)]
    given = {
        **_written(found),
        "sentences": kit.Table(
            columns, prose, caption="Các câu thay đổi", empty="Không câu nào thay đổi.", name="s"
        ).sorted_as(request.GET),
        "cells": kit.Table(columns, cells, caption="Các dòng bảng, hình thay đổi", name="c").sorted_as(request.GET)
        if cells
        else None,
    }
    return render(request, "figures/changes.html", given)


def _own(request: HttpRequest, job_id: int) -> Job:
    found = Job.objects.filter(pk=job_id, kind="report", asked_by=request.user.get_username()).first()
    if found is None or found.place not in access.reader(request).scope:
        raise Http404
    return found


def _changes(found: Job) -> list[dict[str, str]] | None:
    """What changed since the report before; None where there was none, or it is kept no longer."""
    name = next((one for one in _files(found) if one.endswith(CHANGES)), "")
    path = answers.instance().home / FOLDER / str(found.pk) / name
    if not name or not path.is_file():
        return None
    listed: list[dict[str, str]] = json.loads(path.read_bytes())
    return listed


def _is_prose(one: dict[str, str]) -> bool:
    return "¶" in one["place"]


def _files(found: Job) -> list[str]:
    result = found.said.get("result") or {}
    return [str(name) for name in result.get("files", [])]


def _written(found: Job) -> dict[str, Any]:
    """A report that is over: its files, or why there are none."""
    given = json.loads(found.given)
    place = access.book().version(given["locality"], access.today())
    folder = answers.instance().home / FOLDER / str(found.pk)
    named = [name for name in _files(found) if not name.endswith(CHANGES)]
    links = [kit.Link(_called(name), reverse("report_file", args=[found.pk, name])) for name in named]
    listed = _changes(found)
    is_kept = folder.is_dir() or not links
    return {
        "at": localtime(found.asked_at),
        "place": place.name if place else given["locality"],
        "as_of": dt.date.fromisoformat(given["as_of"]),
        "state": t(_state(given)),
        "touched": None if listed is None else sum(map(_is_prose, listed)),
        "changes_at": reverse("report_changes", args=[found.pk]),
        "chip": chip(found),
        "links": links if is_kept else [],
        "message": found.message if is_kept else t("Tệp đã hết hạn lưu: lập lại báo cáo."),
        "problems": found.said.get("problems", []),
    }


def _state(given: dict[str, Any]) -> str:
    if given.get("is_filled"):
        return "số hiện ghi và số ước"
    return "số đã chốt" if given["only_closed"] else "số hiện ghi, sơ bộ"


def _called(name: str) -> str:
    """What a file of a report is to its reader."""
    if name.endswith(".json"):
        return t("nguồn của từng số")
    if ".phieu-trinh" in name:
        return t("phiếu trình")
    return t("báo cáo")


def _provinces(seen: access.Reader) -> list[Any]:
    """The provinces that the person reaches whole."""
    units = access.book().tree(seen.on, None, "province")
    return [one for one in units if one.code in seen.scope]


def _editions(seen: access.Reader) -> kit.Table:
    from mtqg.core.register.chain import acts

    columns = (
        kit.Column("Bộ số liệu"),
        kit.Column("Nơi"),
        kit.Column("Kỳ"),
        kit.Column("Lần", is_number=True),
        kit.Column("Tình trạng"),
        kit.Column("Chốt lúc"),
        kit.Column("Người chốt"),
        kit.Column("Lý do"),
        kit.Column("Tác vụ", is_number=True),
    )
    rows = []
    for one in reversed(acts(seen.database, verb="close")):
        if one.where not in seen.scope:
            continue
        said = one.payload
        place = access.book().version(one.where, seen.on)
        name = place.name if place else one.where
        status = kit.Chip(*_STATUSES.get(said["status"], (said["status"], "plain")))
        rows.append(
            (
                t(_DATASETS.get(said["dataset"], said["dataset"])),
                name,
                said["period"],
                said["edition"],
                status,
                one.instant.astimezone(VIETNAM).replace(tzinfo=None),
                one.by,
                one.why,
                one.n,
            )
        )
    return kit.Table(columns, rows, caption="Các bản đã chốt", empty="Chưa có bản chốt nào.")


_STATUSES = {"official": ("chính thức", "good"), "preliminary": ("sơ bộ", "waiting"), "estimate": ("ước", "waiting")}
_DATASETS = {
    "poverty": "Giảm nghèo",
    "ntm": "Nông thôn mới",
    "ocop": "OCOP",
    "decisions": "Quyết định",
    "statements": "Số đã công bố",
}
