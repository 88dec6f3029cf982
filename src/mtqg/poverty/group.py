"""``mtqg poverty``: the review, its sheet and its papers. Each command is imported when it is called.

To add one, add a line: its word, the module in which a click command of that name stands, and its line in the help.
"""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "class": ("mtqg.poverty.sheet.commands", "Class of one household under each line, with reasons."),
    "why": ("mtqg.poverty.sheet.commands", "Why a household has its class, before and after some answers change."),
    "form": ("mtqg.poverty.forms.commands", "Report forms of the review as workbooks, each with its trace."),
    "sheet": ("mtqg.poverty.sheet.sheet_commands", "Tables of points, workbook, phone form, field dictionary."),
    "simulate": ("mtqg.poverty.simulation_commands", "The same records under two lines: who changes class, and why."),
    "movement": ("mtqg.poverty.review.commands", "What moved households on and off the lists in a period."),
    "history": ("mtqg.poverty.review.commands", "A household through the reviews: classes, falling back, lineage."),
    "household": ("mtqg.poverty.review.household_commands", "Split, join, move, new head, gone: one act each."),
    "stages": ("mtqg.poverty.estimates.commands", "Estimate, preliminary and official figure, and how they differ."),
    "step": ("mtqg.poverty.review.commands", "The next step in a household's case; days outside the law are flagged."),
    "compare": ("mtqg.poverty.exchange.commands", "Another software's export held against our sheets."),
    "export": ("mtqg.poverty.exchange.commands", "Write a file that another software can take in."),
    "papers": ("mtqg.poverty.paper.commands", "Print sheets, lists, minutes, postings, decisions, certificates."),
    "keying": ("mtqg.poverty.paper.commands", "The workbooks to key paper in, a household a line."),
}


class Lazy(click.Group):
    """A group that knows its commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        word = name.replace("-", "_")
        found: click.Command = getattr(importlib.import_module(COMMANDS[name][0]), f"{word}_command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Lazy)
def poverty() -> None:
    """The review of poor and near-poor households: classes, sheets, what a change would do."""
