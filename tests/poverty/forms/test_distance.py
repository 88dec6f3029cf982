"""What was assigned is a figure, and so is the distance to it."""

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
