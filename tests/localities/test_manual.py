"""The manual's page knows every code and every command, and its examples hold."""

from pathlib import Path

from mtqg.core.errors import declared
from mtqg.localities import problems
from mtqg.localities.commands import localities

PAGE = (Path(__file__).parents[2] / "docs" / "manual" / "localities.md").read_text(encoding="utf-8")


def test_every_code_stands_in_the_manual():
    codes = [code.code for code in declared() if code in vars(problems).values()]
    assert codes
    assert [code for code in codes if f"| `{code}` |" not in PAGE] == []


def test_every_command_stands_in_the_manual():
    shown = [name for name in localities.commands if f"mtqg localities {name}" in PAGE]
    assert sorted(shown) == sorted(localities.commands)


def test_the_example_of_carrying_holds(book, day):
    rows = [
        {"code": "20200", "households": 15_000, "people": 58_280},
        {"code": "14845", "households": 1_200, "people": 5_000},
    ]
    weights = {"households": "households", "people": "population"}
    carried = book.carry(rows, day("2024-12-31"), day("2025-01-01"), weights)
    for row in carried.rows:
        (line,) = [
            line for line in PAGE.splitlines() if line.startswith(row["code"] + "  ") and str(row["people"]) in line
        ]
        assert str(row["households"]) in line
    assert f"48      20200       {carried.unplaced[0]['households']}" in PAGE
