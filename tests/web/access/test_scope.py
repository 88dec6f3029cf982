"""What a role reaches: the unit, what lies in it, what became part of it."""

import datetime as dt

from mtqg.access.roles import Grant, kept_apart
from mtqg.access.scope import EVERYTHING, scope_of
from mtqg.access.terms import WHOLE
from mtqg.localities.book import Localities

TODAY, BEFORE = dt.date(2026, 11, 25), dt.date(2025, 6, 1)


def test_the_officer_of_a_merged_commune_reaches_its_old_communes():
    book = Localities.seed()
    khamduc = scope_of(book, ["20722"], TODAY)
    assert {code: book.version(code, BEFORE).name for code in khamduc.codes} == {
        "20722": "Thị trấn Khâm Đức",
        "20725": "Xã Phước Xuân",
    }
    assert khamduc.holds("20725", dt.date(2024, 5, 1)) and not khamduc.holds("20731")


def test_a_province_reaches_its_units_and_those_of_the_province_that_joined_it():
    book = Localities.seed()
    danang = scope_of(book, ["48"], TODAY)
    assert {one.code for one in book.tree(TODAY, within="48")} <= danang.codes
    assert {one.code for one in book.tree(BEFORE, within="49")} <= danang.codes
    assert "38" not in danang and "14845" not in danang


def test_every_commune_reaches_only_codes_of_its_own_province_and_old_communes_have_an_heir():
    book = Localities.seed()
    inside = scope_of(book, ["48"], TODAY)
    reached = set()
    for one in book.tree(TODAY, within="48", level="commune"):
        own = scope_of(book, [one.code], TODAY)
        assert own.codes <= inside.codes
        reached |= own.codes
    old = {one.code for one in book.tree(BEFORE, within="49", level="commune")}
    assert old <= reached


def test_a_code_given_again_to_other_land_is_reached_for_its_own_days_alone():
    first, second = ("", "2024-01-01"), ("2024-01-01", "")
    rows = [
        ("1", "Tỉnh A", "tỉnh", "province", "", "", "", "A"),
        ("11", "Xã Cũ", "xã", "commune", "1", *first, "A"),
        ("12", "Xã Mới", "xã", "commune", "1", *second, "A"),
        ("11", "Xã Khác", "xã", "commune", "1", *second, "A"),
    ]
    flow = ("e", "11", "", "12", "2024-01-01", "whole", "", "", "")
    book = Localities.build(rows, flows=[flow], check=False)
    mine = scope_of(book, ["12"], TODAY)
    assert mine.holds("11", dt.date(2023, 5, 1)) and not mine.holds("11", dt.date(2024, 5, 1))
    sql, values = mine.condition(day="day")
    assert values == ["12", "11", "0001-01-01", "2024-01-01"] and sql.count("?") == len(values)
    assert mine.condition()[1] == ["12"]  # without a day nothing of the split code is let through


def test_land_without_people_brings_no_rows_with_it():
    rows = [
        ("1", "Tỉnh A", "tỉnh", "province", "", "", "", "A"),
        ("11", "Xã Một", "xã", "commune", "1", "", "2024-01-01", "A"),
        ("11", "Xã Một", "xã", "commune", "1", "2024-01-01", "", "A"),
        ("12", "Xã Hai", "xã", "commune", "1", "", "2024-01-01", "A"),
        ("12", "Xã Hai", "xã", "commune", "1", "2024-01-01", "", "A"),
    ]
    flows = [
        ("e", "11", "", "11", "2024-01-01", "part", "", "", ""),
        ("e", "11", "", "12", "2024-01-01", "area_only", "0", "", "0"),
        ("e", "12", "", "12", "2024-01-01", "whole", "", "", ""),
    ]
    book = Localities.build(rows, flows=flows, check=False)
    assert scope_of(book, ["12"], TODAY).codes == {"12"}


def test_the_whole_office_reaches_everything_and_an_unknown_place_nothing():
    book = Localities.seed()
    assert scope_of(book, [WHOLE], TODAY) is EVERYTHING and EVERYTHING.holds("14845", BEFORE)
    assert not scope_of(book, ["99999"], TODAY)


def test_who_enters_at_a_place_does_not_approve_there():
    day = dt.date(2026, 1, 1)
    an = Grant("an", "officer", "20722", day, dt.date(2026, 6, 30))
    assert kept_apart(Grant("an", "commune_leader", "20722", dt.date(2026, 6, 30)), [an])
    assert not kept_apart(Grant("an", "commune_leader", "20722", dt.date(2026, 7, 1)), [an])
    assert not kept_apart(Grant("an", "commune_leader", "14845", day), [an])
    assert kept_apart(Grant("an", "provincial_leader", "*", day), [an])
