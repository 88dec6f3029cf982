"""What a finding is about: a record, a figure or a submission, and the findings that stand beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from mtqg.auditing.findings import Audited
from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.web import access
from mtqg.web.access import Reader
from mtqg.web.audit.models import AuditFindingEvents, AuditFindings
from mtqg.web.registers import books
from mtqg.web.words import t

_LONGEST = 500


@dataclass(frozen=True)
class Subject:
    """A thing that a finding may be about, of a place and a day that are within the auditor's reach."""

    kind: str
    of: str
    place: str
    day: dt.date
    period: str


def subject(request: HttpRequest, kind: str, of: str, right: str = "audit") -> Subject:
    """The thing by its kind and name, where this right is held. "Not found" for another's, as for none."""
    makers = {"record": _record, "figure": _figure, "submission": _submission}
    if kind not in makers or len(of) > _LONGEST:
        raise Http404
    found = makers[kind](request, of)
    if not access.person(request).scope(right).holds(found.place, found.day):
        raise Http404
    return found


def figure_name(values: dict[str, Any]) -> str:
    """The name of a figure: its selectors, in one order."""
    return urlencode(sorted((key, str(value)) for key, value in values.items() if value not in (None, "")))


def told(request: HttpRequest, kind: str, of: str) -> tuple[str, str]:
    """What the thing is called, and the address of its page where the person may open it."""
    if kind == "record":
        name, act, row = _row_name(of)
        table = CATALOGUE.tables[name]
        opens = access.person(request).may(books.right_of(table))
        return f"{t(table.label)} {act}-{row}", reverse("record", args=[name, act, row]) if opens else ""
    if kind == "figure":
        said = dict(parse_qsl(of))
        measure = CATALOGUE.measures.get(said["measure"])  # none: a later version no longer counts it
        return f"{t(measure.label) if measure else said['measure']}, {said['period']}", f"{reverse('figure')}?{of}"
    form = CATALOGUE.forms.get(of.split("/")[0])
    return (f"{t(form.label)}, {of}" if form else of), reverse("submission", args=[of])


def findings(seen: Reader, **wanted: Any) -> list[Audited]:
    """Findings in reach, those that were raised last first."""
    rows = list(seen.rows(AuditFindings).filter(**wanted).order_by("-raised_on", "-pk"))
    events: dict[str, list[Any]] = {}
    for one in AuditFindingEvents.objects.filter(ended_by=None, finding_code__in=[row.finding_code for row in rows]):
        events.setdefault(one.finding_code, []).append(one)
    return [Audited.of(row, events.get(row.finding_code, ())) for row in rows]


def beside(request: HttpRequest, kind: str, of: str, place: str, *, also: Iterable[str] = ()) -> dict[str, Any]:
    """What a page shows beside its thing: its findings, and where an auditor raises one.

    also: other names of the same thing: the rows that a corrected row replaced.
    """
    from mtqg.web.audit.finding_views import chip

    who = access.person(request)
    seen = Reader(who.scope("see"), who.on)
    found = findings(seen, subject_kind=kind, subject__in=sorted({of, *also}))
    may = who.role_at("audit", place) is not None
    raise_at = f"{reverse('finding_raise')}?{urlencode({'kind': kind, 'of': of})}" if may else ""
    return {"lines": [(one, chip(one, who.on)) for one in found], "raise_at": raise_at}


def _record(request: HttpRequest, of: str) -> Subject:
    from mtqg.web.registers.records import opened

    name, act, row = _row_name(of)
    _, model, seen = books.opened(request, name)
    found = opened(model, seen, act, row)
    day = getattr(found, "day", None) or access.today()
    return Subject("record", of, found.locality_code, day, getattr(found, "period", None) or str(day.year))


def _figure(request: HttpRequest, of: str) -> Subject:
    said = dict(parse_qsl(of))
    if said.get("measure") not in CATALOGUE.measures or figure_name(said) != of:
        raise Http404
    try:
        period = read_period(said.get("period", ""))
    except Refused:
        raise Http404 from None
    seen, place = access.reader(request), said.get("locality", "")
    is_now = access.book().version(place, seen.on) is not None
    day = seen.on if is_now else period.last
    return Subject("figure", of, seen.place(place, day).code, day, period.text)


def _submission(request: HttpRequest, of: str) -> Subject:
    found = next((one for one in access.reader(request).submissions() if one.code == of), None)
    if found is None:
        raise Http404
    return Subject("submission", of, found.locality, found.due, found.period)


def _row_name(of: str) -> tuple[str, int, int]:
    name, _, rest = of.partition("-")
    act, _, row = rest.partition("-")
    if not (act.isdecimal() and row.isdecimal() and len(act) < 19 and len(row) < 19 and name in CATALOGUE.tables):
        raise Http404
    return name, int(act), int(row)
