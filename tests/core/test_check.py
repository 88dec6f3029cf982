"""Each check finds what it is for, names the row, and is silent where nothing is wrong."""

import datetime as dt
import os
import shutil
from types import SimpleNamespace

import pytest

from mtqg.catalogue import CATALOGUE
from mtqg.checking import declared_checks, every_finding

DAY = dt.date(2023, 12, 10)
# The law's open values, the disk, and that the office's townlet (14845) is written as rural: tests/poverty holds that.
WAITING = ("Q-020", "Q-012", "P-193")


@pytest.fixture
def codes(office):
    """The codes that the checks give, without what waits in the law and the computer's disk."""

    def found(**more):
        return [one.problem.code for one in findings(office, **more)]

    return found


def findings(office, **more):
    found = every_finding(office.instance_now, **more)
    return [one for one in found if not {one.problem.code, one.problem.values.get("kind")} & {*WAITING}]


@pytest.fixture
def villages(office):
    """The villages that the rows of these tests stand in."""
    office.add("villages", [_village(f"{commune}-01", commune) for commune in ("14845", "14848")])


def _village(code, commune, first=dt.date(2020, 1, 1), end=None):
    return {
        "locality_code": commune,
        "village_code": code,
        "village_name": f"Thôn {code}",
        "day": first,
        "ends_on": end,
        **_decision(),
    }


def _decision(**more):
    return {"decision_number": "1/QĐ", "decision_issuer": "UBND", "decided_on": DAY, **more}


def test_a_role_at_the_whole_office_is_right_and_one_at_no_unit_is_told(office, codes):
    role = {"account": "quan", "role": "administrator", "day": DAY}
    office.add("role_grants", [{**role, "locality_code": "*"}])
    assert codes() == []
    office.add("role_grants", [{**role, "locality_code": "99999"}])
    office.add(
        "household_counts",
        [{"locality_code": "*", "day": DAY, "period": "2023", "village_code": "14845-01", "households": 1}],
    )
    assert codes().count("V-050") == 2, "but a row of statistics stands at a unit"


def _title(**more):
    return {
        "subject_level": "commune",
        "subject_code": "14845",
        "locality_code": "14845",
        "village_code": None,
        "title": "ntm",
        "standard": "ntm-commune-2021",
        "title_year": 2023,
        "day": DAY,
        **_decision(),
        **more,
    }


def _product(**more):
    return {
        "locality_code": "14845",
        "product_code": "SP1",
        "product_name": "Mật ong",
        "stars": "3",
        "standard": "ocop-2023",
        "day": DAY,
        **_decision(),
        **more,
    }


def test_a_good_register_has_no_finding(office, make, villages, codes):
    office.add("household_counts", [make["counts"]("14845-01", "14845", 100)])
    office.add("poverty_sheets", [make["sheet"]("A1", "14845", "poor")])
    office.add("recognitions", [_title()])
    office.add("ocop_products", [_product()])
    assert codes() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"decision_number": None}, ["P-020"]),
        ({"decided_on": None}, ["P-020"]),
        ({"decision_issuer": None}, ["P-022"]),
        ({"decided_on": dt.date(2023, 12, 9)}, ["P-021"]),
        ({"decided_class": None, "decision_number": None, "decision_issuer": None, "decided_on": None}, []),
        ({"decided_class": "near_poor"}, ["P-023"]),  # 120 points of income and 30 of deprivation are poor
        ({"deprivation_points": None, "decided_class": "near_poor"}, []),  # what is not scored is not contradicted
        ({"village_code": None}, []),
        ({"village_code": "14845-99"}, ["V-051"]),
        ({"locality_code": "99999"}, ["V-050"]),
    ],
)
def test_sheets_of_the_review(office, make, villages, codes, change, expected):
    office.add("poverty_sheets", [{**make["sheet"]("A1", "14845", "poor"), **change}])
    assert codes() == expected


def test_a_village_counts_on_the_days_of_its_spell_only(office, make, codes):
    office.add("villages", [_village("14845-01", "14845", dt.date(2022, 1, 1), dt.date(2023, 12, 11))])
    office.add("household_counts", [make["counts"]("14845-01", "14845", 9, day=dt.date(2023, 12, 10))])
    assert codes() == []
    office.add("household_counts", [make["counts"]("14845-01", "14845", 9, day=dt.date(2023, 12, 11), period="2024")])
    assert codes() == ["V-051"]
    office.add("household_counts", [make["counts"]("14845-01", "14845", 9, day=dt.date(2021, 12, 31), period="2021")])
    assert codes() == ["V-051", "V-051"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"decision_number": None}, ["N-040"]),
        ({"decided_on": None}, ["N-040"]),
        ({"decision_issuer": None}, ["N-041"]),
        ({"subject_code": "99999"}, ["N-042"]),
        # the district of Mường Lát ended with all districts on 1 July 2025
        ({"subject_level": "district", "subject_code": "384", "locality_code": "384"}, []),
        (
            {"subject_level": "district", "subject_code": "384", "locality_code": "384", "day": dt.date(2025, 7, 2)},
            ["V-050", "N-042"],
        ),
        ({"subject_level": "village", "subject_code": "14845-01", "village_code": "14845-01"}, []),
        ({"day": dt.date(2015, 5, 1)}, []),  # before the book begins: held against its first day
    ],
)
def test_titles(office, villages, codes, change, expected):
    office.add("recognitions", [_title(**change)])
    assert codes() == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"decision_number": None}, ["O-040"]), ({"decided_on": None}, ["O-040"]), ({"decision_issuer": None}, ["O-041"])],
)
def test_products(office, codes, change, expected):
    office.add("ocop_products", [_product(**change)])
    assert codes() == expected


