"""Evidence beside a record or a submission: attached, opened under an act, taken off with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mtqg.core.errors import Refused
from mtqg.core.register.entering import fresh_code
from mtqg.core.text import clean
from mtqg.evidence import actions
from mtqg.evidence.problems import NO_TITLE
from mtqg.evidence.reading import File
from mtqg.evidence.terms import EVIDENCE, KIND
from mtqg.web import access
from mtqg.web.access import Reader, page
from mtqg.web.audit import subjects
from mtqg.web.evidence import files
from mtqg.web.evidence.models import Evidence
from mtqg.web.words import t


class EvidenceForm(forms.Form):
    """Files and what they show. Their code is made when the form is shown."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    title = forms.CharField(
        label="Nội dung tệp",
        max_length=200,
        help_text="Ví dụ: Phiếu giấy, trang 1. Không ghi họ tên, số định danh: bản ghi đã chỉ đúng hộ.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = files.files_field()

    def clean_files(self) -> list[tuple[str, bytes]]:
        return files.given(self.cleaned_data["files"])


def beside(request: HttpRequest, kind: str, of: str, place: str, day: dt.date, *, also: Iterable[str] = ()) -> Any:
    """What a page shows of the evidence of its thing, and where more is attached.

    also: other names of the same thing: the rows that a corrected row replaced.
    """
    who = access.person(request)
    rows = _of(Reader(who.scope("see"), who.on), kind, {of, *also}).order_by("kept_on", "pk")
    may_enter = who.role_at("enter", place) is not None and who.scope("enter").holds(place, day)
    lines = [
        {
            "row": one,
            "told": files.told(one),
            "show_at": _at("evidence_show", one) if who.may("personal") else "",
            "remove_at": _at("evidence_remove", one) if may_enter else "",
        }
        for one in rows.select_related("added_by")
    ]
    add_at = f"{reverse('evidence_add')}?{urlencode({'kind': kind, 'of': of})}" if may_enter else ""
    return {"lines": lines, "add_at": add_at}


@page("enter", title="Đính kèm minh chứng")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Attach photographs or scans to a record or a submission."""
    kind, of = request.GET.get("kind", ""), request.GET.get("of", "")
    if kind == "figure":
        raise Http404
    about = subjects.subject(request, kind, of, "enter")
    label, to = subjects.told(request, about.kind, about.of)
    form = EvidenceForm(request.POST or None, request.FILES or None, initial={"code": fresh_code(KIND)})
    shown: dict[str, Any] = {"form": form, "label": label, "to": to}
    if request.method != "POST" or not form.is_valid():
        return render(request, "evidence/add.html", shown)
    try:
        _attach(request, about, form.cleaned_data)
    except Refused as refused:
        return render(request, "evidence/add.html", {**shown, "problems": refused.problems}, status=409)
    messages.success(request, t("Đã đính kèm {n} tệp.", n=len(form.cleaned_data["files"])))
    return redirect(to or "registers")


def _attach(request: HttpRequest, about: subjects.Subject, said: dict[str, Any]) -> None:
    taken = actions.read_all(said["files"])
    row = {
        "evidence_code": said["code"],
        "locality_code": about.place,
        "period": about.period,
        "day": about.day,
        "subject_kind": about.kind,
        "subject": about.of,
        "title": said["title"],
    }
    with (
        actions.kept(access.register(), EVIDENCE, said["code"], taken) as digests,
        access.act(request, "evidence.add", at=about.place) as act,
    ):
        there = Evidence.objects.filter(ended_by=None, subject_kind=about.kind, subject=about.of).count()
        actions.attach(act.inner, row, taken, digests, origin=act.origin, there=there)


@page("personal", title="Mở minh chứng")
@require_POST
def show(request: HttpRequest, act: int, row: int) -> HttpResponse:
    """The file itself. It may show a person's data, so that opening it is an act."""
    found = _one(access.reader(request, "personal"), act, row)
    data = actions.opened(access.register(), EVIDENCE, found)
    with access.act(request, "evidence.open", at=found.locality_code) as opened:
        opened.note(evidence=found.evidence_code)
    return files.answer(File(found.evidence_code.replace("/", "-"), found.media_type, data))


@page("enter", title="Gỡ minh chứng")
@require_POST
def remove(request: HttpRequest, act: int, row: int) -> HttpResponse:
    """Take a file off that was attached by mistake; the file and the reason stay in the chain of acts."""
    found = _one(access.reader(request, "enter"), act, row)
    why = clean(request.POST.get("why", ""))[:300]
    if not why:
        raise Refused(NO_TITLE.at(given=t("Lý do")))
    with access.act(request, "evidence.remove", at=found.locality_code, why=why) as opened:
        opened.end(found)
    messages.success(request, t("Đã gỡ {code}.", code=found.evidence_code))
    return redirect(subjects.told(request, found.subject_kind, found.subject)[1] or "registers")


def _of(seen: Reader, kind: str, names: set[str]) -> Any:
    return seen.rows(Evidence).filter(subject_kind=kind, subject__in=sorted(names))


def _one(seen: Reader, act: int, row: int) -> Any:
    found = seen.rows(Evidence).filter(added_by__n=act, row_no=row).select_related("added_by").first()
    if found is None:
        raise Http404
    return found


def _at(name: str, row: Any) -> str:
    return reverse(name, args=[row.added_by.n, row.row_no])
