"""The law's values as columns beside the rows."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.core.errors import Refused
from mtqg.law import with_values
from mtqg.law.book import seed
from mtqg.law.engines import like

COLUMNS = {"id": pl.Int64, "area": pl.String, "day": pl.Date, "standard": pl.String}
DAYS = st.none() | st.dates(dt.date(2015, 12, 1), dt.date(2031, 2, 1))
ROWS = st.lists(st.tuples(st.sampled_from(["rural", "urban", "town", None]), DAYS), max_size=12)


def frame(rows):
    lines = [(number, area, day, None) for number, (area, day) in enumerate(rows)]
    return pl.DataFrame(lines, schema=COLUMNS, orient="row")


def expected(area, day, name="income_limit", **selectors):
    """The same question asked row by row."""
    if day is None or area is None:
        return None, None
    found = seed().value(name, day, area=area, **selectors)
    return found.value, found.standing


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_each_row_gets_what_the_book_says_for_its_area_and_day(rows):
    """No row is lost or doubled, eager and lazy alike."""
    joined = with_values(frame(rows), "income_limit", on="day").sort("id")
    wanted = [expected(area, day) for area, day in rows]
    assert joined.select("income_limit", "income_limit_standing").rows() == wanted
    lazy = with_values(frame(rows).lazy(), "income_limit", on="day").collect().sort("id")
    assert lazy.equals(joined)


@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_duckdb_gives_the_same(rows):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE sheets (id BIGINT, area VARCHAR, day DATE, standard VARCHAR)")
        if rows:
            connection.executemany("INSERT INTO sheets VALUES (?, ?, ?, ?)", frame(rows).rows())
        sheets = connection.table("sheets")
        joined = with_values(sheets, "income_limit", "deprivation_limit", on="day").order("id")
        here = with_values(frame(rows), "income_limit", "deprivation_limit", on="day").sort("id")
        assert joined.fetchall() == here.rows()
        one_day = with_values(sheets, "income_limit", "review_last_day", on=dt.date(2024, 1, 1)).order("id")
        other = with_values(frame(rows), "income_limit", "review_last_day", on=dt.date(2024, 1, 1)).sort("id")
        assert one_day.fetchall() == other.rows()


@settings(max_examples=30, deadline=None)
@given(rows=ROWS, on=st.dates(dt.date(2015, 12, 1), dt.date(2031, 2, 1)))
def test_one_day_for_all_rows_is_an_ordinary_join(rows, on):
    joined = with_values(frame(rows), "income_limit", on=on, by=("area",)).sort("id")
    assert joined.select("income_limit", "income_limit_standing").rows() == [expected(area, on) for area, _ in rows]


def test_a_named_standard_is_read_even_where_another_decides():
    sheets = frame([("rural", dt.date(2021, 12, 31))])
    assert with_values(sheets, "income_limit", on="day")["income_limit"].to_list() == [120]
    named = with_values(sheets, "income_limit", on="day", standard="poverty-2022", by=("area",))
    assert named["income_limit"].to_list() == [140]


def test_rows_may_name_their_own_standard():
    day = dt.date(2021, 12, 31)
    rows = [(1, "rural", day, "poverty-2016"), (2, "rural", day, "poverty-2022"), (3, "rural", day, "poverty-2099")]
    sheets = pl.DataFrame([*rows, (4, "rural", day, None)], schema=COLUMNS, orient="row")
    joined = with_values(sheets, "income_limit", "points_per_indicator", on="day", by=("standard", "area")).sort("id")
    assert joined["income_limit"].to_list() == [120, 140, None, None]
    assert joined["points_per_indicator"].to_list() == [None, 10, None, None]


def test_an_unverified_value_is_null_and_says_so():
    joined = with_values(frame([("rural", None)]), "ocop_brand_support_vnd", on=dt.date(2026, 6, 15))
    assert joined.select("ocop_brand_support_vnd", "ocop_brand_support_vnd_standing").rows() == [(None, "unverified")]


def test_types_are_the_same_with_and_without_a_value():
    for on in (dt.date(2024, 1, 1), dt.date(1990, 1, 1), "day"):
        joined = with_values(frame([("rural", None)]), "income_limit", "deprivation_limit", "review_last_day", on=on)
        kinds = [joined.schema[name] for name in ("income_limit", "deprivation_limit", "review_last_day")]
        assert kinds == [pl.Int64, pl.Int64, pl.String]
        assert joined.schema["income_limit_standing"] == pl.String


def test_an_empty_frame_stays_empty():
    assert with_values(frame([]), "income_limit", on="day").shape == (0, 6)


def test_the_kind_of_frame_that_was_given_comes_back():
    native = frame([("rural", dt.date(2024, 1, 1))])
    assert isinstance(with_values(native, "income_limit", on="day"), pl.DataFrame)
    assert isinstance(with_values(native.lazy(), "income_limit", on="day"), pl.LazyFrame)
    assert isinstance(with_values(nw.from_native(native), "income_limit", on="day"), nw.DataFrame)


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ({"names": ["income_limit"], "on": "reviewed_on"}, ["V-023"]),
        ({"names": ["ocop_part_max"], "on": "day"}, ["V-023"]),
        ({"names": ["income_limit"], "on": "day", "by": ()}, ["V-022"]),
        ({"names": ["income_limt"], "on": "day"}, ["V-026"]),
        ({"names": ["income_limit"], "on": "day", "standard": "ocop-2023"}, ["V-027"]),
    ],
)
def test_what_cannot_be_joined_is_refused(arguments, codes):
    names = arguments.pop("names")
    with pytest.raises(Refused) as refused:
        with_values(frame([("rural", None)]), *names, **arguments)
    assert [problem.code for problem in refused.value.problems] == codes


def test_an_engine_without_a_way_to_make_a_table_is_refused():
    with pytest.raises(Refused) as refused:
        like(SimpleNamespace(implementation=nw.Implementation.DASK), [], {"income_limit": "integer"})
    assert str(refused.value).startswith("V-025")


def test_a_limit_that_the_rows_already_carry_is_refused():
    """There is one source of the law's value; a column typed into the file must not stand in for it."""
    sheets = frame([("rural", None)]).with_columns(income_limit=pl.lit(200))
    with pytest.raises(Refused) as refused:
        with_values(sheets, "income_limit", on="day")
    assert [problem.code for problem in refused.value.problems] == ["V-024"]
