"""What the law's value was on a day, and why there is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg.core.errors import Refused
from mtqg.law import LawValue, Missing
from mtqg.law.book import seed


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("name", "area", "on", "value", "standard"),
    [
        # 140 was the urban cut and became the rural one; 175 was the upper urban cut and stayed.
        ("income_limit", "rural", "2021-12-31", 120, "poverty-2016"),
        ("income_limit", "rural", "2022-01-01", 140, "poverty-2022"),
        ("income_limit", "urban", "2021-12-31", 140, "poverty-2016"),
        ("income_limit", "urban", "2022-01-01", 175, "poverty-2022"),
        ("upper_limit", "rural", "2021-12-31", 150, "poverty-2016"),
        ("upper_limit", "urban", "2021-12-31", 175, "poverty-2016"),
        ("deprivation_limit", "", "2021-12-31", 30, "poverty-2016"),
        ("deprivation_limit", "", "2022-01-01", 30, "poverty-2022"),
        ("income_limit", "rural", "2026-12-31", 140, "poverty-2022"),
        ("income_limit_vnd", "rural", "2021-12-31", 700_000, "poverty-2016"),
        ("income_limit_vnd", "rural", "2022-01-01", 1_500_000, "poverty-2022"),
        ("income_limit_vnd", "urban", "2026-12-31", 2_000_000, "poverty-2022"),
        ("income_limit_vnd", "rural", "2027-01-01", 2_200_000, "poverty-2027"),
        ("income_limit_vnd", "urban", "2027-01-01", 2_800_000, "poverty-2027"),
        ("average_living_limit_vnd", "rural", "2025-12-31", 2_250_000, "poverty-2022"),
        ("average_living_limit_vnd", "urban", "2025-12-31", 3_000_000, "poverty-2022"),
        ("low_income_worker_limit_vnd", "rural", "2025-02-24", 2_250_000, "poverty-2022"),
        ("points_per_indicator", "", "2024-10-16", 10, "poverty-2022"),
        ("max_deprivation_points", "", "2024-10-16", 120, "poverty-2022"),
        ("deprived_indicator_limit", "", "2030-12-31", 3, "poverty-2027"),
    ],
)
def test_the_poverty_line_changes_on_its_day_and_not_before(law, name, area, on, value, standard):
    found = law.value(name, day(on), area=area)
    assert isinstance(found, LawValue)
    assert (found.value, found.standard, found.standing) == (value, standard, "reported")


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("low_income_worker_limit_vnd", "2025-02-23"),  # the class did not exist
        ("low_income_worker_limit_vnd", "2027-01-01"),
        ("average_living_limit_vnd", "2027-01-01"),  # not known whether the class survives
        ("income_limit", "2027-01-01"),  # no scoring circular
        ("upper_limit", "2022-01-01"),  # the new line has one cut
        ("income_limit", "2015-12-31"),
        ("income_limit_vnd", "2031-01-01"),
    ],
)
def test_a_day_without_a_value_gives_none_and_the_reason_never_the_nearest(law, name, on):
    found = law.value(name, day(on), area="rural")
    assert isinstance(found, Missing)
    assert (found.kind, found.value, found.standing) == ("none", None, None)
    assert found.reason.startswith("chưa có ngưỡng được xác nhận")
    assert day(on).strftime("%d/%m/%Y") in found.reason


def test_the_reason_names_the_text_that_is_lacking(law):
    found = law.value("income_limit", day("2027-01-01"), area="rural")
    assert found.text is not None and found.text.id == "M-06"
    assert "351/2025/NĐ-CP" in found.reason


def test_the_reason_is_said_in_english_when_asked(law, monkeypatch):
    monkeypatch.setenv("MTQG_LANG", "en")
    assert law.value("income_limit", day("2027-01-01"), area="rural").reason.startswith("no confirmed value")


def test_2021_has_two_results(law):
    on = day("2021-12-31")
    assert law.value("income_limit", on, area="rural").value == 120
    assert law.value("income_limit", on, area="rural", standard="poverty-2022").value == 140
    # The circular with the points was in force from 01/09/2021; before it there is no baseline.
    assert law.value("income_limit", day("2021-09-01"), area="rural", standard="poverty-2022").value == 140
    assert law.value("income_limit", day("2021-08-31"), area="rural", standard="poverty-2022").value is None


@pytest.mark.parametrize(
    ("on", "standard"),
    [
        ("2015-12-31", None),
        ("2016-01-01", "poverty-2016"),
        ("2021-12-31", "poverty-2016"),
        ("2022-01-01", "poverty-2022"),
        ("2026-12-31", "poverty-2022"),
        ("2027-01-01", "poverty-2027"),
        ("2030-12-31", "poverty-2027"),
        ("2031-01-01", None),
    ],
)
def test_the_standard_that_decides_on_a_day(law, on, standard):
    assert law.standard_on("poverty", day(on)) == standard


def test_the_extension_of_2026_is_cited_by_its_own_decree(law):
    assert law.value("income_limit_vnd", day("2025-12-31"), area="rural").document == "07/2021/NĐ-CP"
    assert law.value("income_limit_vnd", day("2026-01-01"), area="rural").document == "351/2025/NĐ-CP"


def test_an_unverified_value_judges_nothing(law):
    """L17: the norm for a brand is 3 or 35 million; nobody is told either."""
    found = law.value("ocop_brand_support_vnd", day("2026-06-15"))
    assert isinstance(found, Missing)
    assert (found.kind, found.standing) == ("unverified", "unverified")
    assert found.reason.startswith("trị số chưa kiểm chứng")


def test_no_unverified_value_is_ever_given(law):
    for value in law.values:
        found = law.value(
            value.name,
            value.valid_from,
            standard=value.standard or None,
            area=value.area,
            region=value.region,
            group=value.group,
        )
        assert isinstance(found, LawValue) == value.judges
        assert not value.judges or found == value


def test_the_score_sheet_of_148_is_40_25_35_and_its_predecessor_35_25_40(law):
    def parts(on):
        return [law.value("ocop_part_max", day(on), group=part).value for part in "ABC"]

    assert parts("2023-02-23") == [35, 25, 40]
    assert parts("2023-02-24") == [40, 25, 35]


def test_five_stars_start_at_90_from_the_day_on_which_1489_says_so(law):
    assert law.value("ocop_star_from", day("2025-07-05"), group="5").kind == "unverified"
    assert law.value("ocop_star_from", day("2025-07-06"), group="5").value == 90
    assert law.value("ocop_star_from", day("2022-06-01"), group="3").value == 50
    assert law.value("ocop_star_from", day("2025-07-06"), group="3").kind == "unverified"


def test_values_that_were_read_in_whole_texts_say_so(law):
    assert law.value("refund_days", day("2027-03-01")).standing == "read"
    assert law.value("ocop_prize_vnd", day("2026-05-31"), group="4").value == 10_000_000
    assert law.value("ocop_prize_vnd", day("2026-05-30"), group="4").kind == "none"


def test_the_income_asked_of_a_commune_depends_on_the_region(law):
    def asked(region, on="2020-12-31"):
        return law.value("ntm_income_limit_vnd", day(on), region=region)

    assert asked("BTB").value == 36_000_000
    assert asked("DHNTB").value == 41_000_000
    assert asked("BTB", "2023-01-01").text.id == "M-02"


def test_a_key_that_the_value_needs_must_be_given(law):
    with pytest.raises(Refused) as refused:
        law.value("income_limit", day("2024-01-01"))
    assert refused.value.problems[0].code == "V-022"
    assert refused.value.exit_code == 2


def test_an_unknown_name_and_a_standard_of_another_kind_are_refused(law):
    for arguments, code in (
        ({"name": "income_limt"}, "V-026"),
        ({"name": "income_limit", "standard": "ocop-2023"}, "V-027"),
        ({"name": "income_limit", "standard": "poverty-2023"}, "V-027"),
    ):
        with pytest.raises(Refused) as refused:
            law.value(on=day("2024-01-01"), area="rural", **arguments)
        assert refused.value.problems[0].code == code


def test_a_line_of_a_province_is_not_the_nations(law):
    assert law.value("income_limit", day("2024-01-01"), area="rural", issuer="79").value is None


@given(on=st.dates(dt.date(2014, 1, 1), dt.date(2033, 1, 1)), area=st.sampled_from(["rural", "urban"]))
def test_at_most_one_line_holds_on_any_day(on, area):
    for name in ("income_limit", "income_limit_vnd", "upper_limit", "low_income_worker_limit_vnd"):
        held = [
            value
            for value in seed().values
            if value.name == name
            and value.area == area
            and value.holds(on)
            and value.standard == seed().standard_on("poverty", on)
        ]
        assert len(held) <= 1
        assert seed().value(name, on, area=area).value == (held[0].value if held else None)
