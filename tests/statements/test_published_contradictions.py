"""The contradictions that are known in published numbers, each found by the general tests; and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mtqg.statements.model import ERROR, NOTE, WARNING, Finding, Statement

BOTH = "poor_and_near_poor_households"

# test, measure and place of the first statement, its period, printed, implied
KNOWN = [
    ("sum_of_parts", "poor_households", "Việt Nam", "2022", "1057374", "1057284"),
    ("sum_of_parts", BOTH, "Việt Nam", "2022", "1972767", "1972648"),
    ("sum_of_parts", BOTH, "Đồng bằng sông Hồng", "2022", "169566", "169476"),
    ("sum_of_parts", BOTH, "Tây Nguyên", "2022", "236766", "236647"),
    ("sum_of_parts", BOTH, "74 huyện nghèo (Quyết định 353/QĐ-TTg)", "2023", "417571", "471571"),
    ("sum_of_parts", "medium_term_plan", "Quảng Nam", "2021-2025", "6748.3", "6746.0"),
    ("sum_of_parts", "mobilised", "Lào Cai", "2021-2025", "11182.244", "11398.911"),
    ("sum_of_parts", "plan", "Phú Thọ (mới)", "2025", "350.561", "329.403"),
    ("sum_of_parts", "special_villages", "Việt Nam", "2026-2030", "12368", "12299"),
    ("rate_is_amount_over_base", "disbursed_share", "Quảng Nam", "2022-2024", "57.5", "55.3"),
    ("rate_is_amount_over_base", "disbursed_share", "Thanh Hóa", "2021-2025", "76.8", "63.3"),
    ("rate_is_amount_over_base", "allocated_share", "Đông Giang (Quảng Nam)", "2025", "87.88", "85.89"),
    ("rate_is_amount_over_base", "communes_advanced_share", "Việt Nam", "2025-06-30", "42.4", "42.2"),
    ("rate_is_amount_over_base", "communes_model_share", "Việt Nam", "2025-06-30", "12.3", "12.2"),
    ("rate_is_amount_over_base", "poor_household_rate", "Thanh Hóa", "2021", "6.78", "6.77"),
    ("rate_is_amount_over_base", "minority_poor_household_rate", "Bình Dương", "2023", "0.0000", "> 0"),
    ("rate_is_amount_over_base", "minority_near_poor_household_rate", "Bình Dương", "2023", "0.0000", "> 0"),
    ("other_base", "disbursed_share", "Đông Giang (Quảng Nam)", "2025", "14.59", "12.51"),
    ("change_is_difference", "poor_household_rate", "Việt Nam", "2024", "-3.27", "-2.10"),
    ("change_is_difference", "poor_household_rate", "Việt Nam", "2024", "-1.03", "-1.05"),
    ("change_is_difference", "poor_household_rate", "Thanh Hóa", "2023", "-1.47", "-1.46"),
    ("change_is_difference", "poor_household_rate", "Thanh Hóa", "2023", "-1.62", "-1.63"),
    ("change_is_difference", "poor_household_rate", "Thanh Hóa", "2025", "-1.56", "-1.57"),
    ("change_is_difference", "poor_households", "Quảng Nam", "2022", "-3981", "-4001"),
    ("change_is_difference", "near_poor_households", "Quảng Nam", "2022", "471", "469"),
    ("change_is_difference", "communes_advanced", "Việt Nam", "2025-01", "1172", "1772"),
    ("change_is_difference", "ocop_3plus", "Thanh Hóa", "2025-12", "661", "632"),
    ("same_printed_twice", BOTH, "74 huyện nghèo (Quyết định 353/QĐ-TTg)", "2023", "417571", "471571"),
    ("same_printed_twice", "poor_households", "Hải Dương", "2022", "13823", "11037"),
    ("same_printed_twice", "poor_households", "Cà Mau", "2023", "9604", "4900"),
    ("same_printed_twice", "poverty_rate", "Việt Nam", "2024", "4.06", "1.93"),
    ("same_printed_twice", "plan", "Đông Giang (Quảng Nam)", "2025", "282.4", "282.1"),
    ("same_printed_twice", "households", "Đà Nẵng", "2021", "300501", ""),
    ("same_printed_twice", "households", "Bình Dương", "2021", "332224", ""),
    ("same_printed_twice", "minority_near_poor_households", "Bình Phước", "2021", "1371", ""),
    ("same_printed_twice", "minority_poor_households", "Lâm Đồng", "2021", "4549", ""),
    ("same_printed_twice", "ocop_3plus", "Thanh Hóa", "2024-10-16", "492", ""),
    ("same_printed_twice", "villages_model", "Thanh Hóa", "2025-12-04", "598", ""),
    ("part_larger_than_whole", "minority_near_poor_households", "Đồng Nai", "2023", "860", "<= 219"),
    ("part_larger_than_whole", "minority_near_poor_households", "Lào Cai", "2023", "18375", "<= 18375"),
    ("part_larger_than_whole", "minority_near_poor_households", "Đà Nẵng", "2021", "1264", "<= 1264"),
    ("part_larger_than_whole", "communes_ntm", "Đà Nẵng (cùng Quảng Nam)", "2025-07-01", "144", "<= 70"),
    ("count_is_whole_number", "minority_near_poor_households", "Bến Tre", "2022", "25.084817642069552", "25"),
    ("count_is_whole_number", "minority_near_poor_households", "Cần Thơ", "2022", "423.2926829268293", "423"),
    ("mean_of_rates", "minority_poor_household_rate", "Đà Nẵng (cùng Quảng Nam)", "2021", "33.34", "60.97"),
    ("mean_of_rates", "poor_household_rate", "Đà Nẵng (cùng Quảng Nam)", "2022", "3.95", "4.45"),
    ("day_exists", "allocated", "Thanh Hóa", "2021-2025", "2025-06-31", "2025-06-30"),
]


def told(one: Finding) -> tuple[str, str, str, str, str, str]:
    first = one.statements[0].key
    return one.test, first.measure, first.scope.printed, first.period, one.printed, one.implied


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known[0]}-{known[4]}")
def test_it_is_found(known: tuple[str, ...], found: list[Finding]) -> None:
    assert known in [told(one) for one in found]


def test_nothing_else_is_found(found: list[Finding]) -> None:
    assert sorted(map(told, found)) == sorted(KNOWN)


def of(found: list[Finding], printed: str, test: str = "") -> Finding:
    (one,) = [one for one in found if one.printed == printed and test in ("", one.test)]
    return one


def test_an_explanation_says_both_numbers_and_the_source_where_they_are_printed(found: list[Finding]) -> None:
    one = of(found, "1972767")
    assert "1.972.767" in one.explanation
    assert "1.972.648" in one.explanation
    assert "119" in one.explanation
    assert "71/QĐ-LĐTBXH" in one.source
    assert "totals.csv" in one.source
    assert len(one.statements) == 3


def test_the_base_that_would_fit_is_named(found: list[Finding]) -> None:
    assert "2.845 đến 2.852" in of(found, "57.5").explanation
    assert "35,3 / 242,3 = 14,57 %" in of(found, "14.59").explanation
    assert "242,3 / 282,4 = 85,80 %" in of(found, "87.88").explanation


def test_the_start_from_which_a_change_would_be_right_is_named(found: list[Finding]) -> None:
    assert "khi so với 2021: 1,93 − 5,20 = -3,27" in of(found, "-3.27").explanation
    assert "-3,27 / 3 năm (từ 2021) = -1,09" in of(found, "-1.03").explanation


def test_a_slipped_year_label_is_recognised(found: list[Finding]) -> None:
    assert "13.823 hộ cũng là Hộ nghèo, Hải Dương, 2021" in of(found, "13823").explanation
    assert "9.604 hộ cũng là Hộ nghèo, Cà Mau, 2021" in of(found, "9604").explanation


def test_one_name_for_two_measures_is_recognised(found: list[Finding]) -> None:
    said = of(found, "4.06").explanation
    assert "1,93 % cũng là Tỷ lệ hộ nghèo" in said
    assert "4,06 % cũng là Tỷ lệ hộ nghèo và cận nghèo" in said


def test_a_change_that_only_rounded_rates_explain_is_a_warning(found: list[Finding]) -> None:
    one = of(found, "-1.47")
    assert one.severity == WARNING
    assert "-1,4637 đến -1,4614" in one.explanation


def test_prints_that_meet_within_their_rounding_are_notes(found: list[Finding]) -> None:
    notes = {one.printed for one in found if one.severity == NOTE}
    assert notes == {"-1.62", "-1.56"}


def test_weak_signs_are_no_errors(found: list[Finding]) -> None:
    for printed in ("18375", "1264", "300501", "492", "598"):
        assert of(found, printed).severity == WARNING
    assert of(found, "860").severity == ERROR


# Where the numbers agree

AGREEING = [
    ("Việt Nam", "2023", BOTH),
    ("Việt Nam", "2024", BOTH),
    ("Quảng Nam", "2023", "poor_households"),
    ("Quảng Nam", "2023", "near_poor_households"),
    ("Quảng Nam", "2019", "poor_households"),
    ("Kon Tum", "2023", "poor_household_rate"),
    ("Kon Tum", "2023", "near_poor_household_rate"),
    ("Quảng Nam", "2022", "poor_household_rate"),
    ("Quảng Nam", "2022", "near_poor_household_rate"),
    ("Quảng Nam", "2023", "poor_household_rate"),
    ("Phú Thọ (mới)", "2025", "near_poor_household_rate"),
]


@pytest.mark.parametrize(("scope", "period", "measure"), AGREEING)
def test_numbers_that_agree_raise_no_alarm(
    scope: str, period: str, measure: str, shipped: tuple[Statement, ...], found: list[Finding]
) -> None:
    here = [
        one
        for one in shipped
        if (one.key.scope.printed, one.key.period, one.key.measure, one.key.form) == (scope, period, measure, "")
    ]
    assert here
    # A merged rate that is a plain mean names the old rates as evidence; the alarm is about its first statement.
    assert not [one for one in found if one.statements[0] in here]


def test_investment_of_phu_tho_adds_up_silently(shipped: tuple[Statement, ...], found: list[Finding]) -> None:
    (whole,) = [one for one in shipped if one.text == "65.426"]
    assert whole.value == Decimal("56.301") + Decimal("9.125")
    assert not [one for one in found if whole in one.statements]


def test_the_preliminary_fall_is_not_held_against_the_official_count(
    shipped: tuple[Statement, ...], found: list[Finding]
) -> None:
    (fall,) = [one for one in shipped if one.text == "-1.40"]
    assert fall.status == "preliminary"
    assert not [one for one in found if fall in one.statements]
