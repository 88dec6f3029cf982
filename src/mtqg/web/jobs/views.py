"""A job as who asked for it sees it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from mtqg.access.terms import SIGNED_IN
from mtqg.web import kit
from mtqg.web.access import page
from mtqg.web.jobs import running
from mtqg.web.jobs.models import KINDS, STATES, Job
from mtqg.web.words import t

_TONES = {"waiting": "waiting", "running": "waiting", "done": "good", "failed": "bad", "cancelled": "off"}


@page(SIGNED_IN, title="Việc chạy nền", nav=("", 50), who="Chỉ mình bạn")
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    found = Job.objects.filter(asked_by=request.user.get_username()).order_by("-id")[:200]
    columns = (kit.Column("Việc"), kit.Column("Yêu cầu lúc"), kit.Column("Tình trạng"), kit.Column("Tiến độ (%)", True))
    rows = [(t(KINDS.get(one.kind, one.kind)), one.asked_at, chip(one), one.progress) for one in found]
    table = kit.Table(columns, rows, empty="Chưa có việc nào chạy nền.")
    return render(request, "jobs/jobs.html", {"table": table.sorted_as(request.GET)})


@page(SIGNED_IN, title="Tiến độ", who="Chỉ mình bạn")
@require_GET
def state(request: HttpRequest, job_id: int) -> HttpResponse:
    """The part of a page that shows a job; it asks again until the job is over."""
    found = _own(request, job_id)
    return render(request, "kit/job.html", {"job": found, "job_chip": chip(found), "is_followed": True})


@page(SIGNED_IN, title="Hủy việc", who="Chỉ mình bạn")
@require_POST
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    running.cancel(_own(request, job_id).pk)
    return redirect("jobs")


def chip(found: Job) -> kit.Chip:
    return kit.Chip(STATES[found.state], _TONES[found.state])


def _own(request: HttpRequest, job_id: int) -> Job:
    found = Job.objects.filter(pk=job_id, asked_by=request.user.get_username()).first()
    if found is None:
        raise Http404
    return found
