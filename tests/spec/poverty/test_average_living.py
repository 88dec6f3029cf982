"""Average living standard and the worker with low income: by income, never by points."""

from __future__ import annotations

import narwhals as nw

from mtqg.law import with_values
from mtqg.poverty.rules import proposed_average_living, proposed_low_income_worker

title = "Average living standard"


def average(rows):
    rows = with_values(rows, "income_limit_vnd", "average_living_limit_vnd", on="reviewed_on")
    farms = nw.col("farm") == "yes"
    farms = nw.when(~nw.col("farm").is_null()).then(farms)
    rows = rows.with_columns(is_farm_household=farms)
    return rows.with_columns(found=proposed_average_living())


def worker(rows):
    rows = with_values(rows, "low_income_worker_limit_vnd", on="day")
    works = nw.when(~nw.col("works").is_null()).then(nw.col("works") == "yes")
    rows = rows.with_columns(is_worker=works)
    return rows.with_columns(found=proposed_low_income_worker())


HOUSEHOLDS = """
household | farm | area  | income_vnd | allowance_vnd | reviewed_on | expected
B2        | yes  | rural | 1500001    | 0             | 2025-10-01  | average_living
B4        | yes  | rural | 2250000    | 0             | 2025-10-01  | average_living
B4 over   | yes  | rural | 2250001    | 0             | 2025-10-01  | none
B5        | yes  | rural | 2400000    | 200000        | 2025-10-01  | average_living
poor line | yes  | rural | 1500000    | 0             | 2025-10-01  | none
urban     | yes  | urban | 3000000    | 0             | 2026-10-01  | average_living
no farm   | no   | rural | 2000000    | 0             | 2025-10-01  | none
unasked   | yes  | rural | 2000000    |               | 2025-10-01  | unscored
unknown   |      | rural | 2000000    | 0             | 2025-10-01  | unscored
rich      |      | rural | 9000000    | 0             | 2025-10-01  | none
2027      | yes  | rural | 2300000    | 0             | 2027-10-01  | unscored
"""


def test_allowances_do_not_count_and_the_limit_is_inside(spec):
    """A farming household over the line of the poor, up to the limit (B2, B4, B5); nothing is known of 2027."""
    spec(HOUSEHOLDS, average)


PERSONS = """
person  | works | household_class | area  | income_vnd | day        | expected
B6      | yes   | near_poor       | rural | 1400000    | 2025-03-01 | none
B7 eve  | yes   | not_poor        | rural | 2250000    | 2025-02-23 | unscored
B7      | yes   | not_poor        | rural | 2250000    | 2025-02-24 | low_income_worker
over    | yes   | not_poor        | rural | 2250001    | 2025-02-24 | none
town    | yes   | not_poor        | urban | 3000000    | 2026-06-01 | low_income_worker
idle    | no    | not_poor        | rural | 1000000    | 2025-03-01 | none
open    | yes   | unscored        | rural | 1000000    | 2025-03-01 | unscored
open 2  | yes   |                 | rural | 1000000    | 2025-03-01 | unscored
"""


def test_the_class_of_persons_exists_since_24_february_2025(spec):
    """Members of poor and near-poor households are not in it (B6); the day before, nobody could be (B7)."""
    spec(PERSONS, worker)
