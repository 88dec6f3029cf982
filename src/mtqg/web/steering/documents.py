"""The book of documents: what came in and went out, the chain of each, and what has not been made local."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.core.errors import Refused
from mtqg.steering import actions
from mtqg.steering.chains import Chains, Duty, Entry
from mtqg.steering.problems import NO_TEXT
from mtqg.steering.terms import DIRECTIONS, LEVELS, LOCAL_LEVELS
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.accounts.views import place_name
from mtqg.web.steering import reading
from mtqg.web.steering.forms import DocumentForm, kept
from mtqg.web.steering.models import DirectingDocuments
from mtqg.web.words import t

DUTY_STATES = {
    "late": ("quá hạn, chưa ban hành", "bad"),
    "waiting": ("chưa nhận văn bản", "waiting"),
    "received": ("đã nhận, chưa ban hành", "waiting"),
    "made_late": ("đã ban hành, chậm", "off"),
    "made": ("đã ban hành", "good"),
}


def tabs(here: str) -> list[kit.Tab]:
    named = (("documents", "Sổ văn bản"), ("documents_missing", "Chưa ban hành ở địa phương"))
    return [kit.Tab(title, reverse(name), name == here) for name, title in named]


@page("see", title="Văn bản chỉ đạo", nav=("Chỉ đạo", 10))
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Each document once, the newest first, with how far it has been carried out."""
    seen = access.reader(request)
    book = reading.chains(seen)
    level = request.GET.get("level", "")
    duties: dict[Any, list[Duty]] = {}
    for one in book.duties(reading.units_of(seen), seen.on):
        duties.setdefault(one.document.document.key, []).append(one)
    found = [one for one in book.documents() if not level or one.level == level]
    rows = kit.Made(found[::-1], lambda one: _row(book, one, duties.get(one.document.key, []), seen))
    columns = ("Văn bản", "Ngày ký", "Trích yếu", "Triển khai", "Số ngày", "Đã ban hành ở địa phương", "Quá hạn")
    table = kit.Table(
        tuple(kit.Column(one, is_number=one in ("Số ngày", "Quá hạn")) for one in columns),
        rows,
        empty="Chưa có văn bản nào trong sổ.",
        empty_to=_enter_link(request),
    )
    choices = [kit.Choice("level", "Cấp ban hành", (("", "Tất cả"), *LEVELS.items()), level)]
    return render(
        request,
        "steering/documents.html",
        {
            "table": table.sorted_as(request.GET),
            "choices": choices,
            "tabs": tabs("documents"),
            "may_enter": access.person(request).may("enter"),
        },
    )


def _enter_link(request: HttpRequest) -> kit.Link | None:
    may = access.person(request).may("enter")
    return kit.Link("Vào sổ văn bản", reverse("document_add")) if may else None


def _row(book: Chains, one: Entry, duties: list[Duty], seen: Reader) -> tuple[Any, ...]:
    step = book.step(one)
    made = sum(duty.made is not None for duty in duties)
    late = sum(duty.state(seen.on) == "late" for duty in duties)
    return (
        kit.Link(one.document.number, reverse("document", args=[one.id])),
        one.document.signed_on,
        f"{one.subject} ({one.document.issuer})",
        one.parent.number if one.parent else "",
        step.days if step else None,
        f"{made}/{len(duties)}" if duties else "",
        late or None,
    )


@page("see", title="Văn bản chưa ban hành ở địa phương")
@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    """Who has not yet made which document local, the longest overdue first."""
    seen = access.reader(request)
    every = reading.chains(seen).duties(reading.units_of(seen), seen.on)
    state = request.GET.get("state", "open")
    counts = Counter(one.state(seen.on) for one in every)
    found = [one for one in every if _is(one.state(seen.on), state)]

    def row(one: Duty) -> tuple[Any, ...]:
        return (
            place_name(one.place),
            kit.Link(one.document.document.number, reverse("document", args=[one.document.id])),
            one.document.subject,
            one.received_on,
            one.due,
            one.late_days(seen.on) or None,
            kit.Chip(*DUTY_STATES[one.state(seen.on)]),
        )

    rows = kit.Made(sorted(found, key=lambda one: (-one.late_days(seen.on), one.due, one.place)), row)
    columns = ("Đơn vị", "Văn bản", "Trích yếu", "Ngày nhận", "Hạn", "Quá (ngày)", "Tình trạng")
    empty = (
        "Không còn văn bản nào phải ban hành."
        if every
        else "Chưa có văn bản nào yêu cầu địa phương ban hành. Khi vào sổ văn bản, ghi cấp phải ban hành và hạn."
    )
    table = kit.Table(tuple(kit.Column(one, is_number=one == "Quá (ngày)") for one in columns), rows, empty=empty)
    shown = [(name, f"{t(label)} ({counts[name]})") for name, (label, _) in DUTY_STATES.items()]
    options = (("open", t("Chưa ban hành")), *shown, ("", t("Tất cả")))
    return render(
        request,
        "steering/documents.html",
        {
            "table": table.sorted_as(request.GET),
            "choices": [kit.Choice("state", "Tình trạng", options, state)],
            "tabs": tabs("documents_missing"),
        },
    )


def _is(state: str, wanted: str) -> bool:
    return not wanted or state == wanted or (wanted == "open" and state in ("late", "waiting", "received"))


