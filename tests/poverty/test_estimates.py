"""Estimates, preliminary and official figures: all are kept, each with its day and status, and none is another."""

import datetime as dt
import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "core"))

from building import AN, Office, counts, sheet

from mtqg.asking import answered_stages, explanation
from mtqg.catalogue import CATALOGUE
from mtqg.checking import every_finding
from mtqg.cli import main
from mtqg.core.period import read_period
from mtqg.intake.answers import read_answers
from mtqg.intake.importing import import_files
from mtqg.poverty.estimates.checks import OTHERS

RATE, FALL = "poor_household_rate", "poor_household_rate_mean_yearly_fall"
ESTIMATE = {
    "Loại số liệu": "Ước thực hiện",
    "Mã chỉ tiêu": RATE,
    "Mã đơn vị": "38",
    "Kỳ": "2024",
    "Giá trị": "2,25",
    "Ngày báo cáo": "10/10/2024",
    "Đơn vị báo cáo": "Sở Nông nghiệp và Môi trường",
    "Cách ước": "theo báo cáo của các xã",
    "Số văn bản": "12/BC-SNNMT",
}
PRELIMINARY = {**ESTIMATE, "Loại số liệu": "Số sơ bộ", "Giá trị": "2,12", "Ngày báo cáo": "14/11/2024"}


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "kho")


def reported(office, *rows):
    """What an import of the form says."""
    head = list(ESTIMATE | {"Tử số": "", "Mẫu số": ""})
    lines = [head, *([one.get(name, "") for name in head] for one in rows)]
    file = office.home.parent / "uoc.csv"
    file.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    done = import_files(office.instance_now, AN, catalogue=CATALOGUE, form="estimates", paths=[file], locality="38",
                        period=None, answers=read_answers(()))  # fmt: skip
    return [one.code for one in done.problems]


def reviewed(office, households):
    """Seven poor households of so many in 2024."""
    day = dt.date(2024, 11, 10)
    office.add("household_counts", [counts("14845-01", "14845", households, period="2024", day=day)])
    office.add("poverty_sheets", [sheet(f"A{at}", "14845", "poor", period="2024", day=day) for at in range(7)])


def close(office, status, **more):
    return office.close("poverty", "2024", status=status, **more)


def asked(office, status, measure=RATE, **more):
    found = office.ask(measure, "2024", status=status, **more)
    return found.value, found.status


def test_the_preliminary_and_the_official_figure_are_both_kept(office):
    """E4: 2.12 was preliminary, 2.03 is official."""
    reviewed(office, 330)
    close(office, "preliminary")
    office.add("household_counts", [counts("14845-01", "14845", 345, period="2024", day=dt.date(2024, 11, 10))])
    close(office, "official", reason="số chính thức")
    assert asked(office, "preliminary") == ("2.12", "preliminary")
    assert asked(office, "official") == ("2.03", "official")
    assert asked(office, None) == ("2.03", "official")
    days = [
        office.ask(RATE, "2024", status=one).snapshots[0].manifest["closed_at"] for one in ("preliminary", "official")
    ]
    assert all(days)
    assert asked(office, "estimate") == (None, None)  # nobody made one


def test_what_was_reported_goes_before_what_is_not_closed(office):
    assert reported(office, ESTIMATE, PRELIMINARY) == []
    reviewed(office, 330)
    found = office.ask(RATE, "2024", status="preliminary")
    assert (found.value, found.estimate.day, found.estimate.by) == (
        "2.12", dt.date(2024, 11, 14), "Sở Nông nghiệp và Môi trường")  # fmt: skip
    assert asked(office, None) == ("2.12", "preliminary")  # counted from rows: 7 of 330
    assert office.ask(RATE, "2024").estimate is None
    assert asked(office, "official") == (None, None)


def test_each_stage_says_by_how_much_it_differs_from_the_one_before(office):
    reported(office, ESTIMATE, PRELIMINARY)
    reviewed(office, 345)
    close(office, "official")
    told = answered_stages(office.home, measure=RATE, locality="38", period=read_period("2024"))
    assert [(one.figure.status, one.figure.value) for one in told] == [
        ("estimate", "2.25"), ("preliminary", "2.12"), ("official", "2.03")]  # fmt: skip
    assert [one.change for one in told] == [None, Fraction("-0.13"), Fraction(700, 345) - Fraction("2.12")]


