"""Difficulties: reported by a locality, made into questions by the province, asked upward, answered to who reported."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.core.errors import Refused
from mtqg.core.register.entering import fresh_code
from mtqg.law.office import law_at
from mtqg.steering import actions
from mtqg.steering.difficulties import FOLLOWS, NEW, STATES, Question
from mtqg.steering.difficulty_terms import QUESTION_EVENTS
from mtqg.steering.problems import NOTHING_CHOSEN
from mtqg.steering.terms import PROGRAMMES
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.accounts.views import place_name
from mtqg.web.numbers_in_addresses import number_in
from mtqg.web.steering import reading
from mtqg.web.steering.forms import DifficultyForm, QuestionForm, kept
from mtqg.web.steering.models import Difficulties
from mtqg.web.words import t

_TONES = {NEW: "plain", "grouped": "plain", "asked": "waiting", "answered": "good"}
_LABELS = {"asked": "Ghi đã hỏi cấp trên", "answered": "Ghi trả lời", "reopened": "Mở lại"}


def tabs(here: str) -> list[kit.Tab]:
    named = (("difficulties", "Phản ánh"), ("questions", "Câu hỏi tổng hợp"))
    return [kit.Tab(title, reverse(name), name == here) for name, title in named]


def chip(state: str) -> kit.Chip:
    return kit.Chip(STATES[state], _TONES[state])


@page("see", title="Khó khăn, kiến nghị", nav=("Chỉ đạo", 40))
@require_GET
def difficulties(request: HttpRequest) -> HttpResponse:
    """What localities reported and what became of it. Who steers marks several and makes one question of them."""
    seen, who = access.reader(request), access.person(request)
    rows, belongs = reading.reports(seen)
    state, programme = request.GET.get("state", ""), request.GET.get("programme", "")
    found = [
        one
        for one in rows
        if (not state or reading.state_of(one, belongs) == state) and (not programme or one.programme == programme)
    ]
    counts = {name: sum(reading.state_of(one, belongs) == name for one in rows) for name in STATES}
    options = [("", f"{t('Tất cả')} ({len(rows)})")]
    options += [(name, f"{t(label)} ({counts[name]})") for name, label in STATES.items() if counts[name]]
    may_steer = who.may("steer")
    lines = [_line(one, reading.state_of(one, belongs)) for one in found]
    context = {
        "lines": lines,
        "may_group": may_steer and any(one["is_new"] for one in lines),
        "may_report": who.may("send"),
        "choices": [
            kit.Choice("state", "Tình trạng", tuple(options), state),
            kit.Choice("programme", "Chương trình", (("", "Tất cả"), *PROGRAMMES.items()), programme),
        ],
        "tabs": tabs("difficulties"),
        "is_filtered": bool(rows),
    }
    return render(request, "steering/difficulties.html", context)


def _line(one: Any, state: str) -> dict[str, Any]:
    return {
        "code": one.difficulty_code,
        "place": place_name(one.locality_code),
        "day": one.day,
        "text": one.text,
        "proposal": one.proposal,
        "programme": PROGRAMMES[one.programme],
        "law": ", ".join(filter(None, (one.law_place, one.law_document))),
        "chip": chip(state),
        "is_new": state == NEW,
    }


@page("send", title="Phản ánh khó khăn")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    who = access.person(request)
    known = sorted({one.number for one in law_at(access.database()).documents})
    form = DifficultyForm(who, known, request.POST or None, initial={"code": fresh_code("KK")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            _reported(request, said)
        except Refused as refused:
            return kept(request, form, refused, button="Gửi phản ánh", known=known)
        messages.success(request, t("Đã ghi phản ánh {code}.", code=said["code"]))
        return redirect("difficulty", said["code"])
    return render(request, "steering/form.html", {"form": form, "button": "Gửi phản ánh", "known": known})


def _reported(request: HttpRequest, said: dict[str, Any]) -> None:
    row = {
        **{name: value or None for name, value in said.items()},
        "difficulty_code": said["code"],
        "locality_code": said["place"],
        "day": access.today(),
    }
    if said["law_document"]:
        row["law_document"] = law_at(access.database()).document(said["law_document"]).number
    with access.act(request, "difficulty.report", at=said["place"]) as act:
        actions.report_difficulty(act.inner, row, origin=act.origin)


@page("see", title="Phản ánh của địa phương")
@require_GET
def difficulty(request: HttpRequest, code: str) -> HttpResponse:
    """A report, the question it became part of, and the answer."""
    seen = access.reader(request)
    one = seen.rows(Difficulties).filter(difficulty_code=code).select_related("added_by").first()
    if one is None:
        raise Http404
    belongs = next((each for each in reading.questions(seen) if code in each.reports), None)
    shown = {
        "one": _line(one, belongs.state if belongs else NEW),
        "act": one.added_by,
        "question": belongs,
        "answer": belongs.answer if belongs else None,
        "history": _history(belongs) if belongs else [],
    }
    return render(request, "steering/difficulty.html", shown)


def _history(question: Question) -> list[kit.Happened]:
    return [kit.Happened(one.day, one.acted_by, _what(one), one.text or "") for one in reversed(question.events)]


def _what(event: Any) -> str:
    said = t(QUESTION_EVENTS[event.event])
    if event.counterpart:
        said += f" ({event.counterpart})"
    return f"{said}, {_document(event.document)}" if event.document else said


def _document(document: tuple[str, str | None, dt.date | None]) -> str:
    number, issuer, signed_on = document
    return ", ".join(filter(None, (t("văn bản {number}", number=number), issuer, kit.shown(signed_on))))


@page("see", title="Câu hỏi tổng hợp")
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    seen = access.reader(request)
    rows = [
        (
            kit.Link(one.text if len(one.text) <= 140 else one.text[:137] + "…", reverse("question", args=[one.code])),
            place_name(one.place),
            len(one.reports),
            one.asked_on,
            chip(one.state),
            _document(one.answer.document) if one.answer and one.answer.document else "",
        )
        for one in reading.questions(seen)
    ]
    columns = ("Câu hỏi", "Tổng hợp bởi", "Số phản ánh", "Hỏi cấp trên ngày", "Tình trạng", "Trả lời")
    table = kit.Table(
        tuple(kit.Column(one, is_number=one == "Số phản ánh") for one in columns),
        rows,
        empty="Chưa có câu hỏi nào. Ở trang Phản ánh, đánh dấu các phản ánh giống nhau rồi tổng hợp.",
    )
    return render(request, "steering/tasks.html", {"table": table.sorted_as(request.GET), "tabs": tabs("questions")})


@page("steer", title="Tổng hợp thành câu hỏi")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Make one question of the reports that were marked, or add them to one that stands."""
    seen, who = access.reader(request), access.person(request)
    marked = (request.POST if request.method == "POST" else request.GET).getlist("report")
    rows, belongs = reading.reports(seen)
    chosen = [one for one in rows if one.difficulty_code in marked and one.difficulty_code not in belongs]
    if not chosen and request.method != "POST":
        messages.warning(request, NOTHING_CHOSEN.at().message)
        return redirect("difficulties")
    if not chosen:
        raise Refused(NOTHING_CHOSEN.at())
    first = chosen[0]
    initial = {
        "code": fresh_code("CH"),
        "programme": first.programme if len({one.programme for one in chosen}) == 1 else "",
        "text": "\n".join(dict.fromkeys(one.text for one in chosen)),
        "law_document": first.law_document,
        "law_place": first.law_place,
    }
    form = QuestionForm(who, request.POST or None, initial=initial)
    reports = {one.difficulty_code: one.locality_code for one in chosen}
    if request.method == "POST" and request.POST.get("to"):
        return _added(request, reading.question(seen, request.POST["to"]), reports)
    if request.method == "POST" and form.is_valid():
        return _asked(request, form.cleaned_data, reports)
    standing = [one for one in reading.questions(seen) if one.state != "answered" and one.place in seen.scope]
    return render(
        request,
        "steering/ask.html",
        {"form": form, "lines": [_line(one, NEW) for one in chosen], "standing": standing},
    )


