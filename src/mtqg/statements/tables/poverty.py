"""Results of the poverty review: one row a place and year, counts and rates of households."""

from __future__ import annotations

from collections.abc import Iterator

from mtqg.statements import provenance, terms
from mtqg.statements.model import Key, Statement
from mtqg.statements.read import Row, Shape
from mtqg.statements.tables.common import statement

MEASURES = {
    "households": "households",
    "poor": "poor_households",
    "near_poor": "near_poor_households",
    "poor_rate": "poor_household_rate",
    "near_poor_rate": "near_poor_household_rate",
    "em_poor_rate": "minority_poor_household_rate",
}


def read(row: Row) -> Iterator[Statement]:
    scope = row.scope("unit", row.text("level", needed=True))
    time = row.time("year")
    numbers = {column: row.number(column) for column in MEASURES}
    if scope is None or time is None or time.year is None:
        return
    source = row.text("source")
    for column, measure in MEASURES.items():
        number = numbers[column]
        if number is None:
            continue
        publication = provenance.publication(column, source)
        amount, base = terms.RATES.get(measure, ("", ""))
        standard = provenance.standard(time.year, source)
        yield statement(
            row,
            column,
            Key(scope, measure, str(time.year), standard),
            number,
            named=(scope.printed, str(time.year), standard if standard == "poverty-2016" else ""),
            unit="%" if amount else "hộ",
            time=time,
            publication=publication,
            status=provenance.status(publication),
            standing=provenance.standing(publication),
            published=not provenance.worked_out(column, number.value, source),
            rate_of=amount,
            base=base,
            base_named=bool(amount),
        )


SHAPE = Shape("poverty", ("unit", "level", "year", *MEASURES, "source"), tuple(MEASURES), read, place="unit")
