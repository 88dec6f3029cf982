"""The rules on income say what a plain reading of the law says, on Polars and on DuckDB.

The reading is written apart from the rules: plain Python over the decrees' numbers, no expression, no joined column.
"""

import datetime as dt

import duckdb
import narwhals as nw
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.law import with_values
from mtqg.poverty.rules import proposed_average_living, proposed_class_by_income, proposed_low_income_worker

# day -> area -> (line of the poor, of the average living standard, of the worker), Decrees 07/2021, 30/2025, 351/2025
DECREES = {
    dt.date(2024, 10, 1): {"rural": (1_500_000, 2_250_000, None), "urban": (2_000_000, 3_000_000, None)},
    dt.date(2026, 12, 31): {"rural": (1_500_000, 2_250_000, 2_250_000), "urban": (2_000_000, 3_000_000, 3_000_000)},
    dt.date(2027, 1, 1): {"rural": (2_200_000, None, None), "urban": (2_800_000, None, None)},
}
EDGES = sorted(
    {n + more for areas in DECREES.values() for line in areas.values() for n in line if n for more in (0, 1)}
)
ROW = st.fixed_dictionaries(
    {
        "area": st.sampled_from(["rural", "urban", None]),
        "income_vnd": st.none() | st.sampled_from(EDGES) | st.integers(0, 4_000_000),
        "allowance_vnd": st.none() | st.sampled_from([0, 1, 200_000]),
        "deprived_indicators": st.none() | st.integers(0, 12),
        "is_farm_household": st.none() | st.booleans(),
        "is_worker": st.none() | st.booleans(),
        "household_class": st.sampled_from(["poor", "near_poor", "not_poor", "unscored"]),
    }
)
KINDS = {"area": "VARCHAR", "income_vnd": "BIGINT", "allowance_vnd": "BIGINT", "deprived_indicators": "BIGINT",
         "is_farm_household": "BOOLEAN", "is_worker": "BOOLEAN", "household_class": "VARCHAR"}  # fmt: skip
TYPES = {"VARCHAR": pl.String, "BIGINT": pl.Int64, "BOOLEAN": pl.Boolean}


def class_of(row, lines):
    """Income over the line is not poor; within it the number of lacks decides; what is not known decides nothing."""
    if row["area"] is None or row["income_vnd"] is None:
        return "unscored"
    if row["income_vnd"] > lines[row["area"]][0]:
        return "not_poor"
    if row["deprived_indicators"] is None:
        return "unscored"
    return "poor" if row["deprived_indicators"] >= 3 else "near_poor"


def average_of(row, lines):
    """A farming household over the line of the poor and up to its own; one known "no" is enough for none."""
    poor, average, _ = lines[row["area"]] if row["area"] else (None, None, None)
    counted = None
    if row["income_vnd"] is not None and row["allowance_vnd"] is not None:
        counted = row["income_vnd"] - row["allowance_vnd"]
    over = None if counted is None or poor is None else counted > poor
    within = None if counted is None or average is None else counted <= average
    answers = (row["is_farm_household"], over, within)
    if False in answers:
        return "none"
    return "average_living" if all(answers) else "unscored"


def worker_of(row, lines):
    """A person who works, in a household that is neither poor nor near poor, with income up to the limit."""
    limit = lines[row["area"]][2] if row["area"] else None
    within = None if row["income_vnd"] is None or limit is None else row["income_vnd"] <= limit
    if row["is_worker"] is False or within is False or row["household_class"] in ("poor", "near_poor"):
        return "none"
    known = row["is_worker"] and within and row["household_class"] == "not_poor"
    return "low_income_worker" if known else "unscored"


LIMITS = ("income_limit_vnd", "deprived_indicator_limit", "average_living_limit_vnd", "low_income_worker_limit_vnd")


def judged(frame, day):
    joined = with_values(nw.from_native(frame), *LIMITS, on=day)
    return joined.select(
        "n", a=proposed_class_by_income(), b=proposed_average_living(), c=proposed_low_income_worker()
    ).to_native()


@given(st.lists(ROW, min_size=1, max_size=25), st.sampled_from(sorted(DECREES)))
@settings(max_examples=20, deadline=None)
def test_the_rules_on_income_are_the_plain_reading_on_both_engines(rows, day):
    lines = DECREES[day]
    expected = [(class_of(row, lines), average_of(row, lines), worker_of(row, lines)) for row in rows]
    schema = {"n": pl.Int64, **{name: TYPES[kind] for name, kind in KINDS.items()}}
    frame = pl.DataFrame([{"n": at, **row} for at, row in enumerate(rows)], schema=schema)
    assert [row[1:] for row in judged(frame, day).sort("n").rows()] == expected
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in KINDS.items())
        connection.execute(f"CREATE TABLE s (n BIGINT, {columns})")
        connection.executemany(f"INSERT INTO s VALUES (?{', ?' * len(KINDS)})", frame.rows())
        found = judged(connection.table("s"), day).fetchall()
    assert [row[1:] for row in sorted(found)] == expected
