"""The command line: one command for each verb, each loaded only when it is asked for.

The commands themselves stand in ``commands.py`` of the area whose word they speak, so that ``mtqg localities`` never
pays for the reports. Results go to stdout, progress and messages to stderr.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from mtqg.core.errors import Refused, language
from mtqg.core.terminal import Session, write_json

# Verb -> the module that holds a click command of that name, and its line in the help.
COMMANDS = {
    "demo": ("mtqg.demo.commands", "Build a demonstration with invented rows."),
    "init": ("mtqg.commands", "Make an empty instance."),
    "serve": ("mtqg.serving", "Serve the pages of the instance."),
    "worker": ("mtqg.serving", "Do the long work that pages asked for."),
    "remind": ("mtqg.serving", "Send today's reminders by e-mail."),
    "template": ("mtqg.intake.template_commands", "Write the workbook of a form."),
    "import": ("mtqg.intake.commands", "Read workbooks and csv of a form."),
    "imports": ("mtqg.intake.commands", "List the batches."),
    "set-aside": ("mtqg.intake.commands", "List the documents that wait to be mended."),
    "mend": ("mtqg.intake.commands", "Mend a document that was set aside and import it again."),
    "undo": ("mtqg.intake.commands", "End the rows of a batch."),
    "close": ("mtqg.commands", "Freeze a dataset as its next edition."),
    "snapshots": ("mtqg.commands", "List the snapshots."),
    "measures": ("mtqg.commands", "List what can be asked."),
    "figure": ("mtqg.commands", "Compute a figure."),
    "explain": ("mtqg.commands", "Walk a figure back to its rows, files and law."),
    "classify": ("mtqg.poverty.commands", "Propose the poverty class of any number of sheets."),
    "poverty": ("mtqg.poverty.group", "The review of poor households: classes, sheets, simulation."),
    "report": ("mtqg.reports.commands", "Write a report and the trace of its numbers."),
    "submissions": ("mtqg.submissions.commands", "List what localities hand in, with its state."),
    "verify": ("mtqg.commands", "Hold every row and file against the chain of acts."),
    "chain": ("mtqg.commands", "Write the chain of acts out, for an auditor."),
    "check": ("mtqg.checking", "Look for what is wrong in the data."),
    "backup": ("mtqg.backup.commands", "Back up into one file, while others write."),
    "restore": ("mtqg.backup.commands", "Restore a backup into an empty folder."),
    "upgrade": ("mtqg.backup.commands", "Bring the database to this version; rehearse it."),
    "localities": ("mtqg.localities.commands", "Administrative units through time."),
    "law": ("mtqg.law.commands", "Documents, provisions and values of the law."),
    "statements": ("mtqg.statements.commands", "Published numbers and their tests."),
}


class Verbs(click.Group):
    """A group whose commands are imported when they are called, not to print the help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[name][0])
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), envvar="MTQG_HOME", help="The instance.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the results.")
@click.version_option(package_name="mtqg", prog_name="mtqg")
@click.pass_context
def mtqg(ctx: click.Context, home: Path | None, form: str) -> None:
    """Figures of the National Target Programmes, each traceable to its rows and to the law."""
    ctx.obj = Session(home=home, as_json=form == "json")


def main(args: list[str] | None = None) -> None:
    """Entry point. Exit 0 done, 1 the data say no, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and pipes may have another encoding; Vietnamese needs UTF-8.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="\n" if stream is sys.stdout else None)
    arguments = sys.argv[1:] if args is None else args
    try:
        # click answers ``ctx.exit(1)`` with the number instead of raising it; commands themselves return nothing.
        asked = mtqg.main(args=arguments, prog_name="mtqg", standalone_mode=False)
    except Refused as refused:
        _report(refused, as_json=_asks_json(arguments))
        sys.exit(refused.exit_code)
    except click.ClickException as wrong:
        wrong.show(sys.stderr)
        sys.exit(2)
    except click.Abort:
        click.echo("Đã dừng." if language() == "vi" else "Stopped.", err=True)
        sys.exit(130)
    if isinstance(asked, int) and asked:
        sys.exit(asked)


def _asks_json(arguments: list[str]) -> bool:
    return "--format=json" in arguments or ("--format" in arguments and "json" in arguments)


def _report(refused: Refused, *, as_json: bool) -> None:
    if as_json:
        write_json({"errors": [problem.as_json() for problem in refused.problems]})
    for problem in refused.problems:
        click.echo(str(problem), err=True)
