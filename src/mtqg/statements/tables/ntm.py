"""New rural development and OCOP: one row an indicator of a place on a day, with the base that was printed."""

from __future__ import annotations

from collections.abc import Iterator

from mtqg.statements import provenance
from mtqg.statements.model import Key, Statement
from mtqg.statements.read import Row, Shape
from mtqg.statements.tables.common import statement

FLOWS = ("stock", "flow", "target", "plan", "unclear")


def read(row: Row) -> Iterator[Statement]:
    scope = row.scope("unit", row.text("unit_level", needed=True))
    time = row.time("as_of")
    measure = row.text("indicator", needed=True)
    numbers = {column: row.number(column) for column in ("value", "denominator")}
    if scope is None or time is None or not measure:
        return
    source, sure = row.text("source"), row.text("confidence")
    for column, name in (("value", measure), ("denominator", f"base:{measure}")):
        number = numbers[column]
        if number is None:
            continue
        flow = row.text("stock_or_flow")
        yield statement(
            row,
            column,
            Key(scope, name, time.text),
            number,
            named=(scope.printed, time.text, measure),
            unit=row.text("unit_of_measure"),
            time=time,
            publication=provenance.without_remarks(source),
            flow=flow if flow in FLOWS else "unclear",
            standing=provenance.READ if sure in ("read", "derived") else provenance.REPORTED,
            published="derived" not in (row.text("published"), sure),
        )


SHAPE = Shape(
    "ntm",
    (
        "unit_level",
        "unit",
        "as_of",
        "published",
        "indicator",
        "value",
        "denominator",
        "unit_of_measure",
        "stock_or_flow",
        "note",
        "source",
        "confidence",
    ),
    ("value", "denominator"),
    read,
    place="unit",
    level="unit_level",
)
