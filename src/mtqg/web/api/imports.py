"""What comes in: batches, and files sent to be looked at or recorded, as the pages of intake do."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Path, Status, UploadedFile
from pydantic import BaseModel, Field

from mtqg.catalogue import CATALOGUE
from mtqg.core.acts import Act
from mtqg.core.period import read_period
from mtqg.intake.commands import batch_json
from mtqg.web import access
from mtqg.web.acts.models import Act as ActRow
from mtqg.web.api import shapes
from mtqg.web.api.declaring import delete, get, post
from mtqg.web.api.shapes import Number, Text
from mtqg.web.intake import batch_views, uploads, views
from mtqg.web.jobs.models import Job

MOST = 500


@get("/forms", "see", area="imports", answer=list[shapes.Form])
def import_forms(request: HttpRequest) -> list[dict[str, str]]:
    """The forms that can be imported."""
    return [{"form": one.name, "label": one.label, "register": one.table.name} for one in CATALOGUE.forms.values()]


@get("/imports", "enter", area="imports", answer=list[shapes.Batch], is_of_state=True)
def batches(
    request: HttpRequest,
    before: Annotated[int, Field(ge=1, le=2**53)] | None = None,
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100,
) -> list[dict[str, Any]]:
    """Batches of places where you enter, the newest first; ``before`` a batch's number for older ones."""
    found = batch_views.acts_of(request)
    rows = list((found if before is None else found.filter(n__lt=before))[:limit])
    return [batch_json(_act(one), _undone(rows)) for one in rows]


@get("/imports/{batch}", "enter", area="imports", answer=shapes.Batch, is_of_state=True)
def batch(request: HttpRequest, batch: Path[Number]) -> dict[str, Any]:
    """One batch."""
    found = batch_views.acts_of(request).filter(n=batch).first()
    if found is None:
        raise Http404
    return batch_json(_act(found), _undone([found]))


class Why(BaseModel):
    """Why it is undone; kept with the act."""

    why: Text


@post("/imports/{batch}/undo", "enter", area="imports", answer=shapes.Undone)
def batch_undo(request: HttpRequest, batch: Path[Number], said: Why) -> dict[str, Any]:
    """End the rows of a batch that still hold, and bring back those that it had replaced."""
    act = batch_views.undone(request, batch, said.why)
    back = sum(one["rows"] for one in act.payload.get("tables", {}).values())
    return {"batch": batch, "act": act.n, "ended": act.payload["ended"], "restored": back}


class Sent(BaseModel):
    """What is said of the files. A workbook made by this software says its own form and period.

    ``is_dry``: look only; record later, or send again. ``answers``: to what was asked of these files before.
    """

    locality: Text
    form: Text = ""
    period: Text = ""
    is_dry: bool = True
    answers: list[Text] = Field(default=[], max_length=200)


@post("/uploads", "enter", area="imports", answer=shapes.Upload, also={202: shapes.Upload})
def upload_files(request: HttpRequest, sent: Form[Sent], files: File[list[UploadedFile]]) -> Any:
    """Send files of a form. Small ones are read at once (200), larger ones beside (202: ask again)."""
    who = access.person(request)
    if who.role_at("enter", sent.locality) is None:
        raise Http404
    if sent.form:
        CATALOGUE.form(sent.form)
    if sent.period:
        read_period(sent.period)
    made = uploads.begin(files, by=request.user.get_username(), place=sent.locality, form=sent.form, period=sent.period)
    made.answers = sorted(set(filter(None, sent.answers)))
    views.read(request, made, is_dry=sent.is_dry)
    return _told(made)


@get("/uploads/{token}", "enter", area="imports", answer=shapes.Upload)
def upload(request: HttpRequest, token: Path[Text]) -> dict[str, Any]:
    """What was found in the files that you sent, before and after they are recorded."""
    return _upload(views.own(request, token))


@delete("/uploads/{token}", "enter", area="imports")
def upload_drop(request: HttpRequest, token: Path[Text]) -> Status[None]:
    """Forget files that were not recorded."""
    views.own(request, token).drop()
    return Status(204, None)


@post("/uploads/{token}/record", "enter", area="imports", answer=shapes.Upload, also={202: shapes.Upload})
def upload_record(request: HttpRequest, token: Path[Text]) -> Any:
    """Record files that were looked at. A second time changes nothing."""
    found = views.own(request, token)
    if found.state == "checked":
        views.read(request, found, is_dry=False)
    return _told(found)


def _told(made: uploads.Upload) -> Any:
    return Status(202 if _is_busy(made) else 200, _upload(made))


def _is_busy(made: uploads.Upload) -> bool:
    job = Job.objects.filter(pk=made.job).first() if made.job else None
    return job is not None and not job.is_over


def _upload(made: uploads.Upload) -> dict[str, Any]:
    job = Job.objects.filter(pk=made.job).first() if made.job else None
    return {
        "upload": made.token,
        "state": made.state,
        "locality": made.place,
        "files": made.found,
        "questions": made.questions,
        "messages": made.notes,
        "job": job
        and {
            "id": job.pk,
            "state": job.state,
            "progress": job.progress,
            "problems": job.said.get("problems") or [],
        },
    }


def _act(one: ActRow) -> Act:
    return Act(
        one.n or 0, one.at, one.by, one.role, one.where, one.verb, one.why, one.payload, one.previous, one.digest
    )


def _undone(rows: list[ActRow]) -> dict[int, int]:
    """Which of these batches were undone, by which act."""
    places = {one.where for one in rows}
    undoing = ActRow.objects.filter(verb="undo", where__in=places, n__isnull=False)
    return {int(json.loads(one.payload)["batch"]): int(one.n or 0) for one in undoing}
