"""What was assigned is a figure, and so is the distance to it."""

import datetime as dt

import pytest
from reviewing import everyone, full


def test_the_distance_to_what_was_assigned_is_the_exact_fall_less_the_value(office):
    for period, poor in (("2022", 5), ("2023", 3)):
        rows = [full(f"A{at}", "14845", "poor", period=period) for at in range(poor)]
        office.add("household_counts", [everyone("14845-01", "14845", 100, period=period)])
        office.add("poverty_sheets", rows)
    wanted = office.ask("poor_household_rate_mean_yearly_fall_target", "2023")
    assert (wanted.value, wanted.law[0]["document"]) == ("1.50", "652/QĐ-TTg")
    over = office.ask("poor_household_rate_mean_yearly_fall_over_target", "2023")
    assert (over.value, [one.value for one in over.inputs]) == ("0.50", ["2.00", "1.50"])


def test_where_nothing_was_assigned_the_distance_is_unknown_and_says_so(office):
    answer = office.ask("poor_household_rate_mean_yearly_fall_target", "2023", locality="49")
    assert answer.value is None
    assert "Chưa có mức giao" in answer.reason


def wanted(measure, direction, value):
    return {"measure": measure, "locality_code": "38", "period": "2023", "holds": "end", "direction": direction,
            "value": value, "unit": "%", "decision_number": "9/QĐ", "decision_issuer": "UBND tỉnh",
            "day": dt.date(2022, 12, 1)}  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "direction", "value", "over", "said"),
    [
        ("poor_household_rate", "at_most", "3.5", "0.50", "Đạt mức giao: nhiều nhất 3,5"),
        ("poor_household_rate", "at_most", "2.5", "-0.50", "Chưa đạt mức giao: nhiều nhất 2,5"),
        ("poor_household_rate", "less_than", "3", "0.00", "Chưa đạt mức giao: dưới 3"),
        ("commune_ntm_count", "at_least", "1", "0", "Đạt mức giao: ít nhất 1"),
        ("commune_ntm_count", "at_least", "3", "-2", "Chưa đạt mức giao: ít nhất 3"),
    ],
)
def test_the_decision_says_whether_a_figure_has_to_be_high_or_low(office, measure, direction, value, over, said):
    office.add("household_counts", [everyone("14845-01", "14845", 100)])
    office.add("poverty_sheets", [full(f"A{at}", "14845", "poor") for at in range(3)])
    office.add("recognitions", [
        {"locality_code": "14845", "subject_level": "commune", "subject_code": "14845", "title": "ntm",
         "standard": "commune-2021", "day": dt.date(2023, 5, 1), "decision_number": "1/QĐ", "decision_issuer": "UBND tỉnh"}
    ])  # fmt: skip
    office.add("targets", [wanted(measure, direction, value)])
    found = office.ask(f"{measure}_over_target", "2023")
    assert found.value == over
    assert said in found.reason
