"""Findings: raised by an auditor beside what they are about, answered by the unit, closed by the auditor."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mtqg.auditing import actions
from mtqg.auditing.findings import FOLLOWS, RIGHT_OF, SETS_DUE, STATES, Audited
from mtqg.auditing.terms import EVENTS, SEVERITIES, SUBJECTS
from mtqg.core.errors import Refused
from mtqg.core.register.entering import fresh_code
from mtqg.law.office import law_at
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.accounts.views import place_name
from mtqg.web.audit import subjects
from mtqg.web.numbers_in_addresses import number_in
from mtqg.web.steering.forms import chosen, day_field, text_field
from mtqg.web.words import t

_TONES = {"open": "waiting", "answered": "plain", "closed": "good"}
_SEVERE = {"note": "plain", "error": "waiting", "serious": "bad"}
_LABELS = {"answered": "Trả lời", "returned": "Yêu cầu trả lời lại", "closed": "Khép lại", "reopened": "Mở lại"}
_LONG = 2000
_COLUMNS = ("Mã", "Đơn vị", "Mức độ", "Nội dung", "Nêu tại", "Ngày nêu", "Hạn trả lời", "Tình trạng")


class FindingForm(forms.Form):
    """A finding. Its code is made when the form is shown."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    severity = forms.ChoiceField(label="Mức độ")
    text = text_field(
        "Nội dung phát hiện", lines=4, help_text="Không ghi họ tên, số định danh: phát hiện đã chỉ đúng bản ghi."
    )
    law_document = forms.CharField(label="Căn cứ: văn bản số", max_length=100)
    law_place = forms.CharField(label="Điều, khoản", max_length=200, required=False)
    due_on = day_field("Hạn trả lời")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["severity"].choices = chosen(SEVERITIES)
        self.fields["law_document"].widget.attrs["list"] = "law-documents"


def chip(one: Audited, on: dt.date) -> kit.Chip:
    late = one.is_late(on)
    return kit.Chip(t("quá hạn trả lời") if late else t(STATES[one.state]), "bad" if late else _TONES[one.state])


@page("see", title="Phát hiện kiểm toán", nav=("Kiểm toán", 30))
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    every, found, today = *_asked(request), access.today()
    state = request.GET.get("state", "")
    counts = {"late": sum(one.is_late(today) for one in every)}
    counts |= {name: sum(one.state == name for one in every) for name in STATES}
    labels = {"late": "quá hạn trả lời", **STATES}
    options = [("", f"{t('Tất cả')} ({len(every)})")]
    options += [(name, f"{t(labels[name])} ({count})") for name, count in counts.items() if count]
    choices = [
        kit.Choice("state", "Tình trạng", tuple(options), state),
        kit.Choice("severity", "Mức độ", (("", "Tất cả"), *SEVERITIES.items()), request.GET.get("severity", "")),
    ]
    empty = "Không có phát hiện nào như vậy." if every else "Chưa có phát hiện nào."
    given = {
        "table": finding_table(request, found, empty=empty).sorted_as(request.GET),
        "choices": choices,
        "export_at": f"{reverse('findings_export')}?{request.GET.urlencode()}" if found else "",
        "may_raise": access.person(request).may("audit"),
    }
    return render(request, "audit/findings.html", given)


def finding_table(request: HttpRequest, found: list[Audited], caption: str = "", empty: str = "") -> kit.Table:
    today = access.today()
    rows = [
        (
            kit.Link(one.code, reverse("finding", args=[one.code])),
            place_name(one.place),
            kit.Chip(t(SEVERITIES[one.severity]), _SEVERE[one.severity]),
            one.text if len(one.text) <= 120 else one.text[:117] + "…",
            subjects.told(request, one.subject_kind, one.subject)[0],
            one.raised_on,
            one.due_now,
            chip(one, today),
        )
        for one in found
    ]
    return kit.Table(tuple(kit.Column(one) for one in _COLUMNS), rows, caption=caption, empty=empty)


def _asked(request: HttpRequest) -> tuple[list[Audited], list[Audited]]:
    """Every finding in reach, and those that the filters leave."""
    every = subjects.findings(access.reader(request))
    state, severity, today = request.GET.get("state", ""), request.GET.get("severity", ""), access.today()
    found = [one for one in every if not severity or one.severity == severity]
    if state == "late":
        return every, [one for one in found if one.is_late(today)]
    return every, [one for one in found if not state or one.state == state]


