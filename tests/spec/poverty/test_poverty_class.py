"""Poverty class: what the sheet proposes, by the law's own limits on the day of the review."""

from __future__ import annotations

import datetime as dt

import pytest

from mtqg.law import with_values
from mtqg.poverty.rules import proposed_class, proposed_class_2016, proposed_class_by_income

title = "Poverty class"


def by_points(sheets, **selectors):
    """The class of the line of 2022-2026, with the limits that the law gives for the day."""
    selectors = {"on": dt.date(2024, 10, 16)} | selectors
    sheets = with_values(sheets, "income_limit", "deprivation_limit", **selectors)
    return sheets.with_columns(poverty_class=proposed_class())


def by_points_2016(sheets, **selectors):
    """The class of the line of 2016-2020."""
    sheets = with_values(sheets, "income_limit", "upper_limit", "deprivation_limit", **selectors)
    return sheets.with_columns(poverty_class=proposed_class_2016())


def by_income(sheets, **selectors):
    """The class where the income in đồng and the number of deprived indicators are known."""
    sheets = with_values(sheets, "income_limit_vnd", "deprived_indicator_limit", **selectors)
    return sheets.with_columns(poverty_class=proposed_class_by_income())


LIMITS = """
household | area  | income_points | deprivation_points | expected
A1        | rural | 140           | 30                 | poor
A2        | rural | 140           | 20                 | near_poor
A3        | rural | 141           | 120                | not_poor
A4        | rural | 0             | 0                  | near_poor
A5        | urban | 175           | 30                 | poor
A6        | urban | 175           | 20                 | near_poor
A7        | urban | 176           | 30                 | not_poor
A8        | urban | 150           | 40                 | poor
A9        | rural | 150           | 40                 | not_poor
"""


def test_both_limits_are_inclusive_and_depend_on_the_area(spec):
    """A household at the limit is inside it; a change of the area alone can end poverty (A8, A9)."""
    spec(LIMITS, by_points)


MISSING = """
household | area  | income_points | deprivation_points | expected
income    | rural |               | 30                 | unscored
none      | rural |               |                    | unscored
over      | rural | 141           |                    | not_poor
under     | rural | 140           |                    | unscored
A13       |       | 150           | 40                 | unscored
zero      | rural | 0             |                    | unscored
"""


def test_what_is_known_decides_and_a_missing_score_is_no_zero(spec):
    """Income over the limit is not poor whatever the deprivations; without the area there is no class (A13)."""
    spec(MISSING, by_points)


ONE_YEAR_LATER = """
household | area  | income_points | deprivation_points | reviewed_on | expected
A10 first | rural | 120           | 40                 | 2023-10-01  | poor
A10 later | rural | 120           | 20                 | 2024-10-01  | near_poor
A11 first | rural | 120           | 30                 | 2023-10-01  | poor
A11 later | rural | 145           | 30                 | 2024-10-01  | not_poor
"""


def test_each_row_is_judged_by_the_law_of_its_own_day(spec):
    """One deprivation solved makes a poor household near poor; higher income ends both (A10, A11)."""
    spec(ONE_YEAR_LATER, lambda sheets: by_points(sheets, on="reviewed_on"))


UNDER_THE_OLD_LINE = """
household | area  | income_points | deprivation_points | expected
C1        | urban | 140           | 0                  | poor
C3        | rural | 145           | 30                 | poor
C4        | rural | 130           | 0                  | near_poor
income    | rural | 120           |                    | poor
between   | rural | 121           |                    | unscored
edge      | rural | 150           | 30                 | poor
edge less | rural | 150           | 20                 | near_poor
over      | rural | 151           |                    | not_poor
upper     | urban | 175           | 30                 | poor
over town | urban | 176           | 120                | not_poor
nothing   | rural |               | 120                | unscored
no area   |       | 100           | 30                 | unscored
"""


@pytest.mark.parametrize("on", [dt.date(2020, 12, 1), dt.date(2021, 12, 31)])
def test_the_old_line_knows_two_ways_to_be_poor_and_also_decides_2021(spec, on):
    """By income alone, or by income and deprivations together (C1, C3, C4 of 2020)."""
    spec(UNDER_THE_OLD_LINE, lambda sheets: by_points_2016(sheets, on=on))


UNDER_THE_NEW_LINE = """
household | area  | income_points | deprivation_points | reviewed_on | expected
C2        | urban | 140           | 0                  | 2022-10-01  | near_poor
C3        | rural | 145           | 30                 | 2023-10-01  | not_poor
C4        | rural | 130           | 0                  | 2023-10-01  | near_poor
2026      | rural | 140           | 30                 | 2026-12-31  | poor
2027      | rural | 140           | 30                 | 2027-01-01  | unscored
"""


def test_the_same_sheets_under_the_new_line(spec):
    """The line runs to the last day of 2026; no points are known for 2027, so nothing is proposed."""
    spec(UNDER_THE_NEW_LINE, lambda sheets: by_points(sheets, on="reviewed_on"))


BASELINE = """
household | area  | income_points | deprivation_points | day        | expected
old poor  | urban | 140           | 0                  | 2021-11-01 | near_poor
new poor  | rural | 140           | 30                 | 2021-11-01 | poor
over      | rural | 141           | 30                 | 2021-11-01 | not_poor
too early | rural | 140           | 30                 | 2021-08-31 | unscored
"""


def test_the_baseline_of_2021_reads_the_new_line_by_its_name(spec):
    """2021 has two results: asked by name, the new line can be read from the day its circular was in force."""
    spec(BASELINE, lambda sheets: by_points(sheets, on="day", standard="poverty-2022"))


BY_INCOME = """
household | area  | income_vnd | deprived_indicators | reviewed_on | expected
B1        | rural | 1500000    | 3                   | 2025-10-01  | poor
B2        | rural | 1500001    | 5                   | 2025-10-01  | not_poor
B3        | urban | 2000000    | 2                   | 2025-10-01  | near_poor
L18       | rural | 1400000    | 0                   | 2025-10-01  | near_poor
C5 2026   | rural | 1800000    | 3                   | 2026-12-31  | not_poor
C5 2027   | rural | 1800000    | 3                   | 2027-01-01  | poor
C6        | urban | 2800000    | 2                   | 2027-10-01  | near_poor
C6 more   | urban | 2800001    | 12                  | 2027-10-01  | not_poor
unknown   | urban |            | 3                   | 2027-10-01  | unscored
after     | urban | 1          | 3                   | 2031-01-01  | unscored
"""


def test_the_line_in_dong_jumps_on_the_first_day_of_2027(spec):
    """The same income and deprivations: not poor on 31/12/2026, poor on 01/01/2027 (C5)."""
    spec(BY_INCOME, lambda sheets: by_income(sheets, on="reviewed_on"))


def test_a_table_that_expects_something_else_fails(spec):
    """The harness compares: a wrong expectation is an error on every engine."""
    with pytest.raises(AssertionError):
        spec(LIMITS.replace("141           | 120                | not_poor", "141 | 120 | poor"), by_points)
