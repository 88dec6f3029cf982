"""Intake: a form's workbook, files that are looked at before anything is written, answers, the receipt."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mtqg.access.terms import ROLES
from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import VIETNAM
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.intake.folder import RECEIPTS, REPLIES
from mtqg.web import access, kit, temporary
from mtqg.web.access import page
from mtqg.web.intake import pieces, reading, uploads
from mtqg.web.intake.forms import TemplateForm, UploadForm
from mtqg.web.jobs.models import Job
from mtqg.web.jobs.running import ask
from mtqg.web.jobs.views import chip
from mtqg.web.words import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TONES = {"taken": "good", "unchanged": "off", "partly": "waiting", "refused": "bad", "twin": "off"}
_LOOKED = {
    "taken": "đúng cả",
    "unchanged": "đã có từ trước",
    "partly": "có dòng sai",
    "refused": "không nhận được",
    "twin": "trùng tệp khác",
}


@page("enter", title="Nhập số liệu", nav=("Số liệu", 10))
@require_GET
def intake(request: HttpRequest) -> HttpResponse:
    who = access.person(request)
    uploads.sweep()
    return render(request, "intake/intake.html", _asked(request, TemplateForm(who), UploadForm(who)))


def _asked(request: HttpRequest, template_form: TemplateForm, upload_form: UploadForm) -> dict[str, Any]:
    own = uploads.of(request.user.get_username())
    rows = [
        (
            kit.Link(
                ", ".join(path.name for path in one.files[:3]) or "–", reverse("intake_checked", args=[one.token])
            ),
            len(one.files),
            dt.datetime.fromtimestamp(one.at, VIETNAM),
        )
        for one in own
    ]
    columns = (kit.Column("Tệp"), kit.Column("Số tệp", is_number=True), kit.Column("Tải lên lúc"))
    waiting = kit.Table(columns, rows, caption="Đã tải lên, chưa ghi") if own else None
    halves = _halves(pieces.of(request.user.get_username()))
    return {"template_form": template_form, "upload_form": upload_form, "table": waiting, "halves": halves}


def _halves(found: list[pieces.Half]) -> kit.Table | None:
    """What broke off: its files, and how much of them has arrived."""
    rows = [
        (
            ", ".join(name for name, _ in one.files[:3]),
            t("{percent} % của {size} MB", percent=100 * one.offset // one.size, size=kit.shown(-(-one.size // 10**6))),
            dt.datetime.fromtimestamp(one.at, VIETNAM),
            kit.Button("Bỏ", reverse("intake_piece_stop", args=[one.token])),
        )
        for one in found
    ]
    columns = (kit.Column("Tệp"), kit.Column("Đã nhận"), kit.Column("Bắt đầu gửi lúc"), kit.Column("Việc"))
    return kit.Table(columns, rows, caption="Đang gửi dở") if rows else None


@page("enter", title="Mẫu biểu")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook of a form for a place and a period."""
    form = TemplateForm(access.person(request), request.GET)
    if not form.is_valid():
        return render(
            request, "intake/intake.html", _asked(request, form, UploadForm(access.person(request))), status=400
        )
    data, name = _workbook(**form.cleaned_data)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _workbook(form: str, place: str, period: str) -> tuple[bytes, str]:
    from mtqg.intake.importing import lookups_of
    from mtqg.intake.template_places import places_on, village_rows
    from mtqg.intake.templates import write_template

    instance, wanted = reading.office(), CATALOGUE.form(form)
    about = read_period(period) if period and wanted.reviewed else None
    lookups, made = lookups_of(instance, CATALOGUE), dt.datetime.now(dt.UTC)
    places = places_on(access.book(), lookups.villages, place, about.last if about else access.today())
    with temporary.folder() as folder:
        out = Path(folder) / "mau.xlsx"
        rows = village_rows(wanted, places)
        write_template(
            wanted, out, places=places, period=about, lookups=lookups, instance=instance.id, made=made, rows=rows
        )
        return out.read_bytes(), "_".join(part for part in (place, form, about.text if about else "") if part) + ".xlsx"


@page("enter", title="Tải tệp lên")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    who = access.person(request)
    form = UploadForm(who, request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "intake/intake.html", _asked(request, TemplateForm(who), form), status=400)
    said = form.cleaned_data
    if said["period"]:
        read_period(said["period"])
    made = uploads.begin(
        said["files"], by=request.user.get_username(), place=said["place"], form=said["form"], period=said["period"]
    )
    read(request, made, is_dry=True)
    return redirect("intake_checked", made.token)


