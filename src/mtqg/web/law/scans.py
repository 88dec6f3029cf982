"""Scanned pages of legal documents: kept with their number and pages, shown beside the values that wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.access.terms import WHOLE
from mtqg.core.errors import Refused
from mtqg.core.register.entering import fresh_code
from mtqg.core.text import clean
from mtqg.evidence import actions
from mtqg.evidence.terms import LAW_SCANS, SCAN
from mtqg.law import actions as law_actions
from mtqg.law.book import Law
from mtqg.law.office import Proposal, law_at, proposals
from mtqg.law.pending import pending
from mtqg.law.people import keys_of
from mtqg.law.problems import NEEDS_WHY
from mtqg.law.tables import UNITS
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.evidence import files
from mtqg.web.evidence.models import LawScans
from mtqg.web.intake import reading
from mtqg.web.words import t

# The frame that a page shows a scan in is ours alone; nothing in the scan runs or loads.
_FRAMED = {"default-src": ["'none'"], "img-src": ["'self'"], "style-src": ["'unsafe-inline'"]}
_FRAMED |= {"object-src": ["'self'"], "frame-ancestors": ["'self'"]}
_PAGE = re.compile(r"(?:trang|tr\.)\s*(\d{1,5})", re.IGNORECASE)


@dataclass(frozen=True)
class Scan:
    """A scan as a page shows it, at a printed page of the document."""

    row: Any
    at: str
    told: str
    page: int | None


class ScanForm(forms.Form):
    """Scanned pages. Their code is made when the form is shown."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    document = forms.CharField(label="Số, ký hiệu văn bản", max_length=100)
    source = forms.CharField(
        label="Nguồn bản quét", max_length=300, help_text="Ví dụ: Công báo số 01+02, ngày 05/01/2026, trang 14 đến 37."
    )
    first_page = forms.IntegerField(
        label="Số trang in trên trang đầu",
        min_value=1,
        max_value=99_999,
        initial=1,
        help_text="Số in trên trang đầu của bản quét: nhờ đó trang đã ghi trong đề xuất mở đúng chỗ.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].widget.attrs["list"] = "law-documents"
        self.fields["files"] = files.files_field("Tệp PDF, hoặc ảnh các trang liền nhau")

    def clean_files(self) -> list[tuple[str, bytes]]:
        return files.given(self.cleaned_data["files"])


def rows_of(document: str) -> list[Any]:
    found = LawScans.objects.filter(ended_by=None, document=document).select_related("added_by")
    return list(found.order_by("first_page", "pk"))


def page_in(text: str) -> int | None:
    """The page that a text of where something was read names first."""
    found = _PAGE.search(text)
    return int(found[1]) if found else None


def shown(document: str, page_no: int | None) -> Scan | None:
    """The scan of a document that holds a page, or its first one; none where nobody kept one."""
    return _holding(rows_of(document), page_no)


def document_of(one: Proposal) -> str:
    """The document that a proposal was read in."""
    return str(one.line["document" if one.is_value else "number"])


def _holding(rows: list[Any], page_no: int | None) -> Scan | None:
    if not rows:
        return None
    fitting = [one for one in rows if page_no is not None and one.first_page <= page_no]
    row = fitting[-1] if fitting else rows[0]
    return _scan(row, page_no if fitting else None)


def _scan(row: Any, page_no: int | None) -> Scan:
    at = reverse("law_scan", args=[row.added_by.n, row.row_no])
    if row.media_type == "application/pdf":
        at += f"#page={page_no - row.first_page + 1 if page_no else 1}&navpanes=0&view=FitH"
    last = f" … {t('trang {n}', n=page_no)}" if page_no else ""
    return Scan(row, at, f"{row.source} ({files.told(row)}){last}", page_no)


def link(document: str, text: str) -> kit.Link:
    return kit.Link(text, f"{reverse('law_beside')}?{urlencode({'so': document})}")


def table() -> kit.Table:
    """The documents of which scans are kept."""
    rows = [
        (link(one.document, one.document), one.source, one.first_page, files.told(one), one.kept_by, one.kept_on)
        for one in LawScans.objects.filter(ended_by=None).order_by("document", "first_page", "pk")
    ]
    names = ("Văn bản", "Nguồn bản quét", "Từ trang", "Tệp", "Người đính kèm", "Ngày đính kèm")
    heads = tuple(kit.Column(one, is_number=one == "Từ trang", is_sorted=False) for one in names)
    return kit.Table(heads, rows, caption="Bản quét văn bản", empty="Chưa có bản quét nào.")


@page("see", title="Đối chiếu với bản quét")
@require_GET
def beside(request: HttpRequest) -> HttpResponse:
    """What waits of one document, beside its scanned pages; a page's number opens the scan there."""
    number, database, who = request.GET.get("so", "")[:100], access.database(), access.person(request)
    every = proposals(database)
    found = pending(law_at(database), proposals=every)
    mine = keys_of(database, request.user.get_username())
    may = who.role_at("confirm_law", WHOLE) is not None
    law = found.law
    asked_of = [one for one in found.proposals if document_of(one) == number]
    theirs = [(one, may and not (mine & keys_of(database, one.line["proposed_by"]))) for one in asked_of]
    rows = rows_of(number)
    lines = [_line(one, law, rows, is_asked) for one, is_asked in theirs]
    values = [one for one in found.values if one.document == number]
    asked = request.GET.get("trang", "")
    page_no = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None
    first = page_no or next((one["page"] for one in lines if one["page"]), None)
    if not (lines or values or rows):
        raise Http404
    context = {
        "number": number,
        "lines": lines,
        "may_confirm": any(one["may"] for one in lines),
        "values": [(law.name(one.name).label_vi, one, "; ".join(found.waits_for(one))) for one in values],
        "scan": _holding(rows, first),
        "parts": [(one, _scan(one, None)) for one in rows] if len(rows) > 1 else [],
        "may_propose": who.role_at("propose_law", WHOLE) is not None,
        "add_at": f"{reverse('law_scan_add')}?{urlencode({'so': number})}",
    }
    return render(request, "law/beside.html", context)


def _line(one: Proposal, law: Law, rows: list[Any], may: bool) -> dict[str, Any]:
    page_no = page_in(one.line["evidence"])
    scan = _holding(rows, page_no)
    at = scan.at if scan and page_no else ""
    return {"one": one, "told": _told(one, law), "page": page_no, "at": at, "may": may}


def _told(one: Proposal, law: Law) -> str:
    """What is proposed, as people say it."""
    line = one.line
    if not one.is_value:
        return one.label
    of = ", ".join(filter(None, (line["standard"], line["area"], line["region"], line["group"])))
    return f"{law.name(line['name']).label_vi} ({of}): {line['value']} {UNITS[line['unit']].label}"


@page("propose_law", title="Đưa bản quét vào")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if access.person(request).role_at("propose_law", WHOLE) is None:
        raise Http404
    initial = {"code": fresh_code(SCAN), "document": request.GET.get("so", "")[:100]}
    form = ScanForm(request.POST or None, request.FILES or None, initial=initial)
    known = sorted({one.number for one in law_at(access.database()).documents})
    if request.method != "POST" or not form.is_valid():
        return render(request, "law/scan_add.html", {"form": form, "known": known})
    try:
        _keep(request, form.cleaned_data)
    except Refused as refused:
        given = {"form": form, "known": known, "problems": refused.problems}
        return render(request, "law/scan_add.html", given, status=409)
    messages.success(request, t("Đã đưa vào {n} tệp.", n=len(form.cleaned_data["files"])))
    return redirect(f"{reverse('law_beside')}?{urlencode({'so': clean(form.cleaned_data['document'])})}")


def _keep(request: HttpRequest, said: dict[str, Any]) -> None:
    taken = actions.read_all(said["files"])
    row = {
        "scan_code": said["code"],
        "document": clean(said["document"]),
        "source": said["source"],
        "first_page": said["first_page"],
    }
    with (
        actions.kept(access.register(), LAW_SCANS, said["code"], taken) as digests,
        access.act(request, "law-scan.add", at=WHOLE) as act,
    ):
        actions.add_scans(act.inner, row, taken, digests, origin=act.origin)


@page("see", title="Bản quét văn bản")
@require_GET
@xframe_options_sameorigin
@csp_replace(_FRAMED)
def show(request: HttpRequest, act: int, row: int) -> HttpResponse:
    """The scan itself, to be shown within our own pages: law is public."""
    found = _one(act, row)
    response = HttpResponse(actions.opened(access.register(), LAW_SCANS, found), content_type=found.media_type)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, max-age=3600"  # never another file at this address
    return response


@page("propose_law", title="Gỡ bản quét")
@require_POST
def remove(request: HttpRequest, act: int, row: int) -> HttpResponse:
    found, why = _one(act, row), clean(request.POST.get("why", ""))[:300]
    if not why:
        raise Refused(NEEDS_WHY.at())
    with access.act(request, "law-scan.remove", at=WHOLE, why=why) as opened:
        opened.end(found)
    messages.success(request, t("Đã gỡ {code}.", code=found.scan_code))
    return redirect("law_desk")


@page("confirm_law", title="Xác nhận nhiều đề xuất")
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the proposals that were ticked, each read beside its page; all of them or none."""
    from mtqg.web.law.desk import author_of

    author, ids = author_of(request, "confirm_law"), request.POST.getlist("read")[:500]
    if ids:
        law_actions.confirm(reading.office(), author, ids)
        messages.success(request, t("Đã xác nhận {n} đề xuất.", n=len(ids)))
    return redirect("law_desk")


def _one(act: int, row: int) -> Any:
    asked = LawScans.objects.filter(ended_by=None, added_by__n=act, row_no=row)
    found = asked.select_related("added_by").first()
    if found is None:
        raise Http404
    return found
