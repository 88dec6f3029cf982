"""A merger that an office writes down: figures of the time before it on the boundaries after it."""

import datetime as dt

import pytest

from mtqg.core.acts import Author
from mtqg.localities.actions import add_events

AN = Author(by="An", role="officer", at=dt.datetime(2027, 8, 1, 8, tzinfo=dt.UTC))
DAY = dt.date(2026, 12, 10)
AFTER = dt.date(2027, 7, 1)
MERGER = """event,operative,kind,document,issued_by,from_code,to_code,extent
minh-hoa,2027-07-01,merge,99/NQ-MH,UBTVQH (minh họa),14845,14845,whole
minh-hoa,2027-07-01,merge,99/NQ-MH,UBTVQH (minh họa),14848,14845,whole
"""


@pytest.fixture
def reviewed_2026(office, make):
    """Two communes of the boundaries of July 2025: 100 and 50 households, 3 and 2 poor."""
    told = {"period": "2026", "day": DAY}
    counted = [make["counts"]("14845-01", "14845", 100, **told), make["counts"]("14848-01", "14848", 50, **told)]
    office.add("household_counts", counted)
    rows = [make["sheet"](f"A{at}", "14845", "poor", **told) for at in range(3)]
    rows += [make["sheet"](f"B{at}", "14848", "poor", **told) for at in range(2)]
    office.add("poverty_sheets", rows)
    return office


@pytest.fixture
def merge(tmp_path):
    def written(office):
        file = tmp_path / "su-kien.csv"
        file.write_text(MERGER, encoding="utf-8")
        add_events(office.instance_now, AN, file)
        return office.instance_now.chain.n

    return written


def asked(office, locality, **more):
    said = office.ask("poor_household_rate", "2026", locality=locality, **more).as_json()
    return said["part"], said["whole"]


@pytest.mark.parametrize("is_closed", [True, False])
def test_figures_of_the_time_before_stand_on_the_boundaries_after(reviewed_2026, merge, is_closed):
    office = reviewed_2026
    if is_closed:
        office.close("poverty", "2026")
    before = office.ask("poor_household_rate", "2026").as_json()
    assert asked(office, "14845", on=AFTER) == (3, 100)
    n = merge(office)
    assert asked(office, "14845") == (3, 100), "on its own boundaries nothing changed"
    assert asked(office, "14845", on=AFTER) == (5, 150)
    assert asked(office, "14845", on=AFTER, known=n - 1) == (3, 100)
    assert asked(office, "38", on=AFTER) == (5, 150)
    same = ("part", "whole", "value", "status", "coverage")
    after = office.ask("poor_household_rate", "2026").as_json()
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_an_edition_keeps_the_boundaries_it_was_closed_with(reviewed_2026, merge):
    from mtqg.books import localities_of
    from mtqg.core.snapshot import snapshots

    office = reviewed_2026
    office.close("poverty", "2026")
    merge(office)
    office.close("poverty", "2026", reason="Sau khi ghi nghị quyết")
    first, second = snapshots(office.instance_now)
    assert localities_of(first).version("14848", AFTER) is not None
    assert localities_of(second).version("14848", AFTER) is None
    assert localities_of(second).history("14848", DAY)[-1]["document"] == "99/NQ-MH"
    assert {"book.office.office_events", "book.office.office_flows"} <= set(second.manifest["tables"])


def test_another_version_of_the_package_reads_the_frozen_tables(reviewed_2026, merge, monkeypatch):
    from mtqg import books
    from mtqg.core.snapshot import snapshots

    office = reviewed_2026
    merge(office)
    office.close("poverty", "2026")
    (edition,) = snapshots(office.instance_now)
    here = books.localities_of(edition)
    monkeypatch.setattr(books, "package_digest", lambda: "another")
    there = books.localities_of(edition)
    for name in ("versions", "events", "flows"):
        assert sorted(there.table(name)) == sorted(here.table(name))
    assert there.version("14848", AFTER) is None


def test_all_is_verified(reviewed_2026, merge):
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.verify import verify

    merge(reviewed_2026)
    reviewed_2026.close("poverty", "2026")
    assert verify(reviewed_2026.instance_now, CATALOGUE.tables.values()) == []


def test_sheets_of_the_merged_commune_are_placed_by_the_book_of_the_office(office, merge):
    """A commune that ended is refused from that day on, by the import as by every answer."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.intake.importing import lookups_of

    merge(office)
    book = lookups_of(office.instance_now, CATALOGUE).book
    assert book.version("14848", AFTER) is None
    assert book.version("14848", AFTER - dt.timedelta(days=1)) is not None


def test_a_zone_of_villages_and_one_of_communes_are_lists_alike(office, make):
    """A list names villages or localities; a commune made by an event of the office may stand on it."""
    rows = {"period": "2026", "day": DAY}
    office.add("household_counts", [make["counts"]("14845-01", "14845", 100, **rows)])
    office.add("household_counts", [make["counts"]("14848-01", "14848", 50, **rows)])
    sheets = [make["sheet"]("A1", "14845", "poor", **rows), make["sheet"]("B1", "14848", "poor", **rows)]
    office.add("poverty_sheets", sheets)
    blank = {"village_code": None, "ends_on": None, "day": dt.date(2025, 7, 1)}
    blank |= {"decision_number": None, "decision_issuer": None, "decided_on": None}
    for member in ({"member_code": "14845-01", "village_code": "14845-01", "locality_code": "14845"},
                   {"member_code": "14848", "locality_code": "14848"}):  # fmt: skip
        office.add("list_members", [{**blank, "list_name": "minority_mountain_area", **member}])
    assert office.ask("minority_area_poor_household_rate", "2026").as_json()["part"] == 2
