"""Lines side by side: one household under the old and the new line, and under a province's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from mtqg.law import seed
from mtqg.poverty.classify import Standard, classified, faulty, standard_on
from mtqg.poverty.rules import proposed_class_by_income
from mtqg.poverty.sheet.judging import INCOME_LIMITS, with_limits

title = "Lines side by side"

OCTOBER = dt.date(2024, 10, 16)
BASELINE = dt.date(2021, 11, 1)  # the review of 2021, which ran under two lines


def under(standard, on, issuer="national", law=None):
    """The class by points under one line, as ``mtqg classify`` gives it."""
    applied = Standard(standard, on, law or seed(), issuer)
    return lambda sheets: classified(sheets, applied).drop("standard", "reason")


def by_income(standard, on, issuer, law):
    """The class by income under the line of one issuer; what it did not set itself is the nation's."""
    applied = Standard(standard, on, law, issuer)
    return lambda sheets: with_limits(sheets, applied, INCOME_LIMITS).with_columns(
        poverty_class=proposed_class_by_income()
    )


OLD_LINE = """
household  | area  | income_points | deprivation_points | expected
C1         | urban | 140           | 0                  | poor
C3         | rural | 145           | 30                 | poor
C4         | rural | 130           | 0                  | near_poor
both       | rural | 120           | 30                 | poor
"""
NEW_LINE = """
household  | area  | income_points | deprivation_points | expected
C1         | urban | 140           | 0                  | near_poor
C3         | rural | 145           | 30                 | not_poor
C4         | rural | 130           | 0                  | near_poor
both       | rural | 120           | 30                 | poor
"""


def test_2021_has_two_results_and_a_year_alone_does_not_name_one(spec):
    """The official result of 2021 is of the old line; the baseline of the period is of the new one."""
    spec(OLD_LINE, under("poverty-2016", BASELINE))
    spec(NEW_LINE, under("poverty-2022", BASELINE))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-01-01", "poverty-2016"),
        ("2021-12-31", "poverty-2016"),
        ("2022-01-01", "poverty-2022"),
        ("2026-12-31", "poverty-2022"),
        ("2027-01-01", "poverty-2027"),
        ("2030-12-31", "poverty-2027"),
    ],
)
def test_a_day_has_one_line_that_decides(day, expected):
    """The line of 2022-2025 is the law of 2026 too; the one of 2026-2030 is applied from 2027."""
    assert standard_on(dt.date.fromisoformat(day), seed()).name == expected


NATIONS = """
household | area  | income_vnd | deprived_indicators | expected
under     | urban | 2000000    | 3                   | poor
between   | urban | 2400000    | 3                   | not_poor
over      | urban | 2600000    | 3                   | not_poor
rural     | rural | 1500000    | 2                   | near_poor
"""
PROVINCES = """
household | area  | income_vnd | deprived_indicators | expected
under     | urban | 2000000    | 3                   | poor
between   | urban | 2400000    | 3                   | poor
over      | urban | 2600000    | 3                   | not_poor
rural     | rural | 1500000    | 2                   | near_poor
"""


def higher_line(standing):
    """The book with an invented line of a province: half a million higher in towns, silent on the countryside."""
    law = seed()
    nations = next(
        value
        for value in law.values
        if (value.name, value.standard, value.area) == ("income_limit_vnd", "poverty-2022", "urban")
        and value.holds(OCTOBER)
    )
    return replace(law, values=(*law.values, replace(nations, issuer="79", value=2_500_000, standing=standing)))


def test_a_province_sets_a_higher_line_beside_the_nations(spec):
    """Every class has an issuer: the same household is not poor for the nation and poor for its province."""
    law = higher_line("read")
    spec(NATIONS, by_income("poverty-2022", OCTOBER, "national", law))
    towns = "\n".join(line for line in PROVINCES.splitlines() if "rural |" not in line)
    spec(towns, by_income("poverty-2022", OCTOBER, "79", law))


UNVERIFIED = """
household | area  | income_vnd | deprived_indicators | expected
under     | urban | 2000000    | 3                   | unscored
over      | urban | 9000000    | 3                   | unscored
"""


def test_a_line_that_nobody_verified_judges_nobody(spec):
    """A number that is only remembered is no law: not even the richest household is judged by it."""
    spec(UNVERIFIED, by_income("poverty-2022", OCTOBER, "79", higher_line("unverified")))


POINTS = """
household | area  | income_points | deprivation_points | household_code | locality_code | expected
A12       | rural | 100           | 25                 | A12            | 14845         | wrong
step      | rural | 100           | 30                 | S              | 14845         | right
most      | rural | 100           | 120                | M              | 14845         | right
beyond    | rural | 100           | 130                | B              | 14845         | wrong
minus     | rural | 100           | -10                | N              | 14845         | wrong
unknown   | rural | 100           |                    | U              | 14845         | right
"""


def test_deprivation_points_are_a_multiple_of_ten_up_to_the_number_of_indicators(spec):
    """A12: a sheet with 25 points is rejected, not judged; points that are missing are no fault."""
    import narwhals as nw

    applied = standard_on(OCTOBER, seed())

    def marked(sheets):
        return sheets.with_columns(found=nw.when(faulty(applied)).then(nw.lit("wrong")).otherwise(nw.lit("right")))

    spec(POINTS, marked)
