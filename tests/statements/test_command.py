from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mtqg.cli import main

Write = Callable[..., Path]
SHAPE = {"code", "statements", "printed", "implied", "test", "explanation", "source", "severity"}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    try:
        main(list(arguments))
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    return code, capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code, out = run(capsys, "--format", "json", "statements", *arguments)
    return code, json.loads(out)


def row(**cells: str) -> dict[str, str]:
    return {"unit": "Sơn La", "level": "province", "year": "2023", "source": "a.vn", **cells}


def test_list_is_filtered(capsys: pytest.CaptureFixture[str]) -> None:
    code, listed = as_json(capsys, "list", "--locality", "49", "--measure", "poor_households", "--period", "2022..2023")
    assert code == 0
    assert [(one["period"], one["form"], one["value"]) for one in listed] == [
        ("2022", "level", "29146"),
        ("2023", "level", "24669"),
        ("2022", "change", "-3981"),
    ]
    assert (listed[0]["scope"]["name"], listed[0]["scope"]["code"]) == ("Quảng Nam", "49")


def test_check_of_the_shipped_numbers_finds_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = as_json(capsys, "check")
    assert code == 1
    assert all(set(one) == SHAPE for one in found)
    assert any((one["printed"], one["implied"]) == ("1972767", "1972648") for one in found)


def test_a_file_that_agrees_passes(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    path = write("poverty", row(households="1000", poor="51", poor_rate="5.1"))
    assert as_json(capsys, "check", str(path)) == (0, [])


def test_a_file_that_does_not_fails_and_bad_cells_stand_in_the_list(
    capsys: pytest.CaptureFixture[str], write: Write
) -> None:
    path = write("poverty", row(households="1000", poor="51", poor_rate="5.3", near_poor_rate="88,8,6%"))
    code, found = as_json(capsys, "check", str(path))
    assert code == 1
    assert [one["code"] for one in found] == ["S-002", "S-102"]
    assert all(set(one) == SHAPE for one in found)
    assert found[0]["source"] == "poverty.csv:2, near_poor_rate"


def test_bad_cells_alone_fail_too(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    code, found = as_json(capsys, "check", str(write("poverty", row(poor="x"))))
    assert (code, [one["code"] for one in found]) == (1, ["S-002"])


def test_files_are_tested_together(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    all_ = write("poverty", row(near_poor="219"))
    minority = write("ethnic", {"unit": "Sơn La", "year": "2023", "em_near_poor": "860"})
    assert as_json(capsys, "check", str(all_)) == (0, [])
    code, found = as_json(capsys, "check", str(all_), str(minority))
    assert (code, [one["test"] for one in found]) == (1, ["part_larger_than_whole"])


def test_a_file_can_be_held_against_the_shipped_numbers(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    path = write("poverty", row(unit="Quảng Nam", poor="24670"))
    assert as_json(capsys, "check", str(path)) == (0, [])
    _, found = as_json(capsys, "check", str(path), "--with-shipped")
    assert any(one["test"] == "same_printed_twice" and "24.670" in one["explanation"] for one in found)


def test_a_missing_file_is_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _ = run(capsys, "statements", "check", str(tmp_path / "none.csv"))
    assert code == 2


def test_the_text_is_vietnamese_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "statements", "check")
    assert "MÂU THUẪN" in out
    assert "Đã đối chiếu" in out


def test_statements_need_no_engine_and_no_web_framework() -> None:
    import subprocess
    import sys

    code = "import sys, mtqg.statements.commands; print({'polars', 'narwhals', 'django'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_findings_are_told_in_english_where_that_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    monkeypatch.setenv("MTQG_LANG", "en")
    path = str(write("poverty", row(poor_rate="104")))
    code, (share,) = as_json(capsys, "check", path)
    assert (code, share["code"]) == (1, "S-105")
    assert share["explanation"] == "A share is over 100 %. poor_household_rate, Sơn La, 2023: 104. Implied: <= 100."
    text = run(capsys, "statements", "check", path)[1]
    assert "S-105 ERROR" in text
    assert not [word for word in ("MÂU THUẪN", "nguồn", "Đã đối chiếu", "số liệu") if word in text]
    listed = run(capsys, "statements", "list", "--locality", "49", "--period", "2022")[1]
    assert "Standing" in listed and "Mức tin cậy" not in listed


def test_units_of_a_table_in_english_are_said_in_vietnamese(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    cells = {
        "unit_level": "province",
        "unit": "Nghệ An",
        "as_of": "2024-12-31",
        "indicator": "communes_ntm",
        "unit_of_measure": "units",
        "stock_or_flow": "stock",
        "source": "x",
        "confidence": "read",
    }
    _, out = run(capsys, "statements", "check", str(write("ntm", cells | {"value": "320"}, cells | {"value": "330"})))
    assert "320 đơn vị và 330 đơn vị" in out
    assert "units" not in out
