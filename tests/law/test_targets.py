"""Assigned targets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.programmes import targets

FALL = "poor_household_rate_mean_yearly_fall"
FILE = Path(targets.__file__).parent / "seed" / "targets.csv"


@pytest.mark.parametrize("period", ["2021..2025", "2022..2023", "2023"])
def test_thanh_hoa_was_assigned_a_fall_of_one_and_a_half_points_in_each_year(period):
    target = targets.seed().of(FALL, "38", read_period(period))
    assert target is not None
    assert (target.value, target.unit, target.direction) == (Decimal("1.5"), "điểm phần trăm", "at_least")
    assert (target.document, target.standing) == ("652/QĐ-TTg", "reported")


def test_the_exact_fall_of_2022_and_2023_reaches_the_target():
    target = targets.seed().of(FALL, "38", read_period("2022..2023"))
    assert target.is_met_by(Decimal("1.6237"))
    assert target.is_met_by(Decimal("1.5"))
    assert not target.is_met_by(Decimal("1.4999"))


@pytest.mark.parametrize(("locality", "period"), [("49", "2022..2023"), ("38", "2025..2026"), ("38", "2020")])
def test_where_none_was_set_there_is_none(locality, period):
    assert targets.seed().of(FALL, locality, read_period(period)) is None


def test_a_target_for_the_end_of_a_period_is_not_one_for_its_years():
    national = targets.seed()
    assert national.of("ntm_commune_rate", "VN", read_period("2023")) is None
    assert national.of("ntm_commune_rate", "VN", read_period("2021..2025")).value == 80
    assert national.of("ntm_commune_rate", "VN", read_period("2025")).value == 80
    assert national.of("ntm_commune_rate", "VN", read_period("2026..2030")).value == 65


def test_targets_can_be_rebuilt_from_their_rows():
    assert targets.Targets.build(targets.seed().rows()) == targets.seed()


def test_a_range_keeps_both_ends():
    target = targets.seed().of(FALL, "VN", read_period("2021..2025"))
    assert (target.value, target.value_to) == (Decimal(1), Decimal("1.5"))


def test_an_unverified_target_judges_nothing():
    assert targets.seed().of("poor_households_housed_count", "VN", read_period("2021..2025")) is None
    assert [target.measure for target in targets.seed().waiting()] == ["poor_households_housed_count"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (",1.5,,", ',"1,5",,', "C-002"),
        (",each_year,", ",always,", "C-002"),
        ("38,2021..2025", "38,2025..2021", "C-002"),
        ("652/QĐ-TTg", "999/QĐ-TTg", "V-021"),
        ("Chỉ tiêu giao các tỉnh", "Phụ lục IX", "V-007"),
        ("locality_code,", "place_code,", "C-001"),
    ],
)
def test_a_broken_table_is_refused(tmp_path, law, old, new, code):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "targets.csv"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        targets.load(broken, law)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_periods_that_cut_across_each_other_are_refused(tmp_path, law):
    head, line, *_ = FILE.read_text(encoding="utf-8").splitlines()
    crossing = line.replace("2021..2025", "2024..2026")
    nested = line.replace("2021..2025", "2023")
    file = tmp_path / "targets.csv"
    file.write_text("\n".join([head, line, nested]) + "\n", encoding="utf-8")
    assert len(targets.load(file, law).targets) == 2
    file.write_text("\n".join([head, line, crossing]) + "\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        targets.load(file, law)
    assert refused.value.problems[0].code == "V-040"
