"""Surprises of the review that only several rows show: for each a row that is named and one that is not."""

import datetime as dt
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "core"))

import building
from building import Office

from mtqg.checking import every_finding
from mtqg.poverty.checks import COUNT_ROWS, ROW_CHECKS
from mtqg.poverty.checks_problems import HISTORY_CODES, TABLE_CODES
from mtqg.poverty.checks_rows import COUNT_CHECKS
from mtqg.poverty.terms import CAUSES, HOUSEHOLD_COUNT_FORM

MINE = {one.code for one in (*HISTORY_CODES, *TABLE_CODES)} | {one.code.code for one in (*ROW_CHECKS, *COUNT_ROWS)}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("history") / "kho")


@pytest.fixture
def found(office):
    """(code, household or village) of what the checks of this page say while the rows stand in the register."""
    added = []

    def ask(**tables):
        added.extend(office.add(name, rows).batch for name, rows in tables.items())
        said = [one.problem for one in every_finding(office.instance_now) if one.problem.code in MINE]
        return sorted((one.code, _subject(one)) for one in said)

    yield ask
    for batch in reversed(added):
        office.undo(batch)


def _subject(problem):
    known = problem.values
    return known.get("household") or known.get("village") or known.get("household_code") or known.get("village_code")


def sheet(code, year, decided, *, period=None, **more):
    """The sheet of a yearly review, or of a month of that year."""
    day = dt.date(int(year), 10, 10) if period is None else dt.date(int(year), int(period[5:7]), 16)
    return {**building.sheet(code, "14848", decided, period=period or str(year), day=day),
            "decided_on": day + dt.timedelta(days=10), **more}  # fmt: skip


def link(kind, code, to, day):
    return {"household_code": code, "to_household_code": to, "locality_code": "14848", "day": day, "link_kind": kind}


def test_a_sheet_that_contradicts_itself(found):
    causes = dict.fromkeys(CAUSES, False)
    wrong = {
        "P-250": {"is_local_minority": True},
        "P-251": {"ethnic_group": "Thái"},
        "P-252": {"income_vnd": 100_000, "allowance_vnd": 200_000},
        "P-253": {"lacks_schooling": False, "children_lacking_schooling": 1},
        "P-254": causes,
        "P-256": {"change_reason": "better"},
    }
    right = {
        "R-250": {"is_local_minority": True, "is_minority": True},
        "R-251": {"ethnic_group": "Kinh"},
        "R-252": {"income_vnd": 200_000, "allowance_vnd": 200_000},
        "R-253": {"lacks_schooling": False, "children_lacking_schooling": 0},
        "R-254": {**causes, "cause_other": None},  # one that nobody asked
        "R-256": {"change_reason": "new"},
    }
    rows = [sheet(code, 2023, "poor", **more) for code, more in {**wrong, **right}.items()]
    assert found(poverty_sheets=rows) == [(code, code) for code in wrong]


def test_an_in_year_decision_after_its_days(found):
    """E1: a review that starts on the 15th is decided by the 30th."""
    rows = [sheet(code, 2024, "near_poor", period="2024-03", day=dt.date(2024, 3, 15), decided_on=dt.date(2024, 3, day))
            for code, day in (("D30", 30), ("D31", 31))]  # fmt: skip
    said = found(poverty_sheets=rows, review_requests=[request("D30"), request("D31")])
    assert said == [("P-279", "D31")]


def request(code, kind="enter", day=dt.date(2024, 3, 10), **more):
    return {"period": "2024-03", "locality_code": "14848", "village_code": "14848-01", "household_code": code,
            "request_kind": kind, "day": day, **more}  # fmt: skip


def test_a_part_of_a_count_fits_its_whole(found):
    rows = [
        {**building.counts(f"14848-0{at}", "14848", 10, minority=minority), "persons": persons}
        for at, (minority, persons) in enumerate([(11, 40), (10, 9), (10, 10)], start=1)
    ]
    assert found(household_counts=rows) == [("P-269", "14848-01"), ("P-269", "14848-02")]
    assert HOUSEHOLD_COUNT_FORM.checks == COUNT_CHECKS  # an import refuses them


