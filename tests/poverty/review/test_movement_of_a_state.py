"""The movement of an office's own state: the same live and from what was closed."""

import polars as pl

from mtqg.books import opened_shelf
from mtqg.closing import close_dataset
from mtqg.core.period import read_period
from mtqg.poverty.movement_reading import movement


def asked(office, **more):
    with opened_shelf(office.instance, **more) as shelf:
        return movement(shelf, "38", read_period("2024"), "poverty-2022")


def test_the_movement_is_the_same_live_and_closed(office):
    first = [office.sheet(2023, "H1", "poor"), office.sheet(2023, "H2", "poor"), office.sheet(2023, "H3", "near_poor")]
    second = [office.sheet(2024, "H1", "near_poor"), office.sheet(2024, "H4", "poor", locality_code="14848")]
    gone = {"household_code": "H2", "link_kind": "dissolve", "locality_code": "14845", "day": first[0]["day"]}
    office.add("poverty_sheets", [*first, *second])
    office.add("household_links", [{**gone, "day": gone["day"].replace(year=2024)}])
    live = asked(office)
    row = live.frame.filter((pl.col("commune_code") == "14845") & (pl.col("counted") == "households")).to_dicts()[0]
    assert (row["poor_start"], row["poor_out_near_poor"], row["poor_other_decrease"]) == (2, 1, 1)
    assert live.unexplained.rows() == [("near_poor", "14845", "H3", "no_sheet")]
    for period in ("2023", "2024"):
        close_dataset(
            office.instance,
            office.author,
            dataset="poverty",
            period=read_period(period),
            locality="38",
            reason="",
            status="official",
        )
    closed = asked(office, only_closed=True)
    assert closed.frame.equals(live.frame)
    assert closed.unexplained.equals(live.unexplained)
