"""Documents and values of the law, the office's own among them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from mtqg.core.period import read_day
from mtqg.core.register.chain import head
from mtqg.core.text import fold
from mtqg.law.book import Law
from mtqg.law.commands import absent, document_json, whole_json
from mtqg.law.office import law_at, proposals
from mtqg.law.pending import chosen, pending, value_json
from mtqg.web import access
from mtqg.web.api import shapes
from mtqg.web.api.declaring import get
from mtqg.web.api.shapes import Day, Text


def _book() -> Law:
    database = access.database()
    return law_at(database, head(database)[0])


@get("/law/documents", "see", area="law", answer=list[shapes.Document], is_of_state=True)
def law_documents(
    request: HttpRequest, in_force_on: Day | None = None, issuer: Text | None = None
) -> list[dict[str, Any]]:
    """The documents, or those in force (or that may be) on a day, or of an issuer (accents are free)."""
    day, wanted = read_day(in_force_on) if in_force_on else None, fold(issuer or "")
    return [
        document_json(one, day)
        for one in _book().documents
        if wanted in fold(one.issued_by) and (day is None or one.in_force(day) != "no")
    ]


@get("/law/document", "see", area="law", answer=shapes.DocumentWhole, is_of_state=True)
def law_document(
    request: HttpRequest, number: Text, issuer: Text | None = None, signed_on: Day | None = None
) -> dict[str, Any]:
    """A document by its number: days, links both ways, provisions and values."""
    book = _book()
    day = read_day(signed_on) if signed_on else None
    return whole_json(book, book.document(number, issued_by=issuer or None, signed_on=day))


@get("/law/values", "see", area="law", answer=list[shapes.LawValue], is_of_state=True)
def law_values(request: HttpRequest, on: Day | None = None, name: Text | None = None) -> list[dict[str, Any]]:
    """The values, in force on a day, of a name. Where a name has none on the day, null with its reason."""
    book, day = _book(), read_day(on) if on else None
    if name:
        book.name(name)
    listed = chosen(book.values, on=day, name=name or None)
    if name and day is not None and not listed:
        return [{**one, "on": day.isoformat()} for one in absent(book, name, day)]
    return [value_json(one) for one in listed]


@get("/law/pending", "see", area="law", answer=shapes.Pending, is_of_state=True)
def law_pending(request: HttpRequest, on: Day | None = None, name: Text | None = None) -> dict[str, Any]:
    """What waits for confirmation, and what waits for it."""
    database = access.database()
    n = head(database)[0]
    found = pending(
        law_at(database, n), on=read_day(on) if on else None, name=name or None, proposals=proposals(database, n)
    )
    return found.as_json()
