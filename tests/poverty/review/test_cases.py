"""The steps of a review: their days by law (E1, E3), the village meeting (E2), and what may follow what."""

import datetime as dt

import pytest

from mtqg.core.errors import Refused
from mtqg.core.register.writing import begin
from mtqg.law import seed
from mtqg.poverty.review.cases import FOLLOWS, Step, case, steps
from mtqg.poverty.review.terms import EVENTS
from mtqg.poverty.review.windows import InYear, agrees, in_year_days, warnings

LAW = seed()


def day(text):
    return dt.date.fromisoformat(text)


def test_a_request_of_10_march_is_reviewed_decided_and_reported_on_days_of_the_law():
    """E1."""
    assert in_year_days(day("2024-03-10"), LAW) == InYear(day("2024-03-15"), day("2024-03-30"), day("2024-04-05"))


def test_a_request_after_the_day_waits_for_the_next_month_and_autumn_has_no_monthly_report():
    assert in_year_days(day("2024-03-16"), LAW).starts_on == day("2024-04-15")
    assert in_year_days(day("2024-09-10"), LAW).report_on is None


@pytest.mark.parametrize("agree, passes", [(20, False), (21, True)])
def test_of_forty_one_present_twenty_one_must_agree(agree, passes):
    """E2."""
    assert agrees(present=41, agree=agree, day=day("2024-10-20"), law=LAW) is passes


@pytest.mark.parametrize(
    "event, round_, on, started, code",
    [
        ("surveyed", "yearly", "2024-12-20", None, "P-205"),  # E3
        ("surveyed", "yearly", "2024-12-14", None, None),
        ("surveyed", "yearly", "2024-08-31", None, "P-205"),
        ("certified", "yearly", "2024-12-25", None, None),
        ("surveyed", "in_year", "2024-03-14", None, "P-206"),
        ("decided", "in_year", "2024-03-31", "2024-03-15", "P-207"),
        ("decided", "in_year", "2024-03-30", "2024-03-15", None),
        ("surveyed", "yearly", "2020-12-31", None, None),  # before the law: nothing is said
    ],
)
def test_a_step_outside_its_window_is_flagged_with_the_article(event, round_, on, started, code):
    found = list(warnings(event, round_, day(on), started=day(started) if started else None, law=LAW))
    assert [one.code for one in found] == ([code] if code else [])
    assert all("24/2021/QĐ-TTg, Điều" in one.law for one in found)


def do(office, event, on, *, household="H1", round_="yearly"):
    taken = Step("2024", household, "14845", event, day(on), round_, "14845-01")
    with office.instance.register() as register, begin(register, office.author, verb="review.step") as act:
        flagged = steps(act, [taken], law=LAW)
    return act.sealed.n, [one.code for one in flagged]


def refused(office, event, on):
    with pytest.raises(Refused) as why:
        do(office, event, on)
    return [one.code for one in why.value.problems]


def state(office):
    with office.instance.register() as register:
        return case(register.database, "2024", "H1").state


def meeting(office, on, agree):
    row = {"period": "2024", "locality_code": "14845", "village_code": "14845-01", "day": day(on), "present": 41}
    office.add("review_meetings", [{**row, "agree": agree}], digest=on.replace("-", "0") * 6 + "0000")


def test_a_case_goes_from_the_survey_to_the_certificate_through_a_second_meeting(office):
    do(office, "surveyed", "2024-10-01")
    assert refused(office, "decided", "2024-10-02") == ["P-210"]
    do(office, "classified", "2024-10-02")
    meeting(office, "2024-10-10", 20)
    assert refused(office, "agreed", "2024-10-10") == ["P-211"]
    do(office, "sent_back", "2024-10-10")
    do(office, "surveyed", "2024-10-12")
    do(office, "classified", "2024-10-13")
    assert refused(office, "agreed", "2024-10-12") == ["P-212"]
    meeting(office, "2024-10-20", 21)
    for event, on in (("agreed", "2024-10-20"), ("posted", "2024-10-21"), ("contested", "2024-10-22")):
        do(office, event, on)
    do(office, "rechecked", "2024-10-24")
    last, flagged = do(office, "decided", "2024-12-20")
    assert (state(office), flagged) == ("decided", ["P-205"])
    office.undo(last)
    assert state(office) == "rechecked"


def test_every_step_can_be_reached_and_leads_only_to_steps():
    assert set(FOLLOWS) - {""} == set(EVENTS)
    assert {event for allowed in FOLLOWS.values() for event in allowed} == set(EVENTS)
