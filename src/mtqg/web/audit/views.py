"""The auditor's first page: the head of the chain, its verification, and the chain to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from mtqg.core.register.chain import acts, head
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.audit import copies
from mtqg.web.jobs import running
from mtqg.web.jobs.models import Job
from mtqg.web.jobs.views import chip
from mtqg.web.words import t


@page("audit", title="Chuỗi tác vụ", nav=("Kiểm toán", 0))
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    n, digest = head(access.database())
    mine = Job.objects.filter(kind="verify", asked_by=request.user.get_username()).order_by("-id")
    last = mine.first()
    busy = last if last and not last.is_over else None
    given = {
        "n": n,
        "digest": digest,
        "job": busy,
        "job_chip": chip(busy) if busy else None,
        "verified": _verified(mine.filter(state="done").first()),
        "failed": last if last and last.state == "failed" else None,
        "is_whole": access.reader(request).scope.is_whole,
        "copy": copies.shown(request),
    }
    return render(request, "audit/audit.html", given)


@page("audit", title="Đối chiếu chuỗi")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a verification. It reads every row, so it runs beside the pages."""
    running.ask("verify", by=request.user, head=request.POST.get("head", "").strip().lower())
    return redirect("audit")


@page("audit", title="Tải chuỗi tác vụ", who="Kiểm toán viên của toàn cơ quan")
@require_GET
def chain(request: HttpRequest) -> HttpResponse:
    """The chain as lines of JSON: what ``mtqg verify --chain FILE --head HEAD`` reads, without this server.

    Acts tell of every place: only for somebody whose reach is the whole office.
    """
    from django.http import Http404

    if not access.reader(request).scope.is_whole:
        raise Http404
    found = acts(access.database())
    answer = HttpResponse(
        b"".join(act.line() + b"\n" for act in found), content_type="application/x-ndjson; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="chuoi-{len(found)}.jsonl"'
    return answer


def _verified(found: Job | None) -> dict[str, Any] | None:
    """What the last verification said, with the head that it verified."""
    if found is None:
        return None
    said = found.said["result"]
    columns = (kit.Column("Mức"), kit.Column("Nơi"), kit.Column("Mã"), kit.Column("Nội dung"), kit.Column("Xử lý"))
    rows = [_finding(one) for one in said["findings"]]
    return {
        "at": localtime(found.ended_at) if found.ended_at else None,
        "n": said["n"],
        "head": said["head"],
        "count": said["count"],
        "table": kit.Table(columns, rows, empty="Không có sai lệch nào."),
    }


def _finding(one: dict[str, Any]) -> tuple[Any, ...]:
    level = kit.Chip(t("sai lệch"), "bad") if one["severity"] == "error" else kit.Chip(t("lưu ý"), "waiting")
    return (level, one.get("place", ""), one.get("code", ""), one.get("message", ""), one.get("remedy", ""))
