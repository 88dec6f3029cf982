"""Money of the programmes: one row an amount or a rate of a place, period, programme, source and kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqg.statements import provenance
from mtqg.statements.model import Key, Statement
from mtqg.statements.read import Row, Shape
from mtqg.statements.tables.common import statement
from mtqg.statements.tables.money import stated_base

UNIT = "tỷ đồng"
CARRIES = ("included", "only", "excluded")
COLUMNS = (
    "area",
    "level",
    "period",
    "programme",
    "source",
    "kind",
    "measure",
    "amount_bn_vnd",
    "rate_pct",
    "rate_base",
    "as_of",
    "carry_over",
    "publisher_url",
    "certainty",
    "note",
)


def read(row: Row) -> Iterator[Statement]:
    scope = row.scope("area", row.text("level", needed=True))
    period, as_of = row.time("period"), row.time("as_of", needed=False)
    measure = row.text("measure", needed=True).removesuffix("_rate")
    amount, rate = row.number("amount_bn_vnd"), row.number("rate_pct")
    base = stated_base(row.text("rate_base"))
    below = row.printed(base.number, "rate_base")
    if scope is None or period is None or as_of is None or not measure:
        return
    sure = row.text("certainty")
    key = Key(
        scope,
        measure,
        period.text,
        programme=row.text("programme"),
        source=row.text("source"),
        kind=row.text("kind"),
        carry=_carry(row.text("carry_over")),
        as_of=as_of.text,
        round="estimate" if "estimate" in sure else "final",
    )
    named = (scope.printed, key.period, key.programme, key.source, key.kind, measure, key.carry, key.as_of)
    common = {
        "named": named,
        "time": period,
        "publication": provenance.without_remarks(row.text("publisher_url")),
        "status": "estimate" if key.round == "estimate" else "official",
        "standing": _standing(sure),
    }
    flow = "plan" if "plan" in measure else "flow"
    above = base.amount or measure
    for column, number, what in (
        ("amount_bn_vnd", amount, measure),
        ("rate_base", below, f"base:{above}"),
    ):
        if number:
            mine = column == "amount_bn_vnd" and _computed(sure, of_rate=False)
            yield statement(
                row,
                column,
                key.but(measure=what),
                number,
                unit=UNIT,
                flow=flow,
                published=not mine,
                **common,  # type: ignore[arg-type]
            )
    if rate:
        yield statement(
            row,
            "rate_pct",
            key.but(measure=f"{above}_share"),
            rate,
            unit="%",
            published=not (base.computed or _computed(sure, of_rate=True)),
            rate_of=above,
            base=f"base:{above}" if below else base.base,
            base_named=bool(below or base.base),
            **common,  # type: ignore[arg-type]
        )


def _carry(text: str) -> str:
    return next((word for word in CARRIES if text.startswith(word)), "")


def _computed(sure: str, *, of_rate: bool) -> bool:
    """Whether the certainty says that the compiler worked out the rate (or, without that word, the amount)."""
    parts = re.split(r"[;,]\s*", provenance.without_remarks(sure))
    return any("computed" in part and ("rate" in part) == of_rate for part in parts)


def _standing(sure: str) -> str:
    text = provenance.without_remarks(sure)
    if text.startswith("own knowledge"):
        return provenance.UNVERIFIED
    return provenance.REPORTED if "own knowledge" in text else provenance.READ


SHAPE = Shape("capital", COLUMNS, ("amount_bn_vnd", "rate_pct"), read, place="area")
