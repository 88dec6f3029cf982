"""Files that somebody else wrote: what can be read is read, each bad cell gets its coded error."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from mtqg.statements.read import Loaded, read_file, shipped

Write = Callable[..., Path]


def row(**cells: str) -> dict[str, str]:
    return {"unit": "Sơn La", "level": "province", "year": "2023", "source": "a.vn", **cells}


def values(loaded: Loaded) -> dict[str, Decimal]:
    return {one.key.measure: one.value for one in loaded.statements}


def codes(loaded: Loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


def test_a_bad_number_is_refused_at_its_cell_and_the_rest_goes_on(write: Write) -> None:
    loaded = read_file(write("poverty", row(poor="120", poor_rate="88,8,6%", near_poor="30")))
    (problem,) = loaded.problems
    assert (problem.code, problem.given, problem.place) == ("S-002", "88,8,6%", "poverty.csv:2, poor_rate")
    assert "88,8,6%" in problem.message
    assert problem.remedy
    assert values(loaded) == {"poor_households": 120, "near_poor_households": 30}


def test_all_bad_cells_are_told_at_once(write: Write) -> None:
    bad = [row(poor="x", near_poor="1,2,3"), row(year="hai nghìn"), row(unit="", poor="5"), row(poor="7")]
    loaded = read_file(write("poverty", *bad))
    assert codes(loaded) == ["S-002", "S-002", "S-004", "S-005"]
    assert values(loaded) == {"poor_households": 7}


def test_vietnamese_numbers_are_read(write: Write) -> None:
    loaded = read_file(write("poverty", row(households="1.234.567", poor_rate="12,5 %", poor="154.321")))
    assert codes(loaded) == []
    assert values(loaded) == {
        "households": Decimal(1234567),
        "poor_household_rate": Decimal("12.5"),
        "poor_households": Decimal(154321),
    }


def test_a_row_in_another_notation_does_not_change_its_neighbours(write: Write) -> None:
    plain = {"area": "Sơn La", "level": "province", "period": "2025", "programme": "NTM", "source": "all"}
    plain |= {"kind": "total", "measure": "plan", "as_of": "2025-06-30", "publisher_url": "a.vn", "certainty": "read"}
    rows = [
        {**plain, "amount_bn_vnd": "44.119"},
        {**plain, "kind": "investment", "amount_bn_vnd": "1.234,5"},
        {**plain, "kind": "recurrent", "amount_bn_vnd": "16.5"},
    ]
    loaded = read_file(write("capital", *rows))
    assert [one.value for one in loaded.statements] == [Decimal("44.119"), Decimal("1234.5"), Decimal("16.5")]
    assert codes(read_file(write("capital", *rows[:2]))) == ["S-003"]


def test_a_number_with_two_readings_is_asked_for(write: Write) -> None:
    mixed = write("poverty", row(poor="1.234", poor_rate="12,5", near_poor_rate="3.14"))
    loaded = read_file(mixed)
    (problem,) = loaded.problems
    assert problem.code == "S-003"
    assert "1.234" in problem.message
    assert "1234" in problem.message
    assert values(loaded).keys() == {"poor_household_rate", "near_poor_household_rate"}
    assert values(read_file(mixed, decimal="comma"))["poor_households"] == 1234
    assert values(read_file(mixed, decimal="point"))["poor_households"] == Decimal("1.234")


def test_decomposed_text_and_the_other_tone_name_the_same_place(write: Write) -> None:
    names = ["Thanh Hóa", unicodedata.normalize("NFD", "Thanh Hóa"), "Thanh Hoá", "THANH HÓA", "Tỉnh Thanh Hóa"]
    loaded = read_file(write("poverty", *(row(unit=name, poor="5") for name in names)))
    assert len({one.key for one in loaded.statements}) == 1


def test_names_that_differ_by_an_accent_are_two_places(write: Write) -> None:
    loaded = read_file(
        write("poverty", *(row(unit=name, level="commune", poor="5") for name in ("Trà Don", "Trà Dơn")))
    )
    assert len({one.key for one in loaded.statements}) == 2


def test_a_header_in_any_order_is_known_and_any_other_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "year,unit,em_poor,em_near_poor,em_poor_rate,em_near_poor_rate,anomaly,gso_survey_poor_rate\n"
        "2023,Sơn La,5,,,,,\n",
        encoding="utf-8-sig",
    )
    assert values(read_file(path)) == {"minority_poor_households": 5}
    path.write_text("tỉnh,năm,số\nSơn La,2023,5\n", encoding="utf-8")
    assert codes(read_file(path)) == ["S-001"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "S-008"), (b"unit,year\n", "S-008"), (b"\xff\xfe\x00x", "S-007"), (b'unit,"year\nx', "S-007")],
)
def test_a_file_that_is_no_table_gives_one_error(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    loaded = read_file(path)
    assert codes(loaded) == [code]
    assert loaded.statements == ()


def test_a_row_with_a_cell_too_many_is_set_aside(write: Write) -> None:
    path = write("poverty", row(poor="5"))
    path.write_text(path.read_text(encoding="utf-8") + "Sơn La,province,2024,1,2,3,4,5,6,a.vn,thừa\n", encoding="utf-8")
    loaded = read_file(path)
    assert codes(loaded) == ["S-006"]
    assert values(loaded) == {"poor_households": 5}


def test_an_unknown_unit_level_or_measure_is_no_error(write: Write) -> None:
    fixed = {"unit_level": "cụm", "unit": "Cụm 7", "as_of": "2024", "indicator": "nhà văn hóa", "value": "7"}
    loaded = read_file(write("ntm", fixed))
    assert codes(loaded) == []
    assert loaded.statements[0].key.measure == "nhà văn hóa"


def test_a_file_that_is_no_text_is_told_in_the_language_of_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfe\x00x")
    (problem,) = read_file(path).problems
    assert "không phải văn bản mã UTF-8" in problem.message
    assert "codec" not in problem.message


def test_the_statements_of_one_place_are_those_among_all() -> None:
    """Reading only the rows of a place changes neither their names nor their notation."""
    every = shipped()
    for name in {one.key.scope.name for one in every}:
        assert shipped(name) == tuple(one for one in every if one.key.scope.name == name)