def _asked(request: HttpRequest, said: dict[str, Any], reports: dict[str, str]) -> HttpResponse:
    _reached(request, said["place"], reports)
    row = {
        **{name: value or None for name, value in said.items()},
        "question_code": said["code"],
        "locality_code": said["place"],
        "day": access.today(),
    }
    with access.act(request, "question.ask", at=said["place"]) as act:
        actions.ask_question(act.inner, row, reports, origin=act.origin)
    messages.success(request, t("Đã tổng hợp {n} phản ánh thành một câu hỏi.", n=len(reports)))
    return redirect("question", said["code"])


def _added(request: HttpRequest, question: Question, reports: dict[str, str]) -> HttpResponse:
    _reached(request, question.place, reports)
    with access.act(request, "question.group", at=question.place) as act:
        actions.group_reports(act.inner, question.code, reports, origin=act.origin)
    messages.success(request, t("Đã thêm {n} phản ánh vào câu hỏi.", n=len(reports)))
    return redirect("question", question.code)


def _reached(request: HttpRequest, place: str, reports: dict[str, str]) -> None:
    """A question is asked by a unit for the places in it: those who reported could not see it otherwise."""
    from mtqg.access.scope import scope_of

    within = scope_of(access.book(), [place], access.today())
    if outside := [code for code, at in reports.items() if at not in within]:
        raise Refused(NOTHING_CHOSEN.at(", ".join(outside)))


