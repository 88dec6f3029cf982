"""The manual's page on law keeps up with the book."""

from __future__ import annotations

from pathlib import Path

import mtqg.law.problems
import mtqg.programmes.problems
from mtqg.core.errors import Code
from mtqg.law.commands import law as commands
from mtqg.law.tables import SHAPES, STANDINGS, UNITS

PAGE = (Path(__file__).parents[2] / "docs" / "manual" / "law.md").read_text(encoding="utf-8")


def test_every_value_has_its_line_with_label_unit_and_keys(law):
    for name in law.names:
        keys, kind = ", ".join(name.by) or "-", name.standard_kind or "-"
        assert f"| `{name.name}` | {name.label_vi} | {UNITS[name.unit].label} | {keys} | {kind} |" in PAGE


def test_every_standard_has_its_line_with_its_days(law):
    for standard in law.standards:
        until = standard.applied_to.isoformat() if standard.applied_to else ""
        line = f"| `{standard.name}` | {standard.label_vi} | {standard.applied_from} | {until} | {standard.document} |"
        assert line in PAGE


def test_every_table_standing_command_and_code_is_explained():
    codes = [
        thing.code
        for module in (mtqg.law.problems, mtqg.programmes.problems)
        for thing in vars(module).values()
        if isinstance(thing, Code)
    ]
    assert len(codes) > 20
    for word in (*SHAPES, *STANDINGS, *codes):
        assert f"| `{word}` |" in PAGE
    for command in commands.commands:
        assert f"mtqg law {command}" in PAGE
