"""Totals, breakdowns, rates and changes that were printed apart: one row a number with all its keys.

``value`` is the number of ``measure``; ``rate`` its share of ``base``; ``change`` its difference from ``since``;
``change_per_year`` the mean of that difference over the years between.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mtqg.statements import provenance, terms
from mtqg.statements.model import Key, Statement
from mtqg.statements.numbers import Number
from mtqg.statements.read import Row, Shape
from mtqg.statements.tables.common import statement
from mtqg.statements.tables.money import StatedBase, stated_base

STATUSES = ("official", "announced", "preliminary", "estimate")
NUMBERS = ("value", "rate", "change", "change_per_year")
COLUMNS = (
    "scope",
    "level",
    "period",
    "since",
    "as_of",
    "measure",
    "standard",
    "programme",
    "source",
    "kind",
    "carry",
    "value",
    "rate",
    "base",
    "change",
    "change_per_year",
    "unit",
    "flow",
    "status",
    "publication",
    "place",
    "standing",
)


def read(row: Row) -> Iterator[Statement]:
    scope = row.scope("scope", row.text("level", needed=True))
    period, as_of = row.time("period"), row.time("as_of", needed=False)
    since = row.time("since", needed=False)
    measure = row.text("measure", needed=True)
    numbers = {column: row.number(column) for column in NUMBERS}
    base = stated_base(row.text("base"))
    below = row.printed(base.number, "base")
    if scope is None or period is None or as_of is None or since is None or not measure:
        return
    status = row.text("status") if row.text("status") in STATUSES else "official"
    key = Key(
        scope,
        measure,
        period.text,
        standard=row.text("standard"),
        programme=row.text("programme"),
        source=row.text("source"),
        kind=row.text("kind"),
        carry=row.text("carry"),
        as_of=as_of.text,
        round=status if status in ("preliminary", "estimate") else "final",
    )
    words = [getattr(key, name) for name in ("period", "measure", "standard", "programme", "source", "kind", "as_of")]
    common: dict[str, Any] = {
        "named": (scope.printed, *words),
        "time": period,
        "publication": provenance.without_remarks(row.text("publication")),
        "place": f"{row.text('place')} ({row.file}:{row.line})".strip(),
        "status": status,
        "standing": _standing(row.text("standing")),
        "published": row.text("standing") != provenance.DERIVED,
    }
    yield from _statements(row, key, numbers, below, base, since.text, common)


def _statements(
    row: Row,
    key: Key,
    numbers: dict[str, Number | None],
    below: Number | None,
    base: StatedBase,
    since: str,
    common: dict[str, Any],
) -> Iterator[Statement]:
    flow = row.text("flow") or "stock"
    unit = row.text("unit")
    above = base.amount or key.measure
    levels = (
        ("value", numbers["value"], key),
        ("base", below, key.but(measure=f"base:{above}")),
        ("change", numbers["change"], key.but(form="change", since=since)),
        ("change_per_year", numbers["change_per_year"], key.but(form="change_per_year", since=since)),
    )
    for column, number, what in levels:
        if number:
            yield statement(row, column, what, number, unit=unit, flow=flow, **_rate_of(what), **common)
    if numbers["rate"]:
        what = key.but(measure=terms.RATE_OF.get(above, f"{above}_share"))
        known = _rate_of(what) or {"rate_of": above, "base": base.base, "base_named": bool(base.base)}
        if below:
            known = {"rate_of": above, "base": f"base:{above}", "base_named": True}
        yield statement(row, "rate", what, numbers["rate"], unit="%", flow=flow, **known, **common)


def _rate_of(key: Key) -> dict[str, Any]:
    """What a rate of the vocabulary is a share of; nothing for a change or for other measures."""
    if key.form or key.measure not in terms.RATES:
        return {}
    amount, base = terms.RATES[key.measure]
    return {"rate_of": amount, "base": base, "base_named": True}


def _standing(text: str) -> str:
    known = (provenance.READ, provenance.REPORTED, provenance.UNVERIFIED)
    return text if text in known else provenance.REPORTED


SHAPE = Shape("totals", COLUMNS, NUMBERS, read, place="scope")
