"""The sheet as data: what the shipped tables are, and how strictly a table is read."""

import datetime as dt

import pytest

from mtqg.core.errors import Refused
from mtqg.law import seed as law_seed
from mtqg.poverty.sheet.definition import Definition
from mtqg.poverty.sheet.printing import keying_columns, printed
from mtqg.poverty.sheet.reading import COLUMNS, definition, read_table, seed

DAY = dt.date(2024, 10, 16)


def codes(content):
    with pytest.raises(Refused) as refused:
        read_table(content, "bang.csv")
    return [(problem.code, problem.place) for problem in refused.value.problems]


@pytest.mark.parametrize(("standard", "day"), [("poverty-2022", DAY), ("poverty-2027", dt.date(2027, 10, 1))])
def test_the_shipped_indicators_are_as_many_as_the_law_says(standard, day):
    section = definition(standard).section("B2", area="rural", region="BTB", on=day)
    counted = law_seed().value("deprivation_indicator_count", day, standard=standard)
    assert counted.value in (None, len(section.items))
    assert len(section.items) == 12 and section.standing == "reported"


def test_means_of_information_is_no_indicator_of_2027_and_waste_is():
    """C7: what counts as a third deprivation in 2026 is no indicator in 2027."""
    old = definition("poverty-2022").section("B2", area="urban", region=None, on=dt.date(2026, 12, 31))
    new = definition("poverty-2027").section("B2", area="urban", region=None, on=dt.date(2027, 1, 1))
    assert old.item("lacks_information") and not old.item("lacks_waste")
    assert new.item("lacks_waste") and not new.item("lacks_information")


def test_without_a_table_of_its_own_a_real_office_has_no_form_b1():
    real, shown = definition("poverty-2022"), definition("poverty-2022", is_synthetic=True)
    assert real.section("B1", area="rural", region="BTB", on=DAY) is None
    assert shown.section("B1", area="rural", region="BTB", on=DAY).standing == "illustrative"


def test_the_table_of_an_area_and_region_is_its_own():
    whole = definition("poverty-2022", is_synthetic=True)
    delta, hills, town = (
        whole.section("B1", area=area, region=region, on=DAY)
        for area, region in (("rural", "BTB"), ("rural", "TN"), ("urban", "TN"))
    )
    assert delta.item("land") and not town.item("land")
    assert delta.item("pension").option("one").points != hills.item("pension").option("one").points
    assert whole.section("B1", area="rural", region=None, on=DAY) is None
    assert whole.section("B1", area=None, region="TN", on=DAY) is None


def test_a_good_table_is_read_and_holds_on_its_days_alone(table):
    sections = read_table(table({}, {"option": "bad", "option_label": "Không", "points": "0"}), "bang.csv")
    (section,) = sections
    assert (section.regions, len(section.items), len(section.items[0].options)) == (("BTB", "DHNTB"), 1, 2)
    mine = definition("poverty-2022", own=sections, is_synthetic=True)
    assert mine.section("B1", area="rural", region="BTB", on=DAY) == section
    assert mine.section("B1", area="rural", region="BTB", on=dt.date(2027, 1, 1)) is None
    assert isinstance(mine, Definition) and "illustrative" in mine.standings  # form A alone


def test_everything_wrong_in_a_table_is_told_at_once(table):
    wrong = table(
        {"item": "unheard_of"},
        {"points": ""},
        {"source": "", "option": "b"},
        {"points": "bảy", "option": "c"},
        {"region": "XX", "option": "d"},
        {"choice": "additive", "option": "e"},
        {"form": "B2", "item": "lacks_water", "option": "yes"},
        {"valid_to": "2021-01-01", "option": "f"},
    )
    assert sorted(codes(wrong)) == [
        ("P-151", "bang.csv:5"),
        ("P-151", "bang.csv:6"),
        ("P-151", "bang.csv:9"),
        ("P-153", "bang.csv:4"),
        ("P-154", "bang.csv:2"),
        ("P-155", "bang.csv:7"),
        ("P-156", "bang.csv:3"),
        ("P-156", "bang.csv:8"),
    ]


def test_unknown_and_missing_columns_are_refused(table):
    assert codes(table({}, head=[*COLUMNS, "note"])) == [("P-150", "bang.csv:1")]
    assert codes("item,points\nwall,3\n") == [("P-150", "bang.csv:1")]


def test_an_option_is_one_line_on_a_day(table):
    assert codes(table({}, {"points": "9"})) == [("P-152", "bang.csv:3")]
    later = {"points": "9", "valid_from": "2027-01-01", "valid_to": ""}
    assert len(read_table(table({}, later), "bang.csv")) == 2
    overlapping = {"points": "9", "valid_from": "2026-12-31", "valid_to": "", "version": "B1-Y"}
    assert {code for code, _ in codes(table({}, overlapping))} == {"P-152", "P-157"}


def test_two_tables_never_hold_for_one_household(table):
    other = {"region": "BTB", "item": "roof", "version": "B1-Y"}
    assert codes(table({}, other)) == [("P-157", "bang.csv")]


def test_paper_and_grid_have_the_same_questions_in_the_same_order():
    whole = definition("poverty-2022", is_synthetic=True)
    sections = printed(whole, "rural", "BTB", on=DAY)
    assert [one["form"] for one in sections] == ["A", "B1", "B2"]
    assert [one["is_illustrative"] for one in sections] == [True, True, False]
    asked = [item["code"] for section in sections for item in section["items"]]
    grid = keying_columns(whole, "rural", "BTB", on=DAY)
    assert [one["column"] for one in grid][4:] == asked and asked[-12:] == [
        item.code for item in seed("indicators")[0].items
    ]
