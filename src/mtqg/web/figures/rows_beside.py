"""The rows that a figure is made of, as its explanation shows them: those within reach, each with its source."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from mtqg.catalogue import CATALOGUE
from mtqg.core.figure import Figure, Question, quantities
from mtqg.core.gaps import HOWS
from mtqg.core.numbers import day
from mtqg.submissions.gaps.terms import GAP_CHOICES
from mtqg.web import access, kit
from mtqg.web.registers import books
from mtqg.web.words import t

_SHOWN = 6  # values of a row that are shown beside its source


def reached(
    request: HttpRequest, rows: list[dict[str, Any]], found: Figure, of: str
) -> tuple[list[dict[str, Any]], bool]:
    """The rows that the person may see one by one; True where some are kept back: of people, or of another place."""
    if found.basis == "published":
        return rows, False
    quantity = quantities(found.measure).get(of)
    if quantity is None:
        return rows, False
    right = "personal" if CATALOGUE.tables[quantity.table].personal else "see"
    scope = access.person(request).scope(right)

    def day(row: dict[str, Any]) -> dt.date | None:
        text = row["values"].get("day")
        return dt.date.fromisoformat(text) if text else None

    # What somebody chose for a whole commune is about no person.
    seen = access.person(request).scope("see")
    reach = {True: seen, False: scope}
    kept = [one for one in rows if reach[one["origin"] == "chosen"].holds(one["locality"], day(one))]
    return kept, len(kept) < len(rows)


def shown_rows(of: Question, quantity_name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as the page shows them: where, what, from which cell, by which decision; each leads to its record."""
    quantity = quantities(CATALOGUE.measure(of.measure)).get(quantity_name)
    table = CATALOGUE.tables.get(quantity.table) if quantity else None
    shown = []
    for one in rows:
        at = ""
        kept_in = GAP_CHOICES if one["origin"] == "chosen" else table
        if kept_in is not None and one["act"] is not None:
            number_of = one["id"].rpartition("-")[2]
            at = reverse("record", args=[kept_in.name, int(one["act"]), int(number_of)])
        said = _chosen(one["values"]) if one["origin"] == "chosen" else _said(table, one["values"])
        shown.append({**one, "at": at, "place": _place_name(one["locality"], of.period.last), "said": said})
    return shown


def _place_name(code: str, day: dt.date) -> str:
    """A unit as it was called on the day, or is called now."""
    found = access.book().version(code, day) or access.book().version(code, access.today())
    return found.name if found else code


def _chosen(values: dict[str, Any]) -> list[tuple[str, str]]:
    """What somebody chose for a commune that has not sent its rows."""
    how = t(HOWS[values["how"]]) + (f" {values['base']}" if values["base"] else "")
    said = [(t("Xã chưa gửi, cách tính"), how), (t("Người chọn"), values["by"]), (t("Ngày chọn"), day(values["day"]))]
    return [*said, (t("Lý do"), values["why"])] if values["why"] else said


def _said(table: Any, values: dict[str, Any]) -> list[tuple[str, str]]:
    """The first values of a row that say something, with their labels."""
    said: list[tuple[str, str]] = []
    labels = {column.name: column for column in table.columns} if table else {}
    for name, value in values.items():
        if value is None or value is False or name in ("period", "standard", "source_no"):
            continue
        column = labels.get(name)
        if column is None:
            continue
        text = day(value) if column.kind == "date" else kit.shown(books.text_of(column, value))
        said.append((t(column.label), text))
    return said[:_SHOWN]