@page("see", title="Câu hỏi")
@require_GET
def question(request: HttpRequest, code: str) -> HttpResponse:
    seen = access.reader(request)
    one = reading.question(seen, code)
    may = access.person(request).role_at("steer", one.place) is not None
    reported = {row.difficulty_code: row for row in seen.rows(Difficulties).filter(difficulty_code__in=one.reports)}
    steps = [
        {"event": event, "label": _LABELS[event], "needs_document": event != "reopened"}
        for event in (FOLLOWS[one.state] if may else ())
    ]
    context = {
        "one": one,
        "place": place_name(one.place),
        "chip": chip(one.state),
        "programme": PROGRAMMES.get(one.programme or "", ""),
        "law": ", ".join(filter(None, (one.law[1], one.law[0]))),
        "lines": [_line(row, one.state) for row in reported.values()],
        "answer": one.answer,
        "answered_by": _document(one.answer.document) if one.answer and one.answer.document else "",
        "steps": steps,
        "history": _history(one),
    }
    return render(request, "steering/question.html", context)


@page("steer", title="Cập nhật câu hỏi")
@require_POST
def question_update(request: HttpRequest, code: str) -> HttpResponse:
    one = reading.question(access.reader(request), code)
    given = {name: request.POST.get(name, "").strip()[:2000] for name in ("event", "after", "text", "counterpart")}
    if given["event"] not in QUESTION_EVENTS:
        raise Http404
    named = (request.POST.get("document_number", "")[:100], request.POST.get("document_issuer", "")[:200])
    with access.act(request, f"question.{given['event']}", at=one.place) as act:
        actions.question_event(
            act.inner,
            one,
            given["event"],
            origin=act.origin,
            after=number_in(given["after"]),
            text=given["text"],
            counterpart=given["counterpart"],
            document=(*named, _signed_on(request)),
        )
    messages.success(request, t("Đã ghi: {what}.", what=t(QUESTION_EVENTS[given["event"]])))
    return redirect("question", code)


def _signed_on(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.POST.get("signed_on", ""))
    except ValueError:
        return None
