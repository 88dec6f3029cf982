"""What a figure was estimated at, its preliminary and its official value, side by side for a place and a period.

An estimate comes before the review and is somebody's; none of the three fills another up, and what was published stands
apart from all of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused
from mtqg.core.figure import Figure, Question
from mtqg.core.measure import Measure
from mtqg.core.numbers import day as day_text
from mtqg.core.numbers import number, rounded
from mtqg.core.period import read_period
from mtqg.core.shelf import Shelf
from mtqg.core.status import Stage, stages
from mtqg.poverty.estimates.terms import ESTIMATES, STAGES
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.figures import answers
from mtqg.web.figures.asked import Asked, address, asked_of, text_of
from mtqg.web.words import t

_FIRST = (
    "poor_household_rate",
    "near_poor_household_rate",
    "minority_poor_household_rate",
    "minority_area_poor_household_rate",
)
_EMPTY = "Chưa có số ước hay số sơ bộ nào được báo cáo cho kỳ này."
_MOST = 500  # reports that are listed


@page("see", title="Ước thực hiện, sơ bộ, chính thức", nav=("Giảm nghèo", 40))
@require_GET
def stages_of(request: HttpRequest) -> HttpResponse:
    asked = _with_reported(asked_of(request))
    said = _reports(asked)
    names = list(dict.fromkeys([*_FIRST, *(row.measure for row in said)]))
    measures = [CATALOGUE.measure(name) for name in names if name in CATALOGUE.measures]
    with answers.shelf() as shelf:
        table = _table([_line(asked, one, shelf) for one in measures])
    given = {
        "asked": asked,
        "choices": asked.choices,
        "boundaries": _boundaries(asked),
        "stages": table.sorted_as(request.GET),
        "reports": _reported(said).sorted_as(request.GET),
    }
    return render(request, "figures/stages.html", given)


def _line(asked: Asked, measure: Measure, shelf: Shelf) -> tuple[object, ...]:
    """Measure, the three values, how far the last moved from the one before, and what was published."""
    of = _question(measure, asked)
    found = stages(of, shelf)
    by_status = {str(one.figure.status): one for one in found}
    values = [_value(by_status.get(status)) for status in ("estimate", "preliminary", "official")]
    name = kit.Link(t(measure.label), address("figure", measure=measure.name, on=of.on, **asked.selectors))
    return (name, *values, _moved(found), _published(measure, asked))


def _question(measure: Measure, asked: Asked) -> Question:
    """By the boundaries of the period, which a report of that time speaks of; today's for a unit that is newer."""
    return Question(measure=measure.name, locality=asked.place.code, period=asked.period, on=_boundaries(asked))


def _boundaries(asked: Asked) -> dt.date:
    code, then = asked.place.code, asked.period.last
    is_ours = access.book().version(code, then) is not None and asked.seen.scope.holds(code, then)
    return then if is_ours else access.today()


def _value(stage: Stage | None) -> object:
    if stage is None:
        return "–"
    one = stage.figure
    text = text_of(one.value, one.measure)
    if one.estimate is not None:
        return text  # its document stands in the list below; it has no rows of the register
    of, filled = one.question, "1" if one.fills else ""
    about = {"measure": of.measure, "locality": of.locality, "period": of.period, "on": of.on, "filled": filled}
    return kit.Link(text, address("explanation", **about))


def _moved(found: list[Stage]) -> str:
    """From the first that is known to the last, by their exact values."""
    if len(found) < 2:
        return ""
    first, last = found[0].figure, found[-1].figure
    assert first.exact is not None and last.exact is not None
    value = rounded(last.exact - first.exact, last.measure.places)
    return f"{'+' if value > 0 else ''}{number(value)}"


def _published(measure: Measure, asked: Asked) -> str:
    from mtqg.published import published_figure

    of = _question(measure, asked)
    try:
        found: Figure = published_figure(of, answers.instance().home)
    except Refused:
        return ""
    return "" if found.exact is None else text_of(found.value, found.measure)


def _table(lines: list[tuple[object, ...]]) -> kit.Table:
    heads = ("Ước thực hiện", "Sơ bộ", "Chính thức", "Cuối so với đầu", "Đã công bố")
    return kit.Table((kit.Column("Chỉ tiêu"), *(kit.Column(one, is_number=True) for one in heads)), lines)


def _with_reported(asked: Asked) -> Asked:
    """The choice of periods with those that only a report speaks of: an estimate comes before any row."""
    from mtqg.web.poverty.models import Estimates

    rows = asked.seen.rows(Estimates).filter(locality_code=asked.place.code)
    told = (read_period(text) for text in rows.values_list("period", flat=True).distinct())
    return replace(asked, periods=tuple(sorted({*asked.periods, *told}, key=lambda one: one.last, reverse=True)))


def _reports(asked: Asked) -> list[Any]:
    """The reports of the place for the period, the latest first."""
    from mtqg.web.poverty.models import Estimates

    rows = asked.seen.rows(Estimates).filter(locality_code=asked.place.code).select_related("added_by")
    span = (asked.period.first, asked.period.last)
    return [one for one in rows.order_by("-day", "-pk") if _span(one.period) == span][:_MOST]


def _span(text: str) -> tuple[object, object]:
    one = read_period(text)
    return one.first, one.last


def _reported(said: list[Any]) -> kit.Table:
    columns = (
        kit.Column("Ngày báo cáo"),
        kit.Column("Loại số liệu"),
        kit.Column("Chỉ tiêu"),
        kit.Column("Giá trị", is_number=True),
        kit.Column("Tử/mẫu", is_number=True),
        kit.Column("Đơn vị báo cáo"),
        kit.Column("Cách ước"),
        kit.Column("Văn bản"),
    )
    return kit.Table(columns, [_report(one) for one in said], name="report", empty=_EMPTY)


def _report(one: Any) -> tuple[object, ...]:
    measure = CATALOGUE.measures.get(one.measure)
    label = t(measure.label) if measure else one.measure
    value = text_of(one.value, measure) if measure else number(one.value)
    base = " / ".join(number(value) for value in (one.part, one.whole) if value is not None)
    record = reverse("record", args=[ESTIMATES.name, one.added_by.n, one.row_no])
    day = kit.Link(day_text(one.day), record)
    return (day, t(STAGES[one.stage]), label, value, base, one.reported_by, one.method or "", one.decision_number)