def test_the_reason_of_a_change_is_held_against_what_is_recorded(found):
    before = [("S1", "poor"), ("S2", "poor"), ("J1", "poor"), ("M1", "poor"), ("M2", "near_poor")]
    sheets = [sheet(code, 2022, decided) for code, decided in before]
    sheets += [
        sheet("N1", 2023, "poor", change_reason="split"),  # of whom?
        sheet("N2", 2023, "poor", change_reason="split"),  # split off from S2
        sheet("J1", 2023, "not_poor", change_reason="joined"),
        sheet("M1", 2023, "not_poor", change_reason="moved_out"),
        sheet("M2", 2023, "near_poor", change_reason="moved_in"),  # it was here
    ]
    links = [link("split", "S2", "N2", dt.date(2023, 5, 1)), link("out", "M1", None, dt.date(2023, 6, 1))]
    assert found(poverty_sheets=sheets, household_links=links) == [("P-257", "J1"), ("P-257", "N1"), ("P-262", "M2")]


def test_falling_back_being_new_and_being_better_follow_from_the_reviews_before(found):
    was = {
        "BACK": ("poor", "not_poor", "poor", "again"),
        "STILL": ("poor", "poor", "poor", "again"),
        "NEVER": ("not_poor", "not_poor", "poor", "again"),
        "OTHER": ("near_poor", "not_poor", "poor", "again"),
        "FIRST": (None, None, "poor", "again"),  # it may have left before the register began
        "NEW": (None, "not_poor", "poor", "new"),
        "OLD": ("poor", "not_poor", "poor", "new"),
        "UP": (None, "poor", "near_poor", "better"),
        "DOWN": (None, "not_poor", "near_poor", "better"),
    }
    sheets = []
    for code, (one, two, three, reason) in was.items():
        sheets += [sheet(code, year, decided) for year, decided in ((2021, one), (2022, two)) if decided]
        sheets.append(sheet(code, 2023, three, change_reason=reason))
    assert found(poverty_sheets=sheets) == [
        ("P-258", "NEVER"), ("P-258", "OTHER"), ("P-258", "STILL"), ("P-259", "OLD"), ("P-260", "DOWN")]  # fmt: skip


def test_a_household_with_a_new_code_keeps_its_history(found):
    sheets = [sheet("OLD", 2022, "poor"), sheet("NEW", 2023, "poor", change_reason="new")]
    assert found(poverty_sheets=sheets, household_links=[link("recode", "OLD", "NEW", dt.date(2023, 3, 1))]) == [
        ("P-259", "NEW")]  # fmt: skip


def test_a_change_of_the_area_alone_ends_no_poverty_unseen(found):
    """A8, A9: 150 points are poor in a town and not poor in the country."""
    sheets = [sheet(code, 2022, "poor", area="urban", income_points=150) for code in ("A9", "B9")]
    sheets += [sheet("A9", 2023, "not_poor", income_points=150), sheet("B9", 2023, "not_poor", income_points=160)]
    assert found(poverty_sheets=sheets) == [("P-261", "A9")]


def test_an_in_year_change_wants_the_households_own_request(found):
    sheets = [sheet(code, 2023, "poor") for code in ("L1", "L2", "L3")]
    sheets += [
        sheet("E1", 2024, "poor", period="2024-03"),
        sheet("E2", 2024, "poor", period="2024-03"),
        sheet("L1", 2024, "not_poor", period="2024-03"),
        sheet("L2", 2024, "not_poor", period="2024-03"),
        sheet("L3", 2024, "near_poor", period="2024-03"),  # stays on a list
    ]
    requests = [request("E2"), request("L2", "leave"), request("L1", "enter")]
    assert found(poverty_sheets=sheets, review_requests=requests) == [("P-263", "E1"), ("P-263", "L1")]