@page("see", title="Văn bản")
@require_GET
def document(request: HttpRequest, id: str) -> HttpResponse:
    """A document: the chain it stands in with the days of each step, the books that hold it, who owes what by it."""
    seen = access.reader(request)
    row = reading.row_of(seen.handed_down(DirectingDocuments).select_related("added_by"), id)
    book = reading.chains(seen)
    key = Entry.of(row, id).document.key
    duties = [one for one in book.duties(reading.units_of(seen), seen.on) if one.document.document.key == key]
    may_remove = access.person(request).role_at("enter", row.locality_code) is not None
    return render(
        request,
        "steering/document.html",
        {
            "row": row,
            "id": id,
            "place": place_name(row.locality_code),
            "direction": DIRECTIONS[row.direction],
            "level": LEVELS[row.issuer_level],
            "local_level": LOCAL_LEVELS.get(row.local_level or "", ""),
            "chain": _chain_table(book, key, id),
            "books": _books_table(book, key),
            "duties": _duties_table(duties, seen) if duties else None,
            "may_remove": may_remove,
            "may_enter": access.person(request).may("enter"),
            "may_steer": access.person(request).may("steer"),
            "act": row.added_by,
        },
    )


def _chain_table(book: Chains, key: Any, here: str) -> kit.Table:
    columns = ("Văn bản", "Ngày ký", "Trích yếu", "Trên đường (ngày)", "Xử lý (ngày)", "Tổng (ngày)")
    numbers = columns[3:]
    rows = []
    for depth, one in book.chain(key):
        step = book.step(one)
        name = "— " * depth + one.document.number
        days = (step.on_the_way, step.in_hand, step.days) if step else (None, None, None)
        text = kit.Chip(name) if one.id == here else kit.Link(name, reverse("document", args=[one.id]))
        rows.append((text, one.document.signed_on, f"{one.subject} ({one.document.issuer})", *days))
    named = tuple(kit.Column(one, is_number=one in numbers, is_sorted=False) for one in columns)
    return kit.Table(named, rows, caption="Chuỗi văn bản, từ trên xuống", size=len(rows) or 1)


def _books_table(book: Chains, key: Any) -> kit.Table:
    columns = tuple(kit.Column(one, is_sorted=False) for one in ("Đơn vị", "Sổ", "Ngày vào sổ"))
    rows = [(place_name(one.place), DIRECTIONS[one.direction], one.day) for one in book.books(key)]
    return kit.Table(columns, rows, caption="Đã vào sổ ở")


def _duties_table(duties: list[Duty], seen: Reader) -> kit.Table:
    columns = ("Đơn vị", "Hạn", "Ngày nhận", "Văn bản đã ban hành", "Quá (ngày)", "Tình trạng")
    named = tuple(kit.Column(one, is_number=one == "Quá (ngày)", is_sorted=False) for one in columns)
    rows = [
        (
            place_name(one.place),
            one.due,
            one.received_on,
            kit.Link(one.made.document.number, reverse("document", args=[one.made.id])) if one.made else "",
            one.late_days(seen.on) or None,
            kit.Chip(*DUTY_STATES[one.state(seen.on)]),
        )
        for one in duties
    ]
    return kit.Table(named, rows, caption="Địa phương ban hành văn bản triển khai", size=len(rows))


@page("enter", title="Vào sổ văn bản")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Enter a document. From a document's page, what it carries out is filled in already."""
    who = access.person(request)
    form = DocumentForm(who, request.POST or None, initial=_carried_out(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = {**{name: value or None for name, value in said.items()}, "locality_code": said["place"]}
        try:
            with access.act(request, "document.add", at=said["place"]) as act:
                actions.add_document(act.inner, row, origin=act.origin)
        except Refused as refused:
            return kept(request, form, refused, button="Vào sổ")
        messages.success(request, t("Đã vào sổ {number}.", number=said["document_number"]))
        return redirect("document", id=f"{act.sealed.n}-1")
    return render(request, "steering/form.html", {"form": form, "button": "Vào sổ", "import_to": reverse("intake")})


def _carried_out(request: HttpRequest) -> dict[str, Any]:
    if not request.GET.get("of"):
        return {}
    rows = access.reader(request, "see").handed_down(DirectingDocuments)
    row = reading.row_of(rows, request.GET["of"])
    if request.GET.get("as") == "received":
        names = ("document_number", "document_issuer", "issuer_level", "subject", "programme", "local_level")
        days = {name: _iso(getattr(row, name)) for name in ("signed_on", "local_by")}
        return {"direction": "received", **{name: getattr(row, name) for name in names}, **days}
    return {
        "direction": "issued",
        "parent_number": row.document_number,
        "parent_issuer": row.document_issuer,
        "parent_signed_on": _iso(row.signed_on),
        "programme": row.programme,
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


@page("enter", title="Bỏ văn bản khỏi sổ")
@require_POST
def remove(request: HttpRequest, id: str) -> HttpResponse:
    """Take a line out that was entered by mistake; the line and the reason stay in the chain of acts."""
    row = reading.row_of(access.reader(request).rows(DirectingDocuments).select_related("added_by"), id)
    why = request.POST.get("why", "").strip()[:300]
    if not why:
        raise Refused(NO_TEXT.at(given=t("Lý do")))
    with access.act(request, "document.remove", at=row.locality_code, why=why) as act:
        act.end(row)
    messages.success(request, t("Đã bỏ {number} khỏi sổ.", number=row.document_number))
    return redirect("documents")
