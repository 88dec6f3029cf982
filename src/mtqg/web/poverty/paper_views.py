"""The papers of a review: asked for, set by a job, kept for a day for whoever asked."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from mtqg.core.errors import Refused
from mtqg.core.period import read_day, read_period
from mtqg.poverty.paper import problems as wrong
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.intake import reading
from mtqg.web.intake.forms import communes
from mtqg.web.jobs import running
from mtqg.web.jobs.models import Job
from mtqg.web.jobs.sweeping import PAPERS as FOLDER
from mtqg.web.jobs.views import chip
from mtqg.web.registers import books
from mtqg.web.words import t

SETS = {
    "evening": ("Hồ sơ họp thôn: phiếu, danh sách, biên bản, niêm yết", ("sheets", "list", "minutes", "posting")),
    "after": ("Sau buổi họp: quyết định, giấy chứng nhận, thư trả lời", ("decision", "certificates", "refusals")),
    "sheets": ("Chỉ phiếu rà soát", ("sheets",)),
    "list": ("Chỉ danh sách họp", ("list",)),
    "minutes": ("Chỉ biên bản họp", ("minutes",)),
    "posting": ("Chỉ danh sách niêm yết", ("posting",)),
    "decision": ("Chỉ quyết định", ("decision",)),
    "certificates": ("Chỉ giấy chứng nhận", ("certificates",)),
    "refusals": ("Chỉ thư trả lời", ("refusals",)),
}
_SHOWN = 10


@page("personal", title="In hồ sơ rà soát", nav=("Giảm nghèo", 30))
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """What can be printed of which place, and what was."""
    who = access.person(request)
    found = communes(who, "personal")
    chosen = request.GET.get("place", "") or (found[0][0] if len(found) == 1 else "")
    if chosen and chosen not in dict(found):
        raise Http404
    mine = Job.objects.filter(kind="papers", asked_by=request.user.get_username()).order_by("-id")[:_SHOWN]
    busy = next((one for one in mine if not one.is_over), None)
    given = {
        "communes": found,
        "place": chosen,
        "villages": books.villages(access.reader(request), chosen).items() if chosen else [],
        "village": request.GET.get("village", ""),
        "period": request.GET.get("period", "") or str(who.on.year),
        "sets": [(name, label) for name, (label, _) in SETS.items()],
        "set": request.GET.get("set", ""),
        "job": busy,
        "job_chip": chip(busy) if busy else None,
        "printed": [_printed(one) for one in mine if one.is_over],
    }
    return render(request, "poverty/papers.html", given)


@page("personal", title="Đặt in hồ sơ rà soát")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Put the printing into the queue, once: a click done twice asks for the same."""
    place, village = request.POST.get("place", ""), request.POST.get("village", "")
    if access.person(request).role_at("personal", place) is None:
        raise PermissionDenied
    seen = access.reader(request)
    if village and village not in books.villages(seen, place):
        raise Http404
    which = request.POST.get("set", "")
    if which not in SETS:
        raise Http404
    given = {
        "commune": place,
        "village": village,
        "period": read_period(request.POST.get("period", "")).text,
        "kinds": list(SETS[which][1]),
        "is_everyone": request.POST.get("everyone") == "1",
        "is_apart": request.POST.get("apart") == "1",
        "posted": _posted(request.POST),
    }
    waiting = Job.objects.filter(
        kind="papers", asked_by=request.user.get_username(), given=json.dumps(given), state__in=("waiting", "running")
    )
    if not waiting.exists():
        running.ask("papers", by=request.user, place=place, **given)
    asked = {"place": place, "village": village, "period": given["period"], "set": which}
    return redirect(f"{reverse('papers')}?{urlencode(asked)}")


@page("personal", title="Tải hồ sơ đã in", who="Chỉ người đã in hồ sơ")
@require_GET
def download(request: HttpRequest, job_id: int, name: str) -> HttpResponse | FileResponse:
    """A file for whoever printed it, while its place is still theirs."""
    found = Job.objects.filter(pk=job_id, kind="papers", asked_by=request.user.get_username()).first()
    if found is None or found.place not in access.reader(request).scope:
        raise Http404
    path = reading.office().home / FOLDER / str(job_id) / name
    if name not in [one["name"] for one in _files(found)] or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    answer["Cache-Control"] = "no-store"  # names stand in it
    return answer


def _posted(given: Any) -> list[str]:
    """The days of the posting, as the job is told them; Refused where the last is before the first."""
    first, last = given.get("posted_from", ""), given.get("posted_to", "")
    if not first and not last:
        return []
    days = read_day(first or last), read_day(last or first)
    if days[1] < days[0]:
        raise Refused(wrong.POSTED_DAYS.at(given=f"{first}..{last}"))
    return [one.isoformat() for one in days]


def _files(found: Job) -> list[dict[str, Any]]:
    return list((found.said.get("result") or {}).get("files", []))


def _printed(found: Job) -> dict[str, Any]:
    """Papers that were printed, or why there are none."""
    given, result = json.loads(found.given), found.said.get("result") or {}
    place = access.book().version(given["commune"], access.today())
    names = next((label for label, kinds in SETS.values() if list(kinds) == given["kinds"]), "")
    is_kept = (reading.office().home / FOLDER / str(found.pk)).is_dir()
    links = [
        (kit.Link(one["name"], reverse("papers_file", args=[found.pk, one["name"]])), one["households"])
        for one in _files(found)
    ]
    return {
        "at": localtime(found.asked_at),
        "place": place.name if place else given["commune"],
        "period": given["period"],
        "what": names,
        "chip": chip(found),
        "links": links if is_kept else [],
        "message": found.message if is_kept or not links else t("Tệp đã hết hạn lưu: in lại."),
        "problems": found.said.get("problems", []),
        "waiting": result.get("waiting"),
        "back": ", ".join(result.get("back", [])),
        "act": result.get("act"),
    }
