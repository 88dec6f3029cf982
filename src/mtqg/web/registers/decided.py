"""A row and the decision behind it, each beside the other: the register of decisions, its scan, and what it decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from mtqg.core.table import Table
from mtqg.decisions.terms import DECISIONS
from mtqg.web import access, kit
from mtqg.web.access import Reader
from mtqg.web.evidence import views as evidence
from mtqg.web.registers import books
from mtqg.web.registers.views import record_link

_SHOWN = 10

Signed = tuple[Any, Any, Any]  # number, issuer, day


def decision_of(request: HttpRequest, table: Table, found: Any) -> dict[str, Any] | None:
    """The decision that a row names: what it is called, its record and files where the person reaches them."""
    if table.decision is None or table is DECISIONS or getattr(found, table.decision[0]) is None:
        return None
    signed: Signed = tuple(getattr(found, name) for name in table.decision)  # type: ignore[assignment]
    told = ", ".join(kit.shown(one) for one in signed if one)
    seen = access.reader(request, books.right_of(DECISIONS))
    row = next(iter(decisions(seen, [signed]).values()), None)
    if row is None:
        return {"told": told, "to": "", "title": "", "evidence": {}}
    link = record_link(DECISIONS, row)
    name = f"{DECISIONS.name}-{row.added_by.n}-{row.row_no}"
    is_own = seen.scope.holds(row.locality_code, row.day)
    files = evidence.beside(request, "record", name, row.locality_code, row.day) if is_own else {}
    return {"told": told, "to": link.to if is_own else "", "title": row.title, "evidence": {**files, "add_at": ""}}


def decisions(seen: Reader, wanted: list[Signed]) -> dict[Signed, Any]:
    """The rows of the register of decisions with these numbers, issuers and days: ours, or of a unit above."""
    names = DECISIONS.decision or ()
    rows = seen.handed_down(books.model_of(DECISIONS)).filter(**{f"{names[0]}__in": {one[0] for one in wanted}})
    found = {tuple(getattr(row, name) for name in names): row for row in rows.select_related("added_by")}
    return {one: found[one] for one in wanted if one in found}


def decided_by(request: HttpRequest, found: Any) -> list[dict[str, Any]]:
    """Rows of the registers that name a decision, the first of each."""
    who, signed = access.person(request), {name: getattr(found, name) for name in DECISIONS.decision or ()}
    related = []
    for other in books.tables():
        if other is DECISIONS or other.decision is None or not who.may(books.right_of(other)):
            continue
        asked = dict(zip(other.decision, signed.values(), strict=True)) | _place(found, other)
        rows = access.reader(request, books.right_of(other)).rows(books.model_of(other)).filter(**asked)
        kept = rows.select_related("added_by").order_by("pk")[:_SHOWN]
        if links := [(record_link(other, one), _subject(other, one)) for one in kept]:
            related.append({"label": other.label, "links": links})
    return related


def _place(found: Any, table: Table) -> dict[str, str]:
    """What a commune decides is about its own rows: not every commune's are looked through for them."""
    unit = access.book().version(found.locality_code, found.day)
    is_own = unit is not None and unit.level == "commune" and any(one.name == "locality_code" for one in table.columns)
    return {"locality_code": found.locality_code} if is_own else {}


def _subject(table: Table, row: Any) -> str:
    """What a row is about: the last part of its key that is a code."""
    codes = [name for name in table.key if name.endswith("_code") and getattr(row, name, None)]
    return str(getattr(row, codes[-1])) if codes else str(row.row_no)