@page("see", title="Xuất phát hiện kiểm toán")
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The list as a workbook, with the basis and the last answer. Text stays text: nothing runs in a sheet."""
    import xlsxwriter

    _, found = _asked(request)
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(t("Phát hiện")), book.add_format({"bold": True, "text_wrap": True})
    day, wrapped = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}), book.add_format({"text_wrap": True})
    heads = (*_COLUMNS, "Căn cứ", "Trả lời gần nhất", "Kết luận")
    for at, label in enumerate(heads):
        sheet.write_string(0, at, t(label), bold)
    shown = finding_table(request, found).rows
    for number, (one, cells) in enumerate(zip(found, shown, strict=True), start=1):
        whole = (*cells[:3], one.text, *cells[4:], _law(one), _last(one, "answered"), _last(one, "closed"))
        for at, value in enumerate(whole):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, at, value, day)
            else:
                sheet.write_string(number, at, str(value), wrapped)
    sheet.set_column(0, len(heads) - 1, 22)
    sheet.freeze_panes(1, 0)
    book.close()
    held.seek(0)
    return FileResponse(held, as_attachment=True, filename=f"phat-hien-{access.today().isoformat()}.xlsx")


def _law(one: Audited) -> str:
    return ", ".join(filter(None, (one.law[1], one.law[0])))


def _last(one: Audited, event: str) -> str:
    return next((each.text for each in reversed(one.events) if each.event == event), "")


@page("audit", title="Nêu phát hiện")
@require_http_methods(["GET", "HEAD", "POST"])
def raise_finding(request: HttpRequest) -> HttpResponse:
    about = subjects.subject(request, request.GET.get("kind", ""), request.GET.get("of", ""))
    form = FindingForm(request.POST or None, initial={"code": fresh_code(actions.KIND)})
    label, to = subjects.told(request, about.kind, about.of)
    given: dict[str, Any] = {
        "form": form,
        "label": label,
        "to": to,
        "place": place_name(about.place),
        "known": sorted({one.number for one in law_at(access.database()).documents}),
    }
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = {
            **said,
            "finding_code": said["code"],
            "locality_code": about.place,
            "period": about.period,
            "day": about.day,
            "subject_kind": about.kind,
            "subject": about.of,
        }
        try:
            with access.act(request, "finding.raise", at=about.place) as act:
                actions.raise_finding(act.inner, row, origin=act.origin)
        except Refused as refused:
            return render(request, "audit/raise.html", {**given, "problems": refused.problems}, status=409)
        messages.success(request, t("Đã ghi phát hiện {code}.", code=said["code"]))
        return redirect("finding", said["code"])
    return render(request, "audit/raise.html", given)


@page("see", title="Phát hiện")
@require_GET
def finding(request: HttpRequest, code: str) -> HttpResponse:
    """A finding, what it is about, the answers, and what may be done next."""
    one, who = _own(request, code), access.person(request)
    label, to = subjects.told(request, one.subject_kind, one.subject)
    steps = [
        {
            "event": event,
            "label": _LABELS[event],
            "to": reverse("finding_answer" if event == "answered" else "finding_judge", args=[code]),
            "sets_due": event in SETS_DUE,
        }
        for event in FOLLOWS[one.state]
        if who.role_at(RIGHT_OF[event], one.place) is not None
    ]
    given = {
        "one": one,
        "place": place_name(one.place),
        "kind": SUBJECTS[one.subject_kind],
        "label": label,
        "to": to,
        "law": _law(one),
        "severity": kit.Chip(t(SEVERITIES[one.severity]), _SEVERE[one.severity]),
        "chip": chip(one, who.on),
        "steps": steps,
        "least_day": who.on,
        "history": [kit.Happened(each.on, each.acted_by, _what(each), each.text) for each in reversed(one.events)],
    }
    return render(request, "audit/finding.html", given)


def _what(event: Any) -> str:
    said = t(EVENTS[event.event])
    return f"{said}, {t('hạn {day}', day=kit.shown(event.due))}" if event.due else said


@page("send", title="Trả lời phát hiện")
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    return _next(request, code, "answered")


@page("audit", title="Xét phát hiện")
@require_POST
def judge(request: HttpRequest, code: str) -> HttpResponse:
    event = request.POST.get("event", "")
    if RIGHT_OF.get(event) != "audit":
        raise Http404
    return _next(request, code, event)


def _next(request: HttpRequest, code: str, event: str) -> HttpResponse:
    one = _own(request, code)
    with access.act(request, f"finding.{event}", at=one.place) as act:
        actions.finding_event(
            act.inner,
            one,
            event,
            origin=act.origin,
            after=number_in(request.POST.get("after", "")),
            text=request.POST.get("text", "")[:_LONG],
            due=_day(request.POST.get("due_on", "")),
        )
    messages.success(request, t("Đã ghi: {what}.", what=t(EVENTS[event])))
    return redirect("finding", code)


def _own(request: HttpRequest, code: str) -> Audited:
    found = subjects.findings(access.reader(request), finding_code=code)
    if not found:
        raise Http404
    return found[0]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
