"""``mtqg poverty``: one command for each verb of the poverty review, each loaded only when it is called."""

from __future__ import annotations

import importlib

import click

# Verb -> the module that holds a click command of that name, and its line in the help.
VERBS = {
    "form": ("mtqg.poverty.forms.commands", "Write report forms of the review as workbooks."),
}


class Verbs(click.Group):
    """A group whose commands are imported when they are called, not to print the help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = getattr(importlib.import_module(VERBS[name][0]), name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])


@click.group(cls=Verbs)
def poverty() -> None:
    """The poverty review: its sheets, papers, movement and report forms."""
