"""Why a household has its class, and which it would have if some answers were others; on the screen and on paper.

What is tried is posted and kept nowhere: it stands in no address, no log and no register.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mtqg.law.book import Law
from mtqg.law.office import law_at
from mtqg.poverty.classify import standard_on
from mtqg.poverty.sheet.definition import FORMS, Definition, Item
from mtqg.poverty.sheet.judging import Household, Judged
from mtqg.poverty.sheet.office import own_sections
from mtqg.poverty.sheet.reading import definition
from mtqg.poverty.sheet.stored import stored_household
from mtqg.poverty.sheet.terms import POVERTY_ANSWERS
from mtqg.poverty.sheet.why import NAMES, Why, explained
from mtqg.poverty.sheet.why import why as why_of
from mtqg.poverty.terms import POVERTY_SHEETS
from mtqg.web import access, kit
from mtqg.web.access import page
from mtqg.web.registers import books, records
from mtqg.web.words import t

OF = (POVERTY_SHEETS.name, POVERTY_ANSWERS.name)  # registers whose records can be asked about
_FACTS = {"income_points": "Điểm B1 ghi trên phiếu", "deprivation_points": "Điểm B2 ghi trên phiếu"}
TONES = {"poor": "bad", "near_poor": "waiting", "not_poor": "good"}


@dataclass(frozen=True)
class Asked:
    """A household of a review, with what it is judged by."""

    row: Any
    household: Household
    law: Law
    standard: str
    definition: Definition

    @property
    def items(self) -> list[tuple[str, tuple[Item, ...]]]:
        """The questions of its sheet, form by form."""
        one = self.household
        sections = self.definition.on(area=one.area, region=one.region, day=one.day)
        return [(FORMS[section.form], section.items) for section in sections]


@page("personal", title="Vì sao hộ tôi không nghèo?")
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, name: str, act: int, row: int) -> HttpResponse:
    asked = _asked(request, name, act, row)
    found = _found(asked, request.POST)
    given = {
        "asked": asked,
        "place": access.book().version(asked.row.locality_code, access.today()),
        "sides": _sides(found),
        "is_changed": found.after is not None,
        "changes": _changes(found),
        "words": explained(found.after or found.before),
        "problems": (found.after or found.before).problems,
        "facts": [(key, label, _fact(asked, request.POST, key)) for key, label in _FACTS.items()],
        "forms": [
            (label, [_question(asked.household, item, request.POST) for item in items]) for label, items in asked.items
        ],
        "again": reverse("why", args=[name, act, row]),
        "pdf": reverse("why_pdf", args=[name, act, row]),
        "record": reverse("record", args=[name, act, row]),
    }
    return render(request, "poverty/why.html", given)


@page("personal", title="In giải thích kết quả")
@require_POST
def why_pdf(request: HttpRequest, name: str, act: int, row: int) -> HttpResponse:
    """The answer on paper; it bears the household's code and nobody's name."""
    from mtqg.paper.typesetting import set_pdf
    from mtqg.poverty.paper.why_page import TEMPLATE, why_data

    asked = _asked(request, name, act, row)
    data = why_data(_found(asked, request.POST), asked.law, is_synthetic=settings.IS_SYNTHETIC)
    answer = HttpResponse(set_pdf(TEMPLATE, data, made=dt.datetime.now(dt.UTC)), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="vi-sao.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def address(name: str, found: Any) -> str:
    """Where a record is explained; empty where it is none of a review."""
    return reverse("why", args=[name, found.added_by.n, found.row_no]) if name in OF and found.ended_by is None else ""


def _asked(request: HttpRequest, name: str, act: int, row: int) -> Asked:
    if name not in OF:
        raise Http404
    _, model, seen = books.opened(request, name)
    found = records.opened(model, seen, act, row)
    database = access.database()
    household, standard = stored_household(
        database, found.household_code, found.period, standard=found.standard, locality=found.locality_code
    )
    law = law_at(database)
    sheet = definition(standard, own=own_sections(database), is_synthetic=settings.IS_SYNTHETIC)
    return Asked(found, household, law, standard, sheet)


def _found(asked: Asked, given: Any) -> Why:
    """The answer to what was posted: what differs from the sheet is a change."""
    answers = {}
    for _, items in asked.items:
        for item in items:
            if f"asked.{item.code}" in given:
                now = _ticked(given, item)
                if now != _order(item, asked.household.answers.get(item.code, ())):
                    answers[item.code] = now
    facts = {}
    for key in _FACTS:
        said = given.get(key, "").strip()
        held = getattr(asked.household, key)
        if said and said != str("" if held is None else held):
            facts[key] = said
    applied = standard_on(asked.household.day, asked.law, asked.standard)
    return why_of(asked.household, answers, facts, applied, asked.definition, is_synthetic=bool(settings.IS_SYNTHETIC))


def _ticked(given: Any, item: Item) -> tuple[str, ...]:
    return _order(item, given.getlist(f"b.{item.code}"))


def _order(item: Item, codes: Any) -> tuple[str, ...]:
    """Boxes in the order of the sheet, without what is no box of it."""
    return tuple(option.code for option in item.options if option.code in codes)


def _fact(asked: Asked, given: Any, key: str) -> str:
    held = getattr(asked.household, key)
    return str(given.get(key, "") or ("" if held is None else held))


def _question(household: Household, item: Item, given: Any) -> dict[str, Any]:
    held = _order(item, household.answers.get(item.code, ()))
    now = _ticked(given, item) if f"asked.{item.code}" in given else held
    return {
        "code": item.code,
        "label": item.label,
        "is_one": item.choice == "exclusive",
        "is_open": not now,
        "is_changed": now != held,
        "options": [(one.code, one.label, one.points, one.code in now) for one in item.options],
    }


def _sides(found: Why) -> list[dict[str, Any]]:
    sides = [_side(t("Theo phiếu đang có"), found.before)]
    return [*sides, _side(t("Nếu đổi như dưới đây"), found.after)] if found.after else sides


def _side(title: str, judged: Judged) -> dict[str, Any]:
    name = judged.poverty_class
    return {
        "title": title,
        "chip": kit.Chip(NAMES[name], TONES.get(name, "off")),
        "b1": judged.income_points,
        "b2": judged.deprivation_points,
        "limits": judged.limits,
    }


def _changes(found: Why) -> kit.Table | None:
    columns = (
        kit.Column("Câu hỏi", is_sorted=False),
        kit.Column("Trước", is_sorted=False),
        kit.Column("Điểm", True, is_sorted=False),
        kit.Column("Sau", is_sorted=False),
        kit.Column("Điểm", True, is_sorted=False),
    )
    rows = [
        (one.after.label, one.before.said or "–", one.before.points, one.after.said or "–", one.after.points)
        for one in found.differences
    ]
    return kit.Table(columns, rows, caption="Những câu đổi") if rows else None
