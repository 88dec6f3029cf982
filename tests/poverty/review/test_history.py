"""A household through the reviews: entry, exit, falling back, lineage, mergers of communes, a change of line."""

import datetime as dt

import pytest

from mtqg.core.errors import Refused
from mtqg.localities.book import Localities
from mtqg.poverty.review.history import history


def told(office, household):
    with office.instance.register() as register:
        return history(register.database, household, Localities.seed())


def became(office, household):
    return [(one.sheet["period"], one.became) for one in told(office, household).entries]


def test_poor_left_and_poor_again_is_falling_back(office):
    office.add(
        "poverty_sheets",
        [
            office.sheet(2021, "H1", "poor", standard="poverty-2016"),
            office.sheet(2022, "H1", "poor"),
            office.sheet(2023, "H1", "near_poor"),
            office.sheet(2024, "H1", "not_poor", period="2024-03"),
            office.sheet(2024, "H1", "poor"),
        ],
    )
    assert became(office, "H1") == [
        ("2021", "first"),
        ("2022", "break"),
        ("2023", "poor_to_near_poor"),
        ("2024-03", "left_near_poor"),
        ("2024", "again_poor"),
    ]
    assert told(office, "H1").fell_back


def test_a_household_goes_on_from_what_it_was_split_off_and_from_its_older_code(office):
    office.add(
        "poverty_sheets",
        [
            office.sheet(2022, "A", "poor"),
            office.sheet(2023, "A", "not_poor"),
            office.sheet(2024, "A", "not_poor"),
            office.sheet(2024, "B2", "poor"),
        ],
    )
    links = [("A", "B", "split", dt.date(2024, 1, 5)), ("B", "B2", "recode", dt.date(2024, 2, 1))]
    office.add(
        "household_links",
        [
            {"household_code": one, "to_household_code": two, "link_kind": kind, "day": on, "locality_code": "14845"}
            for one, two, kind, on in links
        ],
    )
    assert became(office, "B2") == [
        ("2022", "first"),
        ("2023", "left_poor"),
        ("2024", "again_poor"),
    ]
    assert became(office, "A") == [("2022", "first"), ("2023", "left_poor"), ("2024", "same")]
    assert [one["link_kind"] for one in told(office, "B2").links] == ["split", "recode"]


def test_each_review_names_the_commune_of_its_own_day(office):
    book = Localities.seed()
    after = book.placements("14845", dt.date(2024, 12, 31), dt.date(2025, 12, 31))[0].version
    office.add(
        "poverty_sheets",
        [office.sheet(2024, "H1", "poor"), office.sheet(2025, "H1", "poor", locality_code=after.code)],
    )
    names = [one.commune for one in told(office, "H1").entries]
    assert names == [book.version("14845", dt.date(2024, 10, 10)).name, after.name]


def test_a_household_without_a_sheet_is_refused(office):
    with pytest.raises(Refused, match="P-226"):
        told(office, "X")