def read(request: HttpRequest, made: uploads.Upload, *, is_dry: bool) -> None:
    """Read it at once where it is small, by a job where it is not."""
    role = access.person(request).role_at("enter", made.place)
    if role is None:
        raise PermissionDenied
    if made.size <= uploads.LARGE and len(made.files) <= uploads.MANY:
        made.job = None
        reading.read(made, reading.author(request.user, role), is_dry=is_dry)
    else:
        made.job = ask("intake", by=request.user, place=made.place, token=made.token, is_dry=is_dry).pk
        made.save()


@page("enter", title="Kiểm tra tệp", who="Chỉ mình bạn")
@require_GET
def checked(request: HttpRequest, token: str) -> HttpResponse:
    """What was found in the files, before and after they are recorded."""
    found = own(request, token)
    running = Job.objects.filter(pk=found.job).first() if found.job else None
    waits = running is not None and running.state != "done"
    role = access.person(request).role_at("enter", found.place)
    return render(
        request,
        "intake/checked.html",
        {
            "upload": found,
            "job": running if waits else None,
            "job_chip": chip(running) if waits and running else None,
            "table": _files(found) if len(found.found) > 1 else None,
            "files": [
                {**_file(one, is_recorded=found.state == "recorded"), "number": number}
                for number, one in enumerate(found.found, start=1)
                if _is_told(one) or len(found.found) == 1
            ],
            "sums": _sums(found),
            "twins": _twins(request, found),
            "is_known": bool(found.found) and all(_is_known(one) or one["state"] == "twin" for one in found.found),
            "replies": sum(bool(one["reply"]) for one in found.found),
            "place": place_told(found.place),
            "role": t(ROLES[role]) if role else "",
            "for_commune": role == "provincial_office",
            "may_record": found.state == "checked"
            and any(one["rows_ok"] and not _is_known(one) for one in found.found),
        },
    )


def _twins(request: HttpRequest, found: uploads.Upload) -> int:
    """How many identity numbers of what was recorded stand in another household too."""
    from mtqg.web.poverty.twin_views import count

    batches = [one["batch"] for one in found.found if one["batch"]]
    if not batches or not access.person(request).may("personal"):
        return 0
    return count(access.reader(request, "personal"), batches)


def _is_known(one: dict[str, Any]) -> bool:
    return bool(one.get("is_known"))  # an upload from before an upgrade does not say it


def _is_new(one: dict[str, Any]) -> bool:
    return bool(one["rows_ok"]) and not _is_known(one)


def _is_told(one: dict[str, Any]) -> bool:
    """Whether there is more to say of a file than its line in the list of files."""
    return bool(one["errors"] or one["messages"])


def _files(found: uploads.Upload) -> kit.Table:
    """Every file of a folder in one line: what it said of itself, and what became of it."""
    is_recorded = found.state == "recorded"
    columns = [kit.Column(one, is_sorted=False) for one in ("Tệp", "Kết quả", "Đơn vị", "Biểu", "Kỳ")]
    columns += [kit.Column(one, is_number=True, is_sorted=False) for one in ("Đúng", "Sai")]
    columns += [kit.Column(one, is_sorted=False) for one in ("Mẫu", "Biên nhận")[: 1 + is_recorded]]
    rows = []
    for number, one in enumerate(found.found, start=1):
        name = kit.Link(one["file"], f"#tep-{number}") if _is_told(one) else one["file"]
        line = [name, _chip(one, is_recorded=is_recorded), one["locality_name"] or one["locality"]]
        line += [t(one["form_label"]), one["period"], one["rows_ok"], one["rows_bad"]]
        line.append(one.get("version") or t("không theo mẫu"))
        if is_recorded:
            line.append(kit.Link(t("Tải về"), reverse("intake_receipt", args=[found.token, f"{one['name']}.html"])))
        rows.append(line)
    return kit.Table(tuple(columns), rows, caption="Các tệp", size=len(rows))


def _chip(one: dict[str, Any], *, is_recorded: bool) -> kit.Chip:
    tone = _TONES[one["state"]]
    if _is_known(one):
        return kit.Chip("không có gì thay đổi" if is_recorded else _LOOKED["unchanged"], tone)
    return kit.Chip(one["state_told"] if is_recorded else _LOOKED[one["state"]], tone)