def test_a_row_is_named_by_file_sheet_cell_and_id(office, make, villages):
    office.add("poverty_sheets", [make["sheet"]("A1", "14845", "poor"), make["sheet"]("A2", "14845", "near_poor")])
    (found,) = findings(office)
    letter = chr(65 + [one.name for one in CATALOGUE.tables["poverty_sheets"].stored].index("decided_class"))
    assert found.problem.place == f"minh-hoa.xlsx · Biểu 1 · {letter}6 · poverty_sheets-3-2"
    said = found.as_json()
    assert set(said) == {"code", "severity", "message", "place", "remedy"}
    assert said["severity"] == "warning"
    assert "poor" in said["message"]


def test_a_fault_of_many_rows_is_named_so_often_and_counted(office, make, villages):
    office.add("poverty_sheets", [make["sheet"](f"A{at}", "14845", "near_poor") for at in range(7)])
    found = findings(office, most=3)
    assert [one.problem.code for one in found] == ["P-023"] * 3 + ["Q-090"]
    assert found[-1].problem.given == "4"


def test_rows_that_were_ended_are_not_checked(office, make, villages, codes):
    office.add("poverty_sheets", [make["sheet"]("A1", "14845", "near_poor")])
    assert codes() == ["P-023"]
    office.add("poverty_sheets", [make["sheet"]("A1", "14845", "poor")], digest="1" * 64)
    assert codes() == []


def _unguarded(office, table, *statements):
    """Change a row as only somebody who got past the guards could."""
    with office.instance_now.register() as register:
        database = register.database
        on = f" ON {table}" if database.kind == "postgresql" else ""
        database.execute(f"DROP TRIGGER {table}_kept{on}")
        for sql in statements:
            database.execute(sql)


@pytest.mark.parametrize(
    ("table", "sql", "expected"),
    [
        ("household_counts", "UPDATE household_counts SET row_key = 'x' WHERE village_code = '14845-01'", ["Q-002"]),
        (
            "household_counts",
            "UPDATE household_counts SET village_code = '14848-01', locality_code = '14848'",
            ["Q-002", "Q-003"],
        ),
        ("household_counts", "UPDATE household_counts SET sheet = 7 WHERE village_code = '14845-01'", ["Q-004"]),
        (
            "household_counts",
            "UPDATE household_counts SET origin = 'synthetic' WHERE village_code = '14845-01'",
            ["Q-005"],
        ),
        (
            "household_counts",
            "UPDATE household_counts SET ended_by = added_by WHERE village_code = '14845-01'",
            ["Q-006"],
        ),
        ("act_touch", "UPDATE act_touch SET added = 99 WHERE table_name = 'household_counts'", ["Q-001"]),
        (
            "act",
            "INSERT INTO act (at, acted_by, role, place, verb, why, payload, previous, digest) "
            "VALUES ('2024-01-05T08:00:00+00:00', 'x', 'x', '', 'x', '', '', '', '')",
            ["G-013"],
        ),
    ],
)
def test_what_no_constraint_holds(office, make, villages, codes, table, sql, expected):
    office.add("household_counts", [make["counts"]("14845-01", "14845", 9), make["counts"]("14848-01", "14848", 9)])
    assert codes() == []
    _unguarded(office, table, sql)
    assert codes() == expected


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_key_that_others_can_read(office, codes):
    (office.home / "office.key").chmod(0o644)
    assert codes() == ["Q-010"]
    (office.home / "office.key").chmod(0o600)
    assert codes() == []


def test_a_key_that_is_not_there_and_one_of_another_instance(office, codes, monkeypatch):
    key = (office.home / "office.key").read_text().strip()
    (office.home / "office.key").unlink()
    assert codes() == ["Q-011"]
    monkeypatch.setenv("MTQG_KEY", key.swapcase())
    assert codes() == ["E-003"]
    monkeypatch.setenv("MTQG_KEY", key)
    assert codes() == []


@pytest.mark.parametrize(("free", "expected"), [(10**8, ["Q-012"]), (10**12, [])])
def test_a_disk_that_is_nearly_full(office, monkeypatch, free, expected):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    found = [one for one in every_finding(office.instance_now) if one.problem.code == "Q-012"]
    assert [one.problem.code for one in found] == expected
    assert all(one.severity == "warning" for one in found)


def test_what_the_law_leaves_open_is_said_once_each(office):
    from mtqg.law.book import seed
    from mtqg.law.pending import pending

    said = [one.problem.given for one in every_finding(office.instance_now) if one.problem.code == "Q-020"]
    waiting = {(value.name, value.standard) for value in pending(seed()).values}
    assert len(said) == len(set(said)) == len(waiting) > 0


def test_the_checks_of_every_domain_are_found_and_speak_of_columns_that_are_there():
    found = declared_checks()
    assert {one.code.code[0] for one in found} >= {"P", "N", "O"}
    for one in found:
        assert one.column in {column.name for column in CATALOGUE.tables[one.table].stored}
        assert one.code.remedy_vi
