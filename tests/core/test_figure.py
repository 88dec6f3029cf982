"""Figures: part and whole, coverage, editions, explanations."""

import datetime as dt
from decimal import Decimal

import pytest

from mtqg.core.errors import Refused


def test_a_rate_is_divided_once_from_counts(reviewed):
    reviewed.close("poverty", "2023")
    figure = reviewed.ask("poor_household_rate", "2023")
    said = figure.as_json()
    assert (said["part"], said["whole"], said["value"]) == (5, 150, "3.33")
    assert said["exact"].startswith("3.33333333333333333333")
    assert said["standard"] == "poverty-2022"
    assert said["status"] == "official"


def test_it_says_over_how_many_communes_it_speaks(reviewed):
    reviewed.close("poverty", "2023")
    said = reviewed.ask("poor_household_rate", "2023").as_json()
    assert said["coverage"] == {"have": 2, "of": 559}  # 558 only from 1 February 2024 on
    assert "2/559" in said["reason"]


def test_a_commune_without_counts_is_left_out_of_part_and_whole(reviewed, make):
    reviewed.add("poverty_sheets", [make["sheet"]("C1", "14854", "poor")])
    reviewed.close("poverty", "2023")
    said = reviewed.ask("poor_household_rate", "2023").as_json()
    assert (said["part"], said["whole"]) == (5, 150)


def test_one_commune_is_asked_like_the_province(reviewed):
    reviewed.close("poverty", "2023")
    said = reviewed.ask("poor_household_rate", "2023", locality="14848").as_json()
    assert (said["part"], said["whole"], said["value"]) == (2, 50, "4.00")
    assert said["coverage"] == {"have": 1, "of": 1}


def test_before_the_close_a_figure_is_preliminary_and_says_so(reviewed):
    said = reviewed.ask("poor_household_rate", "2023").as_json()
    assert (said["part"], said["whole"], said["value"], said["status"]) == (5, 150, "3.33", "preliminary")
    assert "Chưa chốt: gồm cả số ghi đến tác vụ 3" in said["reason"]
    assert said["snapshots"] == [
        {"dataset": "poverty", "locality": "38", "period": "2023", "edition": None, "hash": None, "acts_until": 3}
    ]


def test_an_edition_of_what_was_not_closed_is_unknown_not_zero(reviewed):
    said = reviewed.ask("poor_household_rate", "2023", edition=1).as_json()
    assert (said["value"], said["part"], said["status"]) == (None, None, None)
    assert "lần 1" in said["reason"]


def test_a_period_without_any_row_is_unknown_not_zero(reviewed):
    said = reviewed.ask("poor_household_rate", "2019").as_json()
    assert (said["value"], said["part"], said["status"]) == (None, None, None)
    assert "Chưa chốt" in said["reason"]


def test_after_the_close_a_figure_is_preliminary_again_with_the_first_act_that_concerns_it(reviewed, make):
    reviewed.close("poverty", "2023")
    assert reviewed.ask("poor_household_rate", "2023").status == "official"
    reviewed.add("poverty_sheets", [make["sheet"]("X1", "20956", "poor")])  # of another province
    assert reviewed.ask("poor_household_rate", "2023").status == "official"
    reviewed.add("poverty_sheets", [make["sheet"]("B7", "14848", "poor")])
    live = reviewed.ask("poor_household_rate", "2023")
    assert (live.part, live.status) == (6, "preliminary")
    assert "sau bản chốt lần 1 (xem số đã chốt: --edition 1)" in live.reason


def test_another_standard_is_named_not_mixed(office, make):
    day = dt.date(2021, 12, 10)
    office.add("household_counts", [make["counts"]("14845-01", "14845", 100, period="2021", day=day)])
    office.add("poverty_sheets", [make["sheet"]("A1", "14845", "poor", period="2021", day=day)])
    office.close("poverty", "2021")
    said = office.ask("poor_household_rate", "2021").as_json()
    assert said["standard"] == "poverty-2016"
    assert said["value"] is None
    assert "poverty-2022" in said["reason"]
    assert office.ask("poor_household_rate", "2021", standard="poverty-2022").as_json()["value"] == "1.00"