def test_form_a_is_not_for_households_on_the_list(found):
    sheets = [sheet("LISTED", 2023, "poor"), sheet("LEFT", 2022, "poor"), sheet("LEFT", 2023, "not_poor")]
    screened = {"screened_on": dt.date(2024, 3, 16)}
    requests = [request(code, **screened) for code in ("LISTED", "LEFT", "STRANGER")]
    assert found(poverty_sheets=sheets, review_requests=requests) == [("P-264", "LISTED")]


def test_no_household_comes_from_itself(found, office):
    day = dt.date(2023, 5, 1)
    rows = [link("split", "A", "B", day), link("split", "B", "C", day), link("split", "C", "A", day)]
    found(household_links=[*rows, link("split", "C", "D", day)])
    said = [one.problem for one in every_finding(office.instance_now) if one.problem.code == "P-265"]
    assert [(one.given, one.values["through"]) for one in said] == [("A", "A → B → C → A")]


def member(code, household, relation="other", day=dt.date(2020, 1, 1), **more):
    return {"member_code": code, "household_code": household, "locality_code": "14848", "village_code": "14848-01",
            "day": day, "born_on": dt.date(1990, 1, 1), "relation": relation, **more}  # fmt: skip


def test_the_persons_of_a_sheet_are_the_members_of_its_day(found):
    members = [member("P1", "H1", "head"), member("P2", "H1"), member("P3", "H1", ends_on=dt.date(2023, 9, 1)),
               member("Q1", "H2", "head"), member("Q2", "H2", day=dt.date(2023, 11, 1)),
               member("R1", "H3"), member("S1", "H4", "head"), member("S2", "H4", "head")]  # fmt: skip
    sheets = [
        sheet("H1", 2023, "poor", persons=3),
        sheet("H2", 2023, "poor", persons=1),
        sheet("H9", 2023, "poor", persons=7),
    ]  # fmt: skip - nobody listed the members of H9
    assert found(household_members=members, poverty_sheets=sheets) == [
        ("P-266", "H1"), ("P-275", "H3"), ("P-275", "H4")]  # fmt: skip


def test_no_village_has_more_poor_households_than_households(found):
    sheets = [sheet(f"A{at}", 2023, "poor", is_minority=at < 2) for at in range(3)]
    sheets.append(sheet("B", 2023, "poor", locality_code="14845", village_code="14845-01", area="urban"))
    enough = {**building.counts("14848-01", "14848", 3, minority=1), "persons": 9}
    assert found(poverty_sheets=sheets, household_counts=[enough]) == [("P-267", "14848-01"), ("P-268", None)]


def test_the_steps_of_a_village_come_in_their_order(found):
    place = {"period": "2023", "locality_code": "14848"}
    meetings = [
        {**place, "village_code": village, "day": day, "present": 40, "agree": 40, "outcome": outcome}
        for village, day, outcome in (
            ("14848-01", dt.date(2023, 10, 12), "agreed"),
            ("14848-02", dt.date(2023, 10, 12), "sent_back"),
            ("14848-03", dt.date(2023, 10, 25), "agreed"),
        )
    ]
    posting = {**place, "place": "Nhà văn hóa", "day": dt.date(2023, 10, 13), "complaints": 0}
    ends = {"14848-01": dt.date(2023, 10, 16), "14848-04": dt.date(2023, 10, 21)}
    postings = [{**posting, "village_code": village, "until_day": day} for village, day in ends.items()]
    sheets = [sheet(f"V{at}", 2023, "poor", village_code=f"14848-0{at}") for at in (1, 2, 3, 4)]
    assert found(poverty_sheets=sheets, review_meetings=meetings, review_postings=postings) == [
        ("P-276", "14848-02"), ("P-276", "14848-04"), ("P-277", "14848-03"), ("P-278", "14848-04")]  # fmt: skip
