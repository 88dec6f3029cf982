"""Each named test on rows that it has not seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mtqg.statements.model import WARNING, Finding

Tested = Callable[..., list[Finding]]


def poverty(unit: str = "Sơn La", level: str = "province", year: str = "2023", **cells: str) -> dict[str, str]:
    return {"unit": unit, "level": level, "year": year, "source": "báo cáo a.vn", **cells}


def money(**cells: str) -> dict[str, str]:
    fixed = {"area": "Sơn La", "level": "province", "period": "2025", "as_of": "2025-06-30", "publisher_url": "a.vn"}
    given = {"programme": "DTTS", "source": "all", "kind": "total", "measure": "plan", "certainty": "read"}
    return {**fixed, **given, **cells}


def ntm(indicator: str, value: str, **cells: str) -> dict[str, str]:
    fixed = {"unit_level": "province", "unit": "Sơn La", "as_of": "2024-12-31", "unit_of_measure": "units"}
    return {
        **fixed,
        "stock_or_flow": "stock",
        "source": "a.vn",
        "confidence": "read",
        "indicator": indicator,
        "value": value,
        **cells,
    }


def total(**cells: str) -> dict[str, str]:
    fixed = {"scope": "Sơn La", "level": "province", "period": "2023", "standard": "poverty-2022", "unit": "%"}
    return {**fixed, "publication": "a.vn", "standing": "read", **cells}


@pytest.mark.parametrize(("rate", "tests"), [("5.57", []), ("5.58", ["rate_is_amount_over_base"])])
def test_a_rate_is_its_amount_over_its_base(rate: str, tests: list[str], tested: Tested) -> None:
    found = tested("poverty", poverty(households="442673", poor="24669", poor_rate=rate))
    assert [one.test for one in found] == tests


@pytest.mark.parametrize(("base", "tests"), [("of 409.5", []), ("of 419.5", ["rate_is_amount_over_base"])])
def test_a_base_that_stands_beside_the_rate_is_used(base: str, tests: list[str], tested: Tested) -> None:
    row = money(measure="disbursed", amount_bn_vnd="216", rate_pct="52.74", rate_base=base)
    assert [one.test for one in tested("capital", row)] == tests


def test_an_implied_base_in_the_text_is_no_input(tested: Tested) -> None:
    row = money(measure="disbursed", amount_bn_vnd="216", rate_pct="52.74", rate_base="implied base 100")
    assert tested("capital", row) == []


def test_another_base_of_the_same_place_is_found(tested: Tested) -> None:
    rows = [
        money(amount_bn_vnd="282.1"),
        money(measure="allocated", amount_bn_vnd="242.3"),
        money(measure="disbursed", amount_bn_vnd="35.3", rate_pct="14.59"),
    ]
    (finding,) = tested("capital", *rows)
    assert finding.test == "other_base"
    assert "35,3 / 242,3" in finding.explanation


def test_a_plan_of_another_page_and_day_is_no_base(tested: Tested) -> None:
    plan = money(amount_bn_vnd="75", publisher_url="b.vn", as_of="2025-08-31")
    paid = money(measure="disbursed", amount_bn_vnd="13.5", rate_pct="30", rate_base="disbursed / plan")
    assert tested("capital", plan, paid) == []


def test_two_rates_over_one_unprinted_base_must_leave_one(tested: Tested) -> None:
    row = {"unit": "Sơn La", "year": "2023", "em_poor": "400", "em_poor_rate": "40.00", "em_near_poor": "100"}
    assert tested("ethnic", {**row, "em_near_poor_rate": "10.00"}) == []
    (finding,) = tested("ethnic", {**row, "em_near_poor_rate": "11.00"})
    assert finding.test == "other_base"


@pytest.mark.parametrize(
    ("change", "tests"), [("-1.17", []), ("-1.16", []), ("-1.18", []), ("-1.19", ["change_is_difference"])]
)
def test_a_change_is_the_difference_within_rounding(change: str, tests: list[str], tested: Tested) -> None:
    """4.03 less 5.20 is -1.17; the exact rates may differ by -1.16 to -1.18."""
    start = total(measure="poor_household_rate", period="2022", value="5.20")
    end = total(measure="poor_household_rate", value="4.03", since="2022", change=change)
    found = [one for one in tested("totals", start, end) if one.severity != "note"]
    assert [one.test for one in found] == tests


def test_steps_add_up_to_the_whole_change(tested: Tested) -> None:
    steps = [
        total(measure="poor_household_rate", period="2022", since="2021", change="-1.79"),
        total(measure="poor_household_rate", period="2023", since="2022", change="-1.47"),
    ]
    whole = {"measure": "poor_household_rate", "period": "2023", "since": "2021"}
    assert tested("totals", *steps, total(**whole, change="-3.26")) == []
    assert [one.test for one in tested("totals", *steps, total(**whole, change="-3.36"))] == ["change_is_difference"]


def test_a_mean_per_year_is_the_change_over_the_years(tested: Tested) -> None:
    row = {"measure": "poor_household_rate", "period": "2024", "since": "2021", "change": "-4.66"}
    assert tested("totals", total(**row, change_per_year="-1.55")) == []
    (finding,) = tested("totals", total(**row, change_per_year="-1.65"))
    assert (finding.test, finding.implied) == ("change_is_difference", "-1.55")


def test_a_stock_does_not_grow_by_more_than_was_added(tested: Tested) -> None:
    before = ntm("ocop_3plus", "573", as_of="2023-12-31")
    added = ntm("ocop_3plus_added", "59", stock_or_flow="flow")
    assert tested("ntm", before, added, ntm("ocop_3plus", "632")) == []
    assert tested("ntm", before, added, ntm("ocop_3plus", "600")) == []  # certificates lapse
    assert [one.test for one in tested("ntm", before, added, ntm("ocop_3plus", "661"))] == ["change_is_difference"]


def test_a_share_is_at_most_100(tested: Tested) -> None:
    (finding,) = tested("poverty", poverty(poor_rate="100.4"))
    assert finding.test == "share_at_most_100"
    assert tested("capital", money(measure="allocated", rate_pct="106", rate_base="allocated / medium-term plan")) == []
    assert tested("capital", money(measure="disbursed", rate_pct="106", rate_base="disbursed / plan")) != []


def test_the_same_thing_printed_twice_with_two_numbers(tested: Tested) -> None:
    assert tested("poverty", poverty(poor="471571"), poverty(poor="471571")) == []
    (finding,) = tested("poverty", poverty(poor="471571"), poverty(poor="417571"))
    assert (finding.test, finding.printed) == ("same_printed_twice", "417571")


def test_a_large_count_repeated_next_year_is_suspicious(tested: Tested) -> None:
    (finding,) = tested("poverty", poverty(households="300501"), poverty(year="2024", households="300501"))
    assert (finding.test, finding.severity) == ("same_printed_twice", WARNING)
    assert tested("poverty", poverty(poor="15"), poverty(year="2024", poor="15")) == []
    assert tested("poverty", poverty(poor="1500"), poverty(year="2025", poor="1501")) == []


def test_one_number_for_two_things_on_one_page_is_suspicious(tested: Tested) -> None:
    (finding,) = tested("ntm", ntm("villages_model", "598"), ntm("ocop_3plus", "598"))
    assert finding.test == "same_printed_twice"
    assert tested("ntm", ntm("villages_model", "598"), ntm("ocop_3plus", "598", source="b.vn")) == []
    assert tested("ntm", ntm("communes_ntm", "598"), ntm("communes_advanced", "598")) == []  # all of them may be


def test_a_subset_is_at_most_its_set(tested: Tested) -> None:
    (finding,) = tested("ntm", ntm("communes_ntm", "16", denominator="15"))
    assert finding.test == "part_larger_than_whole"
    assert tested("ntm", ntm("communes_ntm", "15", denominator="15")) == []
    paid = [money(amount_bn_vnd="100.5"), money(measure="disbursed", amount_bn_vnd="101.5")]
    assert [one.test for one in tested("capital", *paid)] == ["part_larger_than_whole"]


def test_a_count_is_a_whole_number(tested: Tested) -> None:
    (finding,) = tested("ethnic", {"unit": "Sơn La", "year": "2022", "em_near_poor": "25.084817"})
    assert (finding.test, finding.implied) == ("count_is_whole_number", "25")


def test_a_merged_rate_is_no_mean_of_rates(tested: Tested) -> None:
    old = [
        poverty("Đà Nẵng", year="2022", households="300501", poor="3806"),
        poverty("Quảng Nam", year="2022", households="439300", poor="29146", poor_rate="6.63"),
    ]
    old[0]["poor_rate"] = "1.27"
    merged = "Đà Nẵng (with former Quảng Nam)"
    (finding,) = tested("poverty", *old, poverty(merged, year="2022", poor_rate="3.95"))
    assert (finding.test, finding.implied) == ("mean_of_rates", "4.45")
    assert tested("poverty", *old, poverty(merged, year="2022", poor_rate="4.45")) == []


def test_the_register_says_what_a_merged_unit_is_made_of(tested: Tested) -> None:
    """Phú Thọ of July 2025 is old Phú Thọ, Vĩnh Phúc and Hòa Bình."""
    old = [
        poverty("Phú Thọ", year="2022", households="1000", poor="10", poor_rate="1.0"),
        poverty("Vĩnh Phúc", year="2022", households="2000", poor="40", poor_rate="2.0"),
        poverty("Hoà Bình", year="2022", households="1000", poor="60", poor_rate="6.0"),
    ]
    (finding,) = tested("poverty", *old, poverty("Phú Thọ (merged)", year="2022", poor_rate="3.0"))
    assert (finding.test, finding.implied) == ("mean_of_rates", "2.8")


def test_a_day_that_is_in_no_calendar_is_told(tested: Tested) -> None:
    (finding,) = tested("capital", money(as_of="2025-06-31", amount_bn_vnd="5"))
    assert (finding.test, finding.implied) == ("day_exists", "2025-06-30")