def test_the_last_report_counts_and_the_earlier_stay_known(office):
    reported(office, ESTIMATE)
    before = office.n()
    reported(office, {**ESTIMATE, "Giá trị": "2,2", "Ngày báo cáo": "30/10/2024"})
    found = office.ask(RATE, "2024", status="estimate")
    assert found.value == "2.20"
    assert "2,25 ngày 10/10/2024" in found.reason
    assert asked(office, "estimate", known=before) == ("2.25", "estimate")


def test_an_estimate_is_explained_by_its_report(office):
    assert reported(office, {**ESTIMATE, "Tử số": "22500", "Mẫu số": "1000000"}) == []
    selectors = {"measure": RATE, "locality": "38", "period": read_period("2024")}
    _, told = explanation(office.home, of="part", page=1, size=10, status="estimate", **selectors)
    (row,) = told["rows"]
    assert (told["part"], told["whole"], row["amount"], row["act"]) == (22500, 1000000, 22500, office.n())
    assert (row["source"]["file"], row["source"]["cell"]) == ("uoc.csv", "E2")
    assert row["decision"] == {"number": "12/BC-SNNMT", "issuer": None, "signed_on": "2024-10-10"}
    assert told["estimate"]["by"] == ESTIMATE["Đơn vị báo cáo"]


def test_a_fall_is_estimated_from_the_estimate_and_the_figure_of_the_year_before(office):
    reported(office, ESTIMATE)
    assert asked(office, "estimate", FALL) == (None, None)  # 2023 has no figure
    office.add("household_counts", [counts("14845-01", "14845", 100)])
    office.add("poverty_sheets", [sheet(f"A{at}", "14845", "poor") for at in range(4)])
    assert asked(office, "estimate", FALL) == ("1.75", "estimate")
    found = office.ask(f"{FALL}_over_target", "2024", status="estimate")
    assert (found.value, found.status) == ("0.25", "estimate")
    assert "Đạt mức giao: ít nhất 1,5" in found.reason
    assert asked(office, None, FALL)[0] is None


def test_an_estimate_is_about_the_boundaries_of_its_day(office):
    """Mường Lát townlet was merged away in 2025: what was estimated of it is not carried."""
    reported(office, {**ESTIMATE, "Mã đơn vị": "14845", "Kỳ": "2024"})
    assert asked(office, "estimate", locality="14845")[0] == "2.25"
    after = office.ask(RATE, "2024", status="estimate", locality="14845", on=dt.date(2025, 8, 1))
    assert after.value is None
    assert "địa giới khác" in after.reason


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"Mã chỉ tiêu": "ti_le_ho_ngheo"}, ["P-270"]),
        ({"Tử số": "5", "Mẫu số": "4"}, ["P-271"]),
        ({"Tử số": "5"}, ["P-272"]),
        ({"Ngày báo cáo": "05/01/2025"}, ["P-273"]),
        ({"Ngày báo cáo": "05/01/2025", "Loại số liệu": "Số sơ bộ"}, []),
        ({"Mã chỉ tiêu": "minority_poor_household_rate"}, []),
    ],
)
def test_a_wrong_report_is_refused_at_its_cell(office, change, codes):
    assert reported(office, {**ESTIMATE, **change}) == codes


def test_a_value_that_its_own_part_and_whole_do_not_give_is_found(office):
    counted = {"Tử số": "212", "Mẫu số": "10000"}
    assert reported(office, {**ESTIMATE, **counted}, {**PRELIMINARY, **counted}) == []
    found = [one.problem for one in every_finding(office.instance_now) if one.problem.code == "P-274"]
    assert [(one.given, one.values["implied"]) for one in found] == [("2,25", "2,12")]


def test_every_measure_that_is_named_from_outside_the_domain_is_known():
    assert set(OTHERS) <= set(CATALOGUE.measures)


def test_the_command_line_asks_by_status(office, capsys):
    reported(office, ESTIMATE)
    home = ["--home", str(office.home), "--format", "json"]
    where = [RATE, "--locality", "38", "--period", "2024"]
    main([*home, "figure", *where, "--status", "estimate"])
    assert json.loads(capsys.readouterr().out)["value"] == "2.25"
    main([*home, "poverty", "stages", *where])
    (one,) = json.loads(capsys.readouterr().out)["stages"]
    assert (one["figure"]["status"], one["change"]) == ("estimate", None)
    with pytest.raises(SystemExit) as wrong:
        main([*home, "figure", *where, "--status", "official", "--edition", "1"])
    assert wrong.value.code == 2
