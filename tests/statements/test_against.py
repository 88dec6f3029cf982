"""Published totals beside what the register counts: each print as it stands, and the sums after a merger."""

import datetime as dt
import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "core"))

from building import Office, counts, sheet

from mtqg.against import held_against, is_within
from mtqg.cli import main
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.statements.figures import shipped_places

COMMUNE = "20356"  # of Quảng Nam
DAY = dt.date(2022, 11, 10)
YEAR = read_period("2022")


@pytest.fixture
def office(tmp_path):
    """As many households as were published of Quảng Nam in 2022, and two poor ones."""
    office = Office(tmp_path / "kho")
    office.add("household_counts", [counts(f"{COMMUNE}-01", COMMUNE, 439_300, period="2022", day=DAY)])
    office.add("poverty_sheets", [sheet(f"A{at}", COMMUNE, "poor", period="2022", day=DAY) for at in range(2)])
    return office


def by_side(found):
    return {(one.figure.measure.name, one.of): one for one in found}


def test_each_print_stands_beside_our_number_with_the_difference(office):
    found = by_side(held_against(office.home, locality="49", period=YEAR))
    whole, part = found["poor_household_rate", "whole"], found["poor_household_rate", "part"]
    assert (whole.printed, whole.ours, whole.agrees) == (439_300, 439_300, True)
    assert (part.printed, part.ours, part.difference, part.agrees) == (29_146, 2, 2 - 29_146, False)
    assert part.statement.publication and found["near_poor_household_rate", "part"].printed == 8_673


@pytest.mark.parametrize(("poor", "expected"), [(29_146, True), (29_103, False), (29_104, True), (29_148, False)])
def test_a_printed_rate_stands_for_the_interval_of_its_rounding(poor, expected):
    """6.63 stands for 6.625 to 6.635 of a hundred: 29,103.6 to 29,147.6 of 439,300 households."""
    rate = next(one for one in shipped_places() if (one.key.scope.code, one.text) == ("49", "6.63"))
    assert is_within(rate, Fraction(poor * 100, 439_300)) is expected


def test_what_the_register_does_not_know_differs_from_nothing(office):
    found = held_against(office.home, locality="38", period=YEAR)
    assert found and {one.agrees for one in found} == {None} and {one.difference for one in found} == {None}


def test_after_the_merger_the_old_provinces_prints_are_added_before_they_are_divided(office):
    found = by_side(held_against(office.home, locality="48", period=YEAR, on=dt.date(2025, 7, 1)))
    assert found["poor_household_rate", "part"].printed == 32_952
    assert found["poor_household_rate", "whole"].printed == 739_801
    assert found["poor_household_rate", "value"].printed == Fraction(3_295_200, 739_801)
    assert found["poor_household_rate", "part"].ours == 2


def test_a_place_that_is_none_is_refused(office):
    with pytest.raises(Refused):
        held_against(office.home, locality="999", on=dt.date(2025, 7, 1))


def test_the_command_lists_them_and_fails_where_a_known_number_differs(office, capsys):
    def asked(*words):
        try:
            main(["--home", str(office.home), *words])
        except SystemExit as ended:
            return ended.code, capsys.readouterr().out
        return 0, capsys.readouterr().out

    status, out = asked("--format", "json", "statements", "against", "--locality", "49", "--period", "2022")
    lines = json.loads(out)
    assert status == 1 and {one["difference"] for one in lines if one["printed"] == "29146"} == {"-29144"}
    status, out = asked("statements", "against", "--locality", "38", "--period", "2022")
    assert status == 0 and "chưa có trong sổ" in out
    status, out = asked("statements", "against", "--locality", "49", "--period", "2022")
    assert status == 1 and "-29.144" in out and "KHÁC" in out
