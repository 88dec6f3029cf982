"""Known: what was recorded by a day or an act. A voucher of 28/12 keyed in on 05/01 changes 31/12 from then on."""

import datetime as dt
import json

import pytest
from building import Office, counts, sheet
from click.testing import CliRunner

from mtqg.cli import mtqg
from mtqg.core.acts import Author

DAY = dt.date(2023, 12, 28)


def on(day, hour=8):
    return Author(by="An", role="officer", at=dt.datetime(2024, 1, day, hour, tzinfo=dt.UTC))


@pytest.fixture
def late(tmp_path, monkeypatch):
    """Recorded on 2 January, closed on 3 January; one sheet of 28 December comes on 5 January."""
    import building

    monkeypatch.setattr(building, "AN", on(2))
    office = Office(tmp_path / "kho")
    office.add("household_counts", [counts("14845-01", "14845", 100, day=DAY)])
    office.add("poverty_sheets", [sheet("A1", "14845", "poor", day=DAY)])
    monkeypatch.setattr(building, "AN", on(3))
    office.close("poverty", "2023")
    monkeypatch.setattr(building, "AN", on(5))
    office.add("poverty_sheets", [sheet("A2", "14845", "poor", day=DAY)])
    return office


def run(office, *words):
    done = CliRunner().invoke(mtqg, ["--home", str(office.home), "--format", "json", *words])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


ASKED = ("poor_household_rate", "--locality", "14845", "--period", "2023")
KNOWN = [
    ("2024-01-01", None, None),
    ("2024-01-02", 1, "preliminary"),
    ("2024-01-03", 1, "official"),
    ("2024-01-04", 1, "official"),
    ("2024-01-05", 2, "preliminary"),
    ("2024-02-01", 2, "preliminary"),
    ("3", 1, "preliminary"),
    ("4", 1, "official"),
    ("5", 2, "preliminary"),
    ("now", 2, "preliminary"),
]


@pytest.mark.parametrize(("known", "part", "status"), KNOWN)
def test_a_figure_answers_as_it_was_known(late, known, part, status):
    said = run(late, "figure", *ASKED, "--known", known)
    assert (said["part"], said["status"], said["known"]) == (part, status, known)


@pytest.mark.parametrize(("known", "rows"), [("2024-01-01", 0), ("2024-01-04", 1), ("2024-01-05", 2), ("4", 1)])
def test_an_explanation_has_the_rows_of_that_moment(late, known, rows):
    said = run(late, "explain", *ASKED, "--known", known)
    assert len(said["rows"]) == rows
    assert sum(row["amount"] for row in said["rows"]) == (said["part"] or 0) == rows


def traced(late, tmp_path, *known):
    out = tmp_path / "bao-cao.html"
    run(late, "report", "province", "--locality", "38", "--as-of", "2024-01-31", "--out", str(out), *known)
    entries = json.loads(out.with_name("bao-cao.html.trace.json").read_text(encoding="utf-8"))
    figures = [one["figure"] for one in entries if one["figure"] and one["figure"]["measure"] == "poor_household_rate"]
    return {
        (one["part"], one["status"], one["known"])
        for one in figures
        if (one["period"], one["locality"]["code"]) == ("2023", "38")
    }


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ((), {(1, "official", "now")}),
        (("--known", "2024-01-04"), {(1, "official", "2024-01-04")}),
        (("--known", "2024-01-05"), {(2, "preliminary", "2024-01-05")}),
        (("--known", "5"), {(2, "preliminary", "5")}),
    ],
)
def test_a_report_reads_editions_and_with_known_the_state_of_that_moment(late, tmp_path, known, expected):
    assert traced(late, tmp_path, *known) == expected


def test_what_is_no_moment_is_refused(late, tmp_path):
    for words in (
        ("figure", *ASKED),
        ("report", "province", "--locality", "38", "--as-of", "2024-01-31", "--out", "x.html"),
    ):
        done = CliRunner().invoke(mtqg, ["--home", str(late.home), *words, "--known", "hôm qua"])
        assert [one.code for one in done.exception.problems] == ["C-050"]


def test_what_was_known_at_an_instant_is_what_stood_before_the_first_later_act(tmp_path, monkeypatch):
    """Acts are numbered when they are complete: a long one carries an earlier instant than the one before it."""
    import building

    monkeypatch.setattr(building, "AN", on(1))
    office = Office(tmp_path / "kho")
    office.add("poverty_sheets", [sheet("A1", "14845", "poor")])
    for day in (2, 5, 3):
        monkeypatch.setattr(building, "AN", on(day))
        office.add("household_counts", [counts(f"14845-{day:02}", "14845", 1)])
    asked = [office.ask("poor_household_rate", "2023", known=on(day, 20).at).whole for day in range(1, 7)]
    assert asked == [None, 1, 1, 1, 3, 3]
