"""The command ``report``: what it refuses before anything is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from mtqg.core.acts import Author
from mtqg.core.errors import Refused
from mtqg.core.terminal import Session
from mtqg.creating import create_instance
from mtqg.reports import writing
from mtqg.reports.commands import report


def refused(home: Path, *arguments: str) -> list[str]:
    run = CliRunner().invoke(report, arguments, obj=Session(home=home, as_json=True))
    assert isinstance(run.exception, Refused), run.output
    return [problem.code for problem in run.exception.problems]


@pytest.mark.parametrize(
    ("name", "out", "codes"),
    [
        ("province", "a.pdf", ["R-002"]),
        ("province", "a.xlsx", ["R-002"]),
        ("province", "a.odt", ["R-003"]),
        ("nothing", "no/such/a.docx", ["R-001", "R-004"]),
    ],
)
def test_wrong_use_is_refused_with_every_reason(tmp_path: Path, name: str, out: str, codes: list[str]) -> None:
    found = refused(tmp_path, name, "--locality", "38", "--as-of", "2024-10-16", "--out", str(tmp_path / out))
    assert found == codes
    assert not list(tmp_path.iterdir())


def test_a_day_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    out = str(tmp_path / "a.docx")
    assert refused(tmp_path, "province", "--locality", "38", "--as-of", "16/10/2024", "--out", out) == ["C-011"]


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    out.mkdir()
    assert refused(tmp_path, "province", "--locality", "38", "--as-of", "2024-10-16", "--out", str(out)) == ["R-008"]


def test_a_file_that_cannot_be_written_is_said_without_the_systems_english(tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    out.mkdir()  # a file held open by Word refuses to be replaced in the same way
    with pytest.raises(Refused) as refused:
        writing._put(out, b"bytes")
    (problem,) = refused.value.problems
    assert problem.code == "R-005" and "directory" not in str(problem)


def test_the_command_answers_in_english_where_english_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_instance(tmp_path / "office", Author("test", "test", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)), id="test")
    monkeypatch.setattr(writing, "write_report", lambda *given, out, **named: [out, writing.traced(out)])
    arguments = ["province", "--locality", "38", "--as-of", "2024-10-16", "--out", str(tmp_path / "a.html")]
    for language, word in (("en", "Wrote"), ("vi", "Đã lập")):
        monkeypatch.setenv("MTQG_LANG", language)
        run = CliRunner().invoke(report, arguments, obj=Session(home=tmp_path / "office", as_json=False))
        assert run.exit_code == 0 and word in run.stdout
