"""What looks wrong in the register of the review: for each check a row that shows it, and one that does not."""

import datetime as dt
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "core"))

import building
from building import Office

from mtqg.checking import every_finding, register_checks
from mtqg.poverty.checks import CHECKS
from mtqg.poverty.indicators import INDICATORS, STANDARD_INDICATORS
from mtqg.poverty.sheet.reading import seed

OTHERS = ("Q-020", "Q-012", "P-023")
TWELVE = {name: False for name in INDICATORS if name != "lacks_waste"}
THREE = TWELVE | dict.fromkeys(("lacks_water", "lacks_toilet", "lacks_telecom"), True)
PASSING = {"persons": 4, "children": 2}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One office for all; what a test adds it ends again, so that each begins with nothing in force."""
    made = Office(tmp_path_factory.mktemp("checks") / "kho")
    made.add("villages", [_village("14845"), _village("14848")])
    return made


@pytest.fixture
def found(office):
    """The codes that the checks give for rows that stand in the register while the test runs."""
    added = []

    def ask(table=None, rows=(), **tables):
        for name, some in ({table: rows} if table else tables).items():
            added.append(office.add(name, list(some)).batch)
        said = [one.problem for one in every_finding(office.instance_now)]
        return [one for one in said if one.code not in OTHERS]

    yield ask
    for batch in reversed(added):
        office.undo(batch)


def _village(commune):
    return {"locality_code": commune, "village_code": f"{commune}-01", "village_name": "Bản",
            "day": dt.date(2020, 1, 1),
            "decision_number": "1/QĐ", "decision_issuer": "UBND", "decided_on": dt.date(2023, 12, 10)}  # fmt: skip


def sheet(code, commune, decided, **more):
    """A sheet as the other tests make it, with the townlet's own area."""
    return building.sheet(code, commune, decided, **more) | {"area": "urban" if commune == "14845" else "rural"}


def codes(problems):
    return [one.code for one in problems]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"children": 5}, ["P-190"]),
        ({"children": 2, "children_lacking_insurance": 3}, ["P-191"]),
        ({"children": 2, "children_lacking_insurance": 2}, []),
        (THREE, []),
        (THREE | {"lacks_water": False}, ["P-192"]),
        (THREE | {"lacks_water": None}, []),  # one that nobody asked leaves the count open
        ({"area": "rural"}, ["P-193"]),
        ({"standard": "poverty-2016", "deprivation_points": None}, ["P-194"]),
        ({"standard": "poverty-2016", "deprivation_points": None, "period": "2021", "day": dt.date(2021, 11, 1)}, []),
        ({"period": "2021", "day": dt.date(2021, 11, 1)}, []),  # the new line stood beside the old one in 2021
        ({"children": 0} | THREE | {"lacks_schooling": True, "lacks_water": False}, ["P-195"]),
        ({"children": 4}, ["P-196"]),
        ({"decided_class": "average_living", "is_farm_household": False}, ["P-197"]),
        ({"decided_class": "average_living", "is_farm_household": True}, []),
    ],
)
def test_a_sheet_that_cannot_be_or_is_unlikely(found, change, expected):
    assert codes(found("poverty_sheets", [{**sheet("A1", "14845", "poor"), **PASSING, **change}])) == expected


def test_one_person_in_two_households_is_found_and_the_number_is_told_to_nobody(found):
    rows = [{**sheet(code, commune, "poor"), "identity_number": number}
            for code, commune, number in (("A1", "14845", "038099000001"), ("B1", "14848", "038099000001"),
                                          ("A2", "14845", "038099000002"))]  # fmt: skip
    (one,) = found("poverty_sheets", rows)
    assert (one.code, one.given) == ("P-182", "2")
    assert "A1, B1" in one.message and "14845, 14848" in one.message and "038099" not in str(one)


def test_the_same_person_in_two_reviews_is_no_fault(found):
    rows = [{**sheet("A1", "14845", "poor", period=period, day=dt.date(int(period), 12, 10)), "identity_number": "038"}
            for period in ("2022", "2023")]  # fmt: skip
    assert found("poverty_sheets", rows) == []


def answers(code, period="2023", **given):
    return {"period": period, "standard": "poverty-2022", "locality_code": "14845", "village_code": "14845-01",
            "household_code": code, "day": dt.date(int(period), 12, 10), "area": "rural", "region": "BTB",
            **given}  # fmt: skip


def test_points_that_jump_without_a_changed_answer(found):
    sheets = [
        sheet(code, "14845", "poor", period=period, day=dt.date(int(period), 12, 10)) | {"income_points": points}
        for code, period, points in (("A1", "2022", 100), ("A1", "2023", 90), ("A2", "2022", 100), ("A2", "2023", 90))
    ]
    said = [answers("A1", "2022", wall="good"), answers("A1", "2023", wall="good")]
    said += [answers("A2", "2022", wall="good"), answers("A2", "2023", wall="bad")]
    (one,) = found(poverty_sheets=sheets, poverty_answers=said)
    assert (one.code, one.values["household"], one.values["before"], one.given) == ("P-183", "A1", 100, "90")


def test_a_commune_that_reviewed_few_of_its_list(found):
    def of(period, codes):
        day = dt.date(int(period), 12, 10)
        return [sheet(code, "14845", "poor", period=period, day=day) for code in codes]

    (one,) = found("poverty_sheets", [*of("2022", ["A1", "A2", "A3"]), *of("2023", ["A1"])])
    assert (one.code, one.given, one.values["listed"]) == ("P-184", "1", 3)
    assert found("poverty_sheets", of("2023", ["A2"])) == []  # two of three: enough not to be named


def test_answers_that_cannot_be_and_sums_that_differ(tmp_path, monkeypatch):
    """With the office's own table of one question: its boxes decide, and its points are added up."""
    from mtqg.poverty.sheet import register_checks as checks
    from mtqg.poverty.sheet.reading import read_table

    head = ("version,standard,form,area,region,item,item_label,choice,option,option_label,points,valid_from,valid_to,"
            "document,place,standing,source\n")  # fmt: skip
    line = "X,poverty-2022,B1,rural,BTB,wall,Tường,exclusive,{},{},{},2022-01-01,2027-01-01,D,P,read,S\n"
    own = read_table(head + line.format("good", "Bền", 100) + line.format("bad", "Không", 0), "b1.csv")
    monkeypatch.setattr(checks, "own_sections", lambda database: own)
    made = Office(tmp_path / "kho")
    made.add("villages", [_village("14845")])
    made.add("poverty_sheets", [sheet(code, "14845", "poor") | {"income_points": 100} for code in ("A1", "A2", "A3")])
    rows = [answers("A1", wall="good"), answers("A2", wall="bad"), answers("A3", wall="good;bad", land="some")]
    made.add("poverty_answers", rows)
    said = [one.problem for one in every_finding(made.instance_now) if one.problem.code not in OTHERS]
    assert [(one.code, one.values["household"]) for one in said] == [
        ("P-185", "A3"), ("P-185", "A3"), ("P-186", "A2")]  # fmt: skip


def test_every_check_has_a_remedy_and_what_it_says_is_declared():
    said = [one.code for one in CHECKS] + [code for check in register_checks() for code in check.codes]
    assert all(code.remedy_vi and code.remedy_en for code in said)


def test_the_indicators_of_each_standard_are_those_of_the_table_with_its_sources():
    told = {}
    for section in seed("indicators"):
        told.setdefault(section.standard, []).extend(item.code for item in section.items)
    assert {standard: sorted(names) for standard, names in told.items()} == {
        standard: sorted(names) for standard, names in STANDARD_INDICATORS.items()
    }