def _file(one: dict[str, Any], *, is_recorded: bool) -> dict[str, Any]:
    columns = (
        kit.Column("Ô"),
        kit.Column("Đã ghi"),
        kit.Column("Sai ở đâu"),
        kit.Column("Cách sửa"),
        kit.Column("Mã lỗi"),
    )
    rows = [(_cell(error), error["given"], _why(error), error["remedy"], error["code"]) for error in one["errors"]]
    return {
        **one,
        "chip": _chip(one, is_recorded=is_recorded),
        "hidden": one["error_count"] - len(one["errors"]),
        "table": kit.Table(columns, rows, caption="Các ô sai", size=len(rows) or 1) if rows else None,
    }


def _cell(error: dict[str, Any]) -> str:
    return " ".join(part for part in (error["sheet"], error["cell"]) if part)


def _why(error: dict[str, Any]) -> str:
    return f"{error['message']} ({error['law']})" if error["law"] else str(error["message"])


def _sums(found: uploads.Upload) -> dict[str, int]:
    names = ("rows_ok", "rows_bad", "new", "replaced", "unchanged", "error_count")
    return {name: sum(one[name] for one in found.found) for name in names}


@page("enter", title="Trả lời câu hỏi về tệp")
@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What was answered, and the files read again. It is remembered by the office when they are recorded."""
    found = own(request, token)
    asked = {choice["answer"] for question in found.questions for choice in question["choices"]}
    given = [value for name, value in request.POST.items() if name.startswith("q") and value in asked]
    found.answers = sorted({*found.answers, *given})
    read(request, found, is_dry=True)
    return redirect("intake_checked", token)


@page("enter", title="Ghi số liệu")
@require_POST
def record(request: HttpRequest, token: str) -> HttpResponse:
    found = own(request, token)
    if found.state == "checked":
        read(request, found, is_dry=False)
    return redirect("intake_checked", token)


@page("enter", title="Bỏ tệp đã tải lên")
@require_POST
def drop(request: HttpRequest, token: str) -> HttpResponse:
    own(request, token).drop()
    return redirect("intake")


@page("enter", title="Tệp trả lời", who="Chỉ mình bạn")
@require_GET
def reply(request: HttpRequest, token: str, name: str) -> HttpResponse | FileResponse:
    """The corrected copy: the sender's own workbook with the wrong cells marked."""
    found = own(request, token)
    known = {one["reply"]: one for one in found.found if one["reply"]}
    if name not in known:
        raise Http404
    path = found.folder / "out" / REPLIES / name
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


@page("enter", title="Biên nhận", who="Chỉ mình bạn")
@require_GET
def receipt(request: HttpRequest, token: str, name: str) -> HttpResponse | FileResponse:
    """The receipt of a file that was recorded: a page to print or to send back to whoever sent the file."""
    found = _recorded(request, token)
    if name not in {f"{one['name']}.html" for one in found.found}:
        raise Http404
    path = found.folder / "out" / RECEIPTS / name
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"bien-nhan_{name}")


@page("enter", title="Biên nhận và tệp trả lời", who="Chỉ mình bạn")
@require_GET
def bundle(request: HttpRequest, token: str) -> FileResponse:
    """Receipts and replies of all files, to be sent back to the communes."""
    found = _recorded(request, token)
    names = [f"{RECEIPTS}/{one['name']}.{ending}" for one in found.found for ending in ("html", "txt")]
    names += [f"{REPLIES}/{one['reply']}" for one in found.found if one["reply"]]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            if (path := found.folder / "out" / name).is_file():  # a full disk wrote none
                packed.write(path, name)
    held.seek(0)
    return FileResponse(held, as_attachment=True, filename="bien-nhan-tra-loi.zip")


def _recorded(request: HttpRequest, token: str) -> uploads.Upload:
    found = own(request, token)
    if found.state != "recorded":
        raise Http404
    return found


def place_told(code: str) -> str:
    found = access.book().version(code, access.today())
    return f"{found.name} ({code})" if found else code


def own(request: HttpRequest, token: str) -> uploads.Upload:
    """An upload of the person who asks. "Not found" where it is not theirs, or they may not enter there any more."""
    try:
        found = uploads.opened(token, request.user.get_username())
    except Refused:
        raise Http404 from None
    if access.person(request).role_at("enter", found.place) is None:
        raise Http404
    return found
