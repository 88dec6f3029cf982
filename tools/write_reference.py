"""Write docs/manual/reference.md from the code: commands, measures, forms, error codes.

Run: python tools/write_reference.py [--check]. A test fails when the page is stale.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

import mtqg
from mtqg.catalogue import CATALOGUE
from mtqg.cli import COMMANDS
from mtqg.cli import mtqg as root
from mtqg.core.errors import declared
from mtqg.core.measure import Measure
from mtqg.core.table import Column
from mtqg.web.schema import set_up

PAGE = Path(__file__).parent.parent / "docs" / "manual" / "reference.md"
KINDS = {"text": "text", "integer": "whole number", "decimal": "exact number", "date": "day", "flag": "yes or no"}


def page() -> str:
    """The whole page."""
    set_up()  # the modules of the web want Django started
    for module in pkgutil.walk_packages(mtqg.__path__, "mtqg."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)  # an area's codes are declared when it is imported
    parts = (_head(), _commands(), _measures(), _forms(), _registers(), _codes())
    return "\n".join(line for part in parts for line in part) + "\n"


def _head() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Made from the code by `python tools/write_reference.py`; do not edit."


def _commands() -> Iterator[str]:
    yield from ("", "## Commands", "")
    yield "Before the command: `--home DIR` (or `MTQG_HOME`), `--format text|json`."
    yield "Exit 0: done. 1: the data say no. 2: wrong use."
    context = click.Context(root, info_name="mtqg")
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        yield from _command(command, f"mtqg {name}", context)


def _command(command: click.Command, path: str, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=path.split()[-1], parent=parent)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield from ("", f"### `{path}`", "", (command.help or "").split("\n\n")[0].replace("\n", " ").strip(), "")
    yield f"    {path} {pieces}"
    options = [one for one in command.params if isinstance(one, click.Option) and one.help]
    if options:
        yield ""
        yield from (f"- `{', '.join(one.opts + one.secondary_opts)}` {one.help}" for one in options)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        inner = command.get_command(context, name)
        assert inner is not None
        yield from _command(inner, f"{path} {name}", context)


def _measures() -> Iterator[str]:
    yield from (
        "",
        "## Measures",
        "",
        "| measure | label | kind | unit | decimals | law |",
        "|---|---|---|---|---|---|",
    )
    for one in CATALOGUE.measures.values():
        yield f"| `{one.name}` | {one.label} | {one.kind} | {one.unit} | {one.places} | {_law(one)} |"


def _law(measure: Measure) -> str:
    return "; ".join(f"{cite.document} {cite.place}".strip() for cite in measure.law)


def _forms() -> Iterator[str]:
    yield from ("", "## Forms")
    for form in CATALOGUE.forms.values():
        yield from ("", f"### `{form.name}`: {form.label}", "")
        yield f"Rows of dataset `{form.table.dataset}`, table `{form.table.name}`; key: {', '.join(form.table.key)}."
        yield from ("", "| header | also | column | kind | must | values |", "|---|---|---|---|---|---|")
        for field in form.fields:
            column = form.column(field.column)
            also = ", ".join(field.also)
            if column is None:
                yield f"| {field.header} | {also} | | text | | held against the code |"
                continue
            values = ", ".join(f"{code} ({label})" for code, label in (column.choices or {}).items())
            values = "sealed: identifies a person" if column.personal else values
            must = "yes" if column.required else ""
            yield f"| {field.header} | {also} | `{column.name}` | {KINDS[column.kind]} | {must} | {values} |"


def _registers() -> Iterator[str]:
    yield from ("", "## Registers")
    for table in CATALOGUE.tables.values():
        closed = f"dataset `{table.dataset}`" if table.dataset else "never closed, never in a snapshot"
        yield from ("", f"### Register `{table.name}`: {table.label}", "")
        yield f"Key: {', '.join(table.key)}; {closed}."
        yield from ("", "| column | label | kind | unit | must | |", "|---|---|---|---|---|---|")
        for column in table.columns:
            must = "yes" if column.required else ""
            kind = KINDS[column.kind]
            yield f"| `{column.name}` | {column.label} | {kind} | {column.unit} | {must} | {_kept(column)} |"


def _kept(column: Column) -> str:
    """How a column is kept, where that is out of the ordinary."""
    if column.key_of:
        return f"random, one for each {column.key_of}"
    return f"sealed{', found by its exact value' if column.searched else ''}" if column.personal else ""


def _codes() -> Iterator[str]:
    yield from ("", "## Error codes", "", "| code | says | to do |", "|---|---|---|")
    for one in declared():
        yield f"| {one.code} | {_cell(one.vi)}<br>{_cell(one.en)} | {_cell(one.remedy_vi)}<br>{_cell(one.remedy_en)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


if __name__ == "__main__":
    made = page()
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == made else "docs/manual/reference.md is stale")
    PAGE.write_text(made, encoding="utf-8", newline="\n")
