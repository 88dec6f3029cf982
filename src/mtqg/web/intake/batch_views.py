"""Batches: what came in by which act, undone within one's right; and rows set aside, mended in place."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.terms import ROLES
from mtqg.catalogue import CATALOGUE
from mtqg.core import batches as kept
from mtqg.core.acts import VIETNAM
from mtqg.core.acts import Act as CoreAct
from mtqg.core.errors import Problem, Refused
from mtqg.core.table import Column
from mtqg.intake.documents import Document, mend, open_documents
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.acts.models import Act
from mtqg.web.intake import reading
from mtqg.web.intake.problems import NO_REASON
from mtqg.web.intake.views import place_told
from mtqg.web.submissions.locks import locks, still_open
from mtqg.web.words import t

SHOWN = 500  # batches; older ones are found by their number


@page("enter", title="Các đợt nhập", nav=("Số liệu", 12))
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    acts = list(acts_of(request)[:SHOWN])
    undone = {json.loads(one.payload).get("batch"): one.n for one in acts if one.verb == "undo"}
    columns = (
        kit.Column("Đợt"),
        kit.Column("Tình trạng"),
        kit.Column("Lúc"),
        kit.Column("Dòng", is_number=True),
        kit.Column("Để riêng", is_number=True),
        kit.Column("Người nhập"),
        kit.Column("Đơn vị"),
        kit.Column("Tệp"),
        kit.Column("Biểu"),
    )
    rows = [_line(one, undone) for one in acts]
    table = kit.Table(
        columns,
        rows,
        empty="Chưa có đợt nhập nào.",
        empty_to=kit.Link(t("Nhập số liệu"), reverse("intake")),
    )
    return render(request, "intake/batches.html", {"table": table.sorted_as(request.GET)})


def acts_of(request: HttpRequest) -> Any:
    """The batches of the places in scope, the newest first."""
    reached = access.reader(request).scope
    found = Act.objects.filter(verb__in=("import", "undo"), n__isnull=False).order_by("-n")
    return found if reached.is_whole else found.filter(where__in=sorted(reached.codes))


def _line(one: Act, undone: dict[int, int | None]) -> tuple[Any, ...]:
    said = json.loads(one.payload)
    files = said.get("sources", [])
    return (
        kit.Link(one.n, reverse("batch", args=[one.n])),
        _state(one, undone),
        _moment(one.at),
        sum(table["rows"] for table in said.get("tables", {}).values()),
        said.get("set_aside", 0),
        f"{one.by} ({t(ROLES.get(one.role, one.role))})",
        place_told(one.where) if one.where else t("Toàn bộ"),
        (files[0] + (f" +{len(files) - 1}" if len(files) > 1 else "")) if files else "",
        _form_told(said.get("form", "")),
    )


def _state(one: Act, undone: dict[int, int | None]) -> kit.Chip:
    if one.n in undone:
        return kit.Chip("đã hoàn tác", "off")
    return kit.Chip("hoàn tác", "waiting") if one.verb == "undo" else kit.Chip("có hiệu lực", "good")


@page("enter", title="Đợt nhập")
@require_GET
def batch(request: HttpRequest, batch: int) -> HttpResponse:
    one = _own(request, batch)
    said = json.loads(one.payload)
    undone = next((act for act in _undoing(one.where) if json.loads(act.payload).get("batch") == batch), None)
    history = [_happened(one)] + ([_happened(undone)] if undone else [])
    locked = _locked(one)
    with reading.office().register() as register:
        documents = open_documents(register, batch=batch)
    columns = (kit.Column("Sổ"), kit.Column("Dòng thêm", True), kit.Column("Dòng hết hiệu lực", True))
    return render(
        request,
        "intake/batch.html",
        {
            "act": one,
            "said": said,
            "form": _form_told(said.get("form", "")),
            "place": place_told(one.where),
            "role": t(ROLES.get(one.role, one.role)),
            "files": said.get("sources", []),
            "table": kit.Table(columns, _changes(said), caption="Thay đổi của đợt"),
            "documents": documents,
            "history": history,
            "locked": locked,
            "may_undo": undone is None and not locked and _role(request, one.where) is not None,
            "undone": undone,
        },
    )


def _changes(said: dict[str, Any]) -> list[tuple[Any, ...]]:
    added, ended = said.get("tables", {}), said.get("ends", {})
    labels = {name: CATALOGUE.tables[name].label if name in CATALOGUE.tables else name for name in {**added, **ended}}
    return [(t(label), added.get(name, {}).get("rows", 0), _count(ended.get(name))) for name, label in labels.items()]


def _count(said: Any) -> int:
    return int(said.get("rows", 0)) if isinstance(said, dict) else int(said or 0)


def _happened(one: Act) -> kit.Happened:
    what = {"import": "nhập tệp", "undo": "hoàn tác"}.get(one.verb, one.verb)
    return kit.Happened(_moment(one.at), f"{one.by} ({t(ROLES.get(one.role, one.role))})", what, one.why, one.n)


def _undoing(where: str) -> Any:
    return Act.objects.filter(verb="undo", where=where, n__isnull=False)


def _locked(one: Act) -> list[Problem]:
    said = json.loads(one.payload)
    return locks(access.database(), str(said.get("form", "")), one.where, said.get("period"))


@page("enter", title="Hoàn tác đợt nhập")
@require_POST
def undo(request: HttpRequest, batch: int) -> HttpResponse:
    """End what a batch added, and bring back what it had ended. It is an act, with its reason."""
    return redirect("batch", undone(request, batch, request.POST.get("why", "")).n)


def undone(request: HttpRequest, batch: int, why: str) -> CoreAct:
    """Undo a batch of the person's own places. Refused without a reason, and where its data were handed in."""
    one, why = _own(request, batch), why.strip()
    if not why:
        raise Refused(NO_REASON.at())
    if locked := _locked(one):
        raise Refused(locked)
    if (role := _role(request, one.where)) is None:
        raise PermissionDenied
    author = reading.author(request.user, role)
    said = json.loads(one.payload)
    held = still_open(str(said.get("form", "")), one.where, said.get("period"))
    return kept.undo(reading.office(), author, batch, tables=CATALOGUE.tables, why=why[:300], held=held)


