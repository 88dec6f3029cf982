"""Indicators: which lacks count under which line."""

from __future__ import annotations

import datetime as dt

import narwhals as nw

from mtqg.law import with_values
from mtqg.poverty.rules import proposed_class_by_income
from mtqg.poverty.sheet.reading import definition
from mtqg.poverty.sheet.scoring import deprived_of

title = "Indicators"


def lacking(standard, on):
    """The class by income, with the deprived indicators counted as the line's own sheet lists them.

    A table's columns are the indicators that differ; every other indicator of the line is not lacked.
    """
    section = definition(standard).section("B2", area="rural", region=None, on=on)

    def run(sheets):
        named = sheets.collect_schema().names()
        flags = {
            item.code: (nw.col(item.code) == "yes") if item.code in named else nw.lit(False) for item in section.items
        }
        sheets = sheets.with_columns(**flags)
        sheets = sheets.with_columns(deprived_indicators=deprived_of(section))
        sheets = with_values(sheets, "income_limit_vnd", "deprived_indicator_limit", on=on, standard=standard)
        return sheets.with_columns(poverty_class=proposed_class_by_income())

    return run


THIRD = """
household   | area  | income_vnd | lacks_water | lacks_toilet | lacks_information | lacks_waste | expected
information | rural | 1000000    | yes         | yes          | yes               | no          | {information}
waste       | rural | 1000000    | yes         | yes          | no                | yes         | {waste}
both        | rural | 1000000    | yes         | yes          | yes               | yes         | poor
neither     | rural | 1000000    | yes         | yes          | no                | no          | near_poor
unasked     | rural | 1000000    | yes         | yes          |                   |             | unscored
"""


def test_means_of_information_counts_until_2026_and_waste_from_2027(spec):
    """C7: as the third lack, no means of information makes a poor household in 2026 and a near-poor one in 2027."""
    old = THIRD.format(information="poor", waste="near_poor")
    new = THIRD.format(information="near_poor", waste="poor")
    spec(old, lacking("poverty-2022", dt.date(2026, 12, 31)))
    spec(new, lacking("poverty-2027", dt.date(2027, 1, 1)))
