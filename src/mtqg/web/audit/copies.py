"""The copy to take away: written by a job, downloaded by the auditor of the whole office who asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from mtqg.web import access
from mtqg.web.access import page
from mtqg.web.figures.answers import instance
from mtqg.web.jobs import running
from mtqg.web.jobs.models import Job
from mtqg.web.jobs.sweeping import REPORTS
from mtqg.web.jobs.views import chip

KIND, NAME = "audit_copy", "ban-sao.zip"
_WHO = "Kiểm toán viên của toàn cơ quan"


@page("audit", title="Lập bản sao cho kiểm toán", who=_WHO)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a copy. A second click does not make a second one."""
    _whole(request)
    last = _mine(request).first()
    if last is None or last.is_over:
        running.ask(KIND, by=request.user)
    return redirect("audit")


@page("audit", title="Tải bản sao cho kiểm toán", who=_WHO)
@require_GET
def download(request: HttpRequest, job_id: int) -> FileResponse:
    _whole(request)
    found = _mine(request).filter(pk=job_id, state="done").first()
    if found is None or not file_of(job_id).is_file():
        raise Http404
    name = f"ban-sao-{found.said['result']['n']}.zip"
    return FileResponse(file_of(job_id).open("rb"), as_attachment=True, filename=name)


def shown(request: HttpRequest) -> dict[str, Any]:
    """What the auditor's first page says of copies."""
    last, done = _mine(request).first(), _mine(request).filter(state="done").first()
    busy = last if last and not last.is_over else None
    said: dict[str, Any] = {"busy": busy, "chip": chip(busy) if busy else None}
    said["failed"] = last if last and last.state == "failed" else None
    if done is not None and file_of(done.pk).is_file():
        said |= {"at": localtime(done.ended_at), "to": reverse("audit_copy_file", args=[done.pk])}
        said |= done.said["result"]
    return said


def file_of(job_id: int) -> Path:
    """Where a job keeps its copy: beside the reports, forgotten like them."""
    return instance().home / REPORTS / str(job_id) / NAME


def _mine(request: HttpRequest) -> Any:
    return Job.objects.filter(kind=KIND, asked_by=request.user.get_username()).order_by("-id")


def _whole(request: HttpRequest) -> None:
    """The chain tells of every place: only for somebody whose reach is the whole office."""
    if not access.reader(request).scope.is_whole:
        raise Http404