def test_one_more_row_and_edition_two_changes_while_edition_one_stands(reviewed, make):
    reviewed.close("poverty", "2023")
    reviewed.add("poverty_sheets", [make["sheet"]("B7", "14848", "poor")])
    with pytest.raises(Refused) as refused:
        reviewed.close("poverty", "2023")
    assert refused.value.problems[0].code == "K-022"
    reviewed.close("poverty", "2023", reason="Bổ sung một hộ theo quyết định đính chính")
    assert reviewed.ask("poor_household_rate", "2023").part == 6
    assert reviewed.ask("poor_household_rate", "2023", edition=1).part == 5
    assert reviewed.ask("poor_household_rate", "2023", known=3).status == "preliminary"
    assert reviewed.ask("poor_household_rate", "2023", known=3, edition=1).part is None
    assert reviewed.ask("poor_household_rate", "2023", known=4).as_json()["status"] == "official"
    assert [reviewed.ask("poor_household_rate", "2023", known=n).part for n in range(1, 7)] == [None, None, 5, 5, 6, 6]


def test_closing_the_same_rows_twice_is_refused(reviewed):
    reviewed.close("poverty", "2023")
    with pytest.raises(Refused) as refused:
        reviewed.close("poverty", "2023", reason="bấm nhầm hai lần")
    assert refused.value.problems[0].code == "K-023"


@pytest.mark.parametrize("of", ["part", "whole"])
def test_the_rows_of_an_explanation_add_up_again(reviewed, of):
    from mtqg.asking import explanation
    from mtqg.core.period import read_period

    reviewed.close("poverty", "2023")
    asked = {"measure": "poor_household_rate", "locality": "38", "period": read_period("2023")}
    figure, said = explanation(reviewed.home, of=of, page=1, size=2, **asked)
    rows = list(said["rows"])
    for page in range(2, said["page"]["pages"] + 1):
        rows += explanation(reviewed.home, of=of, page=page, size=2, **asked)[1]["rows"]
    assert sum(row["amount"] for row in rows) == getattr(figure, of)
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["source"]["file"] == "minh-hoa.xlsx" and row["source"]["sheet"] == "Biểu 1" for row in rows)
    assert {part["locality"]["code"] for part in said["parts"]} == {"384"} or said["parts"]


def test_an_explained_sheet_shows_the_limit_applied_and_the_proposal(reviewed):
    from mtqg.asking import explanation
    from mtqg.core.period import read_period

    reviewed.close("poverty", "2023")
    _, said = explanation(
        reviewed.home,
        of="part",
        page=1,
        size=1,
        measure="poor_household_rate",
        locality="38",
        period=read_period("2023"),
    )
    values = said["rows"][0]["values"]
    assert values["income_limit"] == 140
    assert values["proposed_class"] == values["decided_class"] == "poor"
    assert said["rows"][0]["decision"]["number"] == "12/QĐ-UBND"


def test_an_unknown_locality_is_refused(reviewed):
    reviewed.close("poverty", "2023")
    with pytest.raises(Refused) as refused:
        reviewed.ask("poor_household_rate", "2023", locality="99")
    assert refused.value.problems[0].code == "K-020"


def test_the_printed_value_comes_from_the_exact_one(office, make):
    office.add("household_counts", [make["counts"]("14845-01", "14845", 400)])
    office.add("poverty_sheets", [make["sheet"](f"A{at}", "14845", "poor") for at in range(1)])
    office.close("poverty", "2023")
    said = office.ask("poor_household_rate", "2023").as_json()
    assert Decimal(said["exact"]) == Decimal("0.25")
    assert said["value"] == "0.25"


def test_a_district_that_closed_its_own_rows_is_answered_from_them(reviewed):
    reviewed.close("poverty", "2023", locality="384")
    for locality, part in (("384", 5), ("14848", 2)):
        found = reviewed.ask("poor_household_rate", "2023", locality=locality)
        assert (found.part, found.status, found.snapshots[0].locality) == (part, "official", "384")
    assert reviewed.ask("poor_household_rate", "2023").status == "preliminary", "the province has closed nothing"
    assert reviewed.ask("poor_household_rate", "2023", edition=1).part is None
