"""Ethnic-minority households and the survey rate: one row a province and year."""

from __future__ import annotations

from collections.abc import Iterator

from mtqg.statements import provenance, terms
from mtqg.statements.model import Key, Statement
from mtqg.statements.read import Row, Shape
from mtqg.statements.tables.common import statement

MEASURES = {
    "em_poor": "minority_poor_households",
    "em_poor_rate": "minority_poor_household_rate",
    "em_near_poor": "minority_near_poor_households",
    "em_near_poor_rate": "minority_near_poor_household_rate",
    "gso_survey_poor_rate": "survey_poor_rate",
}


def read(row: Row) -> Iterator[Statement]:
    scope = row.scope("unit", "province")
    time = row.time("year")
    numbers = {column: row.number(column) for column in MEASURES}
    if scope is None or time is None or time.year is None:
        return
    for column, measure in MEASURES.items():
        number = numbers[column]
        if number is None:
            continue
        amount, base = terms.RATES.get(measure, ("", ""))
        standard = "survey" if measure == "survey_poor_rate" else provenance.standard(time.year, "")
        yield statement(
            row,
            column,
            Key(scope, measure, str(time.year), standard),
            number,
            named=(scope.printed, str(time.year)),
            unit="%" if terms.is_rate(measure) else "hộ",
            time=time,
            publication="",
            standing=provenance.REPORTED,
            rate_of=amount,
            base=base,
            base_named=bool(amount),
        )


SHAPE = Shape("ethnic", ("unit", "year", *MEASURES, "anomaly"), tuple(MEASURES), read, place="unit")