def _own(request: HttpRequest, batch: int) -> Act:
    found = acts_of(request).filter(n=batch).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _role(request: HttpRequest, where: str) -> str | None:
    return access.person(request).role_at("enter", where or "*")


# Rows set aside


@page("enter", title="Dòng chờ sửa", nav=("Số liệu", 14))
@require_GET
def set_aside(request: HttpRequest) -> HttpResponse:
    columns = (
        kit.Column("Dòng"),
        kit.Column("Đơn vị"),
        kit.Column("Biểu"),
        kit.Column("Tệp"),
        kit.Column("Lỗi"),
    )
    rows = [
        (
            kit.Link(f"{one.sheet} {one.row}".strip(), reverse("set_aside_document", args=[one.batch, one.number])),
            place_told(one.where),
            _form_told(one.form),
            one.file,
            "; ".join(f"{error['cell']}: {error['message']}" for error in one.errors),
        )
        for one in _documents(request)
    ]
    table = kit.Table(columns, rows, empty="Không có dòng nào chờ sửa.")
    return render(request, "intake/batches.html", {"table": table.sorted_as(request.GET)})


def _documents(request: HttpRequest, batch: int | None = None) -> list[Document]:
    reached = access.reader(request).scope
    with reading.office().register() as register:
        return [one for one in open_documents(register, batch=batch) if reached.is_whole or one.where in reached]


@page("enter", title="Sửa dòng để riêng")
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, batch: int, number: int) -> HttpResponse:
    """A row that was set aside, mended where it stands. What names a person is not shown: it is kept, or typed anew."""
    found = next((one for one in _documents(request, batch) if one.number == number), None)
    if found is None or (role := _role(request, found.where)) is None:
        raise Http404
    cells = _cells(found, request.POST)
    problems: list[Any] = []
    if request.method == "POST":
        if locked := locks(access.database(), found.form, found.where, found.period):
            raise Refused(locked)
        done = mend(
            reading.office(),
            reading.author(request.user, role),
            catalogue=CATALOGUE,
            batch=batch,
            number=number,
            cells={one["title"]: one["given"] for one in cells if one["is_changed"]},
            why=request.POST.get("why", "").strip()[:300],
            held=still_open(found.form, found.where, found.period),
        )
        if done.is_clean:
            return redirect("batch", done.batch) if done.batch else redirect("set_aside")
        problems = done.problems
    return render(
        request,
        "intake/document.html",
        {
            "document": found,
            "form": _form_told(found.form),
            "place": place_told(found.where),
            "cells": cells,
            "errors": [{**error, "remedy": error["remedy"].replace("--answer ", "")} for error in found.errors],
            "still": [(one.message, reading.plain(one)) for one in problems],
        },
    )


def _cells(found: Document, given: Any) -> list[dict[str, Any]]:
    """The cells of the row: header, what it says, what was typed. Fields are numbered: a header is no name."""
    cells = []
    wrong = {str(error["given"]) for error in found.errors if error["given"]}
    for at, (title, value) in enumerate(found.cells.items()):
        hidden = _is_personal(found.form, title)
        typed = given.get(f"h{at}", "" if hidden else value)
        is_changed = bool(typed) if hidden else typed != value
        said = {"title": title, "value": typed, "given": typed, "name": f"h{at}"}
        said["is_wrong"] = value in wrong
        cells.append({**said, "is_hidden": hidden, "is_changed": is_changed, "is_there": bool(value)})
    return cells


def _is_personal(form: str, title: str) -> bool:
    wanted = CATALOGUE.forms.get(form)
    if wanted is None:
        return True
    name = next((one.column for one in wanted.fields if one.header == title), "")
    column: Column | None = wanted.column(name)
    return column is not None and column.personal


def _form_told(name: str) -> str:
    return t(CATALOGUE.forms[name].label) if name in CATALOGUE.forms else name


def _moment(text: str) -> Any:
    import datetime as dt

    return dt.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(VIETNAM)
