"""An office's own table of points: loaded by one person, confirmed by another, and judging only then."""

import datetime as dt

import pytest

from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.creating import create_instance
from mtqg.poverty.sheet import office

NOW = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)


def by(name):
    return Author(by=name, role="law desk", at=NOW)


@pytest.fixture
def instance(tmp_path):
    return create_instance(tmp_path / "home", by("An"), id="score", origin="real")


def sections(instance):
    with instance.register() as register:
        return office.own_sections(register.database)


@pytest.fixture
def file(tmp_path, table):
    def made(*lines, name="b1.csv"):
        path = tmp_path / name
        path.write_text(table(*lines), encoding="utf-8")
        return path

    return made


def refused(call, *given, **named):
    with pytest.raises(Refused) as found:
        call(*given, **named)
    return [problem.code for problem in found.value.problems]


def test_a_table_judges_from_the_act_of_the_second_person_on(instance, file):
    made = office.propose(instance, by("An"), file({}), evidence="Công báo 99, trang 3")
    assert made.id == "S2-1" and sections(instance) == ()
    assert refused(office.confirm, instance, by("an"), [made.id]) == ["P-169"]
    office.confirm(instance, by("Bình"), [made.id])
    (section,) = sections(instance)
    assert (section.standing, section.items[0].options[0].points) == ("read", 7)
    assert refused(office.confirm, instance, by("Chi"), [made.id]) == ["P-170"]
    office.withdraw(instance, by("Bình"), [made.id], why="bản mới")
    with instance.register() as register:
        before, now = office.own_sections(register.database, 3), office.own_sections(register.database)
    assert (before, now) == ((section,), ())


def test_what_is_wrong_is_refused_before_anything_is_written(instance, file, tmp_path):
    path = file({})
    office.propose(instance, by("An"), path, evidence="x")
    assert refused(office.propose, instance, by("An"), path, evidence="x") == ["P-166"]
    invented = file({"standing": "illustrative"}, name="bia.csv")
    assert refused(office.propose, instance, by("An"), invented, evidence="x") == ["P-158"]
    bad = file({"points": "nhiều"}, name="sai.csv")
    assert refused(office.propose, instance, by("An"), bad, evidence="x") == ["P-151"]
    assert refused(office.propose, instance, by("An"), tmp_path / "không-có.csv", evidence="x") == ["P-165"]
    assert refused(office.confirm, instance, by("Bình"), ["S9-9"]) == ["P-168"]
    assert instance.head()[0] == 2


def test_two_confirmed_tables_never_hold_for_one_household(instance, file):
    first = office.propose(instance, by("An"), file({}), evidence="x")
    other = office.propose(instance, by("An"), file({"points": "8"}, name="hai.csv"), evidence="x")
    later = {"valid_from": "2027-01-01", "valid_to": ""}
    third = office.propose(instance, by("An"), file(later, name="ba.csv"), evidence="x")
    assert refused(office.confirm, instance, by("Bình"), [first.id, other.id]) == ["P-167"]
    office.confirm(instance, by("Bình"), [first.id, third.id])
    assert refused(office.confirm, instance, by("Bình"), [other.id]) == ["P-167"]
    assert len(sections(instance)) == 2


def test_the_database_itself_refuses_one_person_for_both(instance, file):
    made = office.propose(instance, by("An"), file({}), evidence="x")
    from mtqg.core.register.writing import begin
    from mtqg.poverty.sheet.terms import SCORE_CONFIRMATIONS

    line = {"proposal_table": "score_tables", "proposal_act": 2, "proposal_row": 1, "proposed_by": "An"}
    line |= {"proposed_person": "an", "confirmed_by": "An", "confirmed_person": "x"}
    wanted = pytest.raises(Exception, match="score_confirmations_two_people")
    with wanted, instance.register() as register, begin(register, by("An"), verb="score-table.confirm") as act:
        act.add(SCORE_CONFIRMATIONS, office._frame(instance, SCORE_CONFIRMATIONS, [line]))
    assert made.id == "S2-1" and sections(instance) == ()
