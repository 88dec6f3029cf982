"""A record: every value, where it came from, what became of it, and what else speaks of the same thing."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mtqg.core.acts import VIETNAM
from mtqg.core.table import Table
from mtqg.decisions.terms import DECISIONS
from mtqg.evidence.terms import EVIDENCE
from mtqg.web import access, kit
from mtqg.web.access import Reader, page
from mtqg.web.audit.subjects import beside
from mtqg.web.evidence import views as evidence
from mtqg.web.registers import books
from mtqg.web.registers.decided import decided_by, decision_of
from mtqg.web.registers.views import cell, place_names, record_link
from mtqg.web.words import t

_RELATED = 10
_NO_SUBJECT = ("locality_code", "village_code", "member_code")


@page("see", title="Bản ghi")
@require_GET
def record(request: HttpRequest, name: str, act: int, row: int) -> HttpResponse:
    from mtqg.web.poverty.why_views import address  # it reads records itself

    table, model, seen = books.opened(request, name)
    found = opened(model, seen, act, row)
    names = place_names(seen, {found.locality_code})
    villages = books.village_names(seen, {found.village_code}) if getattr(found, "village_code", None) else {}
    values = [
        (column, kit.Cell(cell(column, found, names, villages), False))
        for column in table.columns
        if getattr(found, column.name) is not None
    ]
    given = {
        "register": table,
        "record_id": f"{act}-{row}",
        "values": values,
        "lacking": ", ".join(column.label for column in table.columns if getattr(found, column.name) is None),
        "ended": found.ended_by,
        "source": source_of(found),
        "history": _history(model, seen, found),
        "related": _related(request, table, found) + (decided_by(request, found) if table is DECISIONS else []),
        "decision": decision_of(request, table, found),
        "beside": beside(request, "record", name_of(found), found.locality_code, also=_names(model, found)),
        "evidence": _evidence(request, table, model, found),
        "why_at": address(table.name, found),
        "register_at": reverse("register", args=[table.name]),
    }
    return render(request, "registers/record.html", given)


def _evidence(request: HttpRequest, table: Table, model: Any, found: Any) -> Any:
    """Files beside this row, but for a row that is itself about a file."""
    if table is EVIDENCE:
        return {}
    day = getattr(found, "day", None) or access.today()
    return evidence.beside(request, "record", name_of(found), found.locality_code, day, also=_names(model, found))


def name_of(found: Any) -> str:
    """What a row is called wherever something is said of it."""
    return f"{found.table.name}-{found.added_by.n}-{found.row_no}"


def _names(model: Any, found: Any) -> list[str]:
    """This row, and those that it replaced: to correct a row does not lose what was found at it, or attached to it."""
    same = _of_its_key(model, found).values_list("added_by__n", "row_no")
    return [f"{model.table.name}-{act}-{row}" for act, row in same]


def _of_its_key(model: Any, found: Any) -> Any:
    """Rows of the same key, in force or ended. Its columns are named too: of a key alone only rows in force have an
    index, and for those that ended the whole register would be read."""
    columns = [model.table.column(name) for name in model.table.key]
    named = {one.name: getattr(found, one.name) for one in columns if not one.personal}
    said = {name: value for name, value in named.items() if value is not None}
    return model.objects.filter(row_key=found.row_key, **said)


def opened(model: Any, seen: Reader, act: int, row: int) -> Any:
    """A row by its id. One that was ended is still shown, to whoever would have seen it; "not found" otherwise."""
    found = model.objects.filter(added_by__n=act, row_no=row).select_related("added_by", "ended_by").first()
    if found is None or not seen.scope.holds(found.locality_code, getattr(found, "day", None)):
        raise Http404
    return found


def source_of(found: Any) -> dict[str, Any] | None:
    """The file, sheet and row that it came from."""
    from mtqg.web.intake.models import SourceSheet

    if found.sheet is None:
        return None
    sheet = SourceSheet.objects.filter(act_id=found.batch_id or found.added_by_id, number=found.sheet).first()
    if sheet is None:
        return None
    letters = sorted(json.loads(sheet.letters).values(), key=lambda one: (len(one), one))
    span = f"{letters[0]}{found.cell_row}:{letters[-1]}{found.cell_row}" if letters else str(found.cell_row)
    return {"file": sheet.file, "sheet": sheet.sheet, "cells": span, "sha256": sheet.sha256}


def _history(model: Any, seen: Reader, found: Any) -> list[kit.Happened]:
    """What happened to the rows of this key: each was added, and perhaps ended, by an act."""
    same = [
        *_of_its_key(model, found).filter(ended_by=None).select_related("added_by"),
        *_of_its_key(model, found).filter(ended_by__isnull=False).select_related("added_by", "ended_by"),
    ]
    reached = [one for one in same if seen.scope.holds(one.locality_code, getattr(one, "day", None))]
    events: dict[int, kit.Happened] = {}
    for one in reached:
        for act, said in ((one.ended_by, "kết thúc dòng"), (one.added_by, "ghi dòng")):
            if act is not None:
                what = t("thay dòng cũ bằng dòng mới") if act.n in events else t(said)
                events[act.n] = kit.Happened(_at(act.at), act.by, what, act.why, act.n)
    return [events[n] for n in sorted(events, reverse=True)]


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(VIETNAM)


def _related(request: HttpRequest, table: Table, found: Any) -> list[dict[str, Any]]:
    """Rows of other registers, and other rows of this one, that name the same household, product or decision."""
    who, related = access.person(request), []
    subjects = [one.name for one in table.columns if one.name.endswith("_code") and one.name not in _NO_SUBJECT]
    for other in books.tables():
        if not who.may(books.right_of(other)):
            continue
        names = {column.name for column in other.columns}
        for subject in subjects:
            value = getattr(found, subject)
            if subject not in names or value is None:
                continue
            rows = access.reader(request, books.right_of(other)).rows(books.model_of(other))
            # The same subject stands at the same place, or where it moved to: the place keeps the search short.
            asked = rows.filter(**{subject: value, "locality_code": found.locality_code}).select_related("added_by")
            kept = [one for one in asked[: _RELATED + 1] if not _is_same(other, table, one, found)][:_RELATED]
            if kept:
                links = [(record_link(other, one), _when(one)) for one in kept]
                related.append({"label": other.label, "links": links})
            break
    return related


def _is_same(other: Table, table: Table, one: Any, found: Any) -> bool:
    return other is table and one.pk == found.pk


def _when(one: Any) -> str:
    period = getattr(one, "period", None)
    return str(period) if period else kit.shown(getattr(one, "day", None))
