"""The registers: rows of the places in reach, found and paged; what names a person is never opened here."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path
from pydantic import Field

from mtqg.core.table import Column, Table
from mtqg.web import access
from mtqg.web.api import shapes
from mtqg.web.api.declaring import get
from mtqg.web.api.shapes import Number, Text
from mtqg.web.masked import DOTS
from mtqg.web.registers import books, records
from mtqg.web.registers.books import Wanted
from mtqg.web.registers.views import page_of

MOST_ROWS = 500


@get("/registers", "see", area="registers", answer=list[shapes.Register])
def registers(request: HttpRequest) -> list[dict[str, Any]]:
    """The registers that you may open, with their columns."""
    who = access.person(request)
    return [_register(one) for one in books.tables() if who.may(books.right_of(one))]


def _register(table: Table) -> dict[str, Any]:
    return {
        "register": table.name,
        "label": table.label,
        "keeper": table.keeper,
        "columns": [
            {
                "name": one.name,
                "label": one.label,
                "kind": one.kind,
                "personal": one.personal,
                "choices": one.choices,
            }
            for one in table.columns
        ],
    }


@get("/registers/{name}", "see", area="registers", answer=shapes.RecordPage, is_of_state=True)
def register_rows(
    request: HttpRequest,
    name: Path[Text],
    q: Text = "",
    locality: Text = "",
    old: Text = "",
    village: Text = "",
    period: Text = "",
    after: Annotated[str, Field(pattern=r"^\d{0,15}$")] = "",
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100,
) -> dict[str, Any]:
    """Rows in force, the newest first.

    ``q`` looks for words whatever their accents, never in what names a person. ``locality`` takes what lies in a unit
    and what became part of it; ``old`` an earlier unit, as ``code@first day``.
    """
    table, model, seen = books.opened(request, name)
    wanted = Wanted(q=q.strip(), locality=locality, old=old, village=village, period=period)
    found = books.found(table, model, seen, wanted, by_people=False)
    rows, following = page_of(found, after, seen, is_stepped=not wanted.q, size=limit)
    return {
        "register": table.name,
        "rows": [_record(table, one) for one in rows],
        "next": None if following is None else str(following),
        "is_cut": found.is_cut,
    }


@get("/registers/{name}/{act}/{row}", "see", area="registers", answer=shapes.RecordWhole, is_of_state=True)
def register_record(request: HttpRequest, name: Path[Text], act: Path[Number], row: Path[Number]) -> dict[str, Any]:
    """One row by its id, one that was ended too: its values, its source, the acts that added and ended it."""
    table, model, seen = books.opened(request, name)
    found = records.opened(model, seen, act, row)
    return {
        **_record(table, found),
        "source": records.source_of(found),
        "added_by": _act(found.added_by),
        "ended_by": _act(found.ended_by) if found.ended_by else None,
    }


def _record(table: Table, row: Any) -> dict[str, Any]:
    act = row.added_by.n
    return {"id": f"{act}-{row.row_no}", "act": act, "values": {one.name: _value(one, row) for one in table.columns}}


def _value(column: Column, row: Any) -> Any:
    value = getattr(row, column.name)
    if value is None:
        return None
    if column.personal:
        return DOTS
    return value.isoformat() if hasattr(value, "isoformat") else value


def _act(act: Any) -> dict[str, Any]:
    return {"n": act.n, "at": act.at, "by": act.by, "role": act.role, "why": act.why}
