"""``mtqg poverty sheet``: tables of points, and what the one definition makes: workbook, phone form, dictionary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mtqg.acting import acting, author
from mtqg.core.errors import said
from mtqg.core.instance import open_instance
from mtqg.core.period import Period, read_period
from mtqg.core.terminal import Session, table

AREA = click.option("--area", required=True, type=click.Choice(["rural", "urban"]), help="Area of the sheet.")
REGION = click.option("--region", default=None, help="Region of the table of points: BTB, DHNTB ...")
PERIOD = click.option("--period", required=True, help="The review; its last day decides the sheet.")
STANDARD = click.option("--standard", default=None, help="The line; the one that the law applies unless said.")
OUT = click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")


def _of_a_place(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (STANDARD, PERIOD, REGION, AREA):
        command = option(command)
    return command


@click.group("sheet")
def sheet_command() -> None:
    """Form A, B1 and B2 as data: tables of points, workbook, phone form, field dictionary."""


@sheet_command.command("show")
@_of_a_place
@click.pass_obj
def show(session: Session, area: str, region: str | None, period: str, standard: str | None) -> None:
    """Show the sheet of an area: sections, questions, boxes, points."""
    from mtqg.poverty.sheet.printing import printed

    definition, about = _definition(session, period, standard)
    sections = printed(definition, area, region, on=about.last)
    rows = [
        (section["form"], item["label"], option["label"], option["points"])
        for section in sections
        for item in section["items"]
        for option in item["options"]
    ]
    head = said(("Phiếu", "Câu hỏi", "Lựa chọn", "Điểm"), ("Form", "Question", "Box", "Points"))
    session.give(sections, table(head, rows, right=(3,)))


@sheet_command.command("dictionary")
@_of_a_place
@OUT
@click.pass_obj
def dictionary(session: Session, area: str, region: str | None, period: str, standard: str | None, out: Path) -> None:
    """Write the field dictionary of an area's sheet: .csv or .md."""
    from mtqg.core import disk
    from mtqg.poverty.sheet import forms

    definition, about = _definition(session, period, standard)
    lines = forms.dictionary(definition, area=area, region=region, on=about.last)
    write = forms.dictionary_markdown if out.suffix == ".md" else forms.dictionary_csv
    disk.replace_file(out, write(lines).encode())
    session.give({"file": str(out), "lines": len(lines)}, f"{out.name}: {len(lines)}")


@sheet_command.command("template")
@_of_a_place
@OUT
@click.option("--locality", required=True, help="Code of the locality that fills it in.")
@click.pass_obj
def template(
    session: Session, area: str, region: str | None, period: str, standard: str | None, out: Path, locality: str
) -> None:
    """Write the workbook of an area's sheet, with the boxes of each question as its list."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.intake.importing import lookups_of
    from mtqg.intake.template_places import places_on
    from mtqg.intake.templates import write_template
    from mtqg.localities.commands import asked_book
    from mtqg.poverty.sheet.forms import form_of

    instance = open_instance(session.instance())
    definition, about = _definition(session, period, standard)
    form = form_of(definition, area=area, region=region, on=about.last)
    lookups = lookups_of(instance, CATALOGUE)
    places = places_on(asked_book(session), lookups.villages, locality, about.last)
    made = dt.datetime.now(dt.UTC)
    write_template(form, out, places=places, period=about, lookups=lookups, instance=instance.id, made=made)
    session.give({"file": str(out), "form": form.name}, said(f"Đã lập {out.name}", f"{out.name} was written"))


@sheet_command.command("phone")
@_of_a_place
@OUT
@click.option("--locality", required=True, help="Code of the commune that is surveyed.")
@click.pass_obj
def phone(
    session: Session, area: str, region: str | None, period: str, standard: str | None, out: Path, locality: str
) -> None:
    """Write the XLSForm that ODK Collect and KoboCollect run offline."""
    from mtqg.poverty.sheet.phones import write_xlsform, xlsform

    definition, about = _definition(session, period, standard)
    sheets = xlsform(definition, area=area, region=region, on=about.last, period=about.text, locality=locality)
    write_xlsform(sheets, out)
    session.give({"file": str(out), "questions": len(sheets["survey"])}, f"{out.name}: {len(sheets['survey'])}")


@sheet_command.command("submissions")
@click.argument("file", type=click.Path(path_type=Path))
@OUT
@click.pass_obj
def submissions(session: Session, file: Path, out: Path) -> None:
    """Turn submissions of the phone form (csv or xml) into the csv that mtqg import poverty-answers reads."""
    from mtqg.core import disk
    from mtqg.poverty.sheet.phones import as_csv, read_submissions

    rows = read_submissions(file)
    disk.replace_file(out, as_csv(rows).encode())
    session.give({"file": str(out), "rows": len(rows)}, f"{out.name}: {len(rows)}")


@sheet_command.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_of_a_place
@click.option("--locality", default=None, help="Code of the locality whose office imports.")
@click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
@acting
@click.pass_obj
@click.pass_context
def import_answers(
    context: click.Context,
    session: Session,
    paths: tuple[Path, ...],
    area: str,
    region: str | None,
    period: str,
    standard: str | None,
    locality: str | None,
    dry_run: bool,
    by: str | None,
    role: str,
) -> None:
    """Read filled-in workbooks of an area's sheet, each answer held against its question's boxes."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.intake.importing import import_files
    from mtqg.poverty.sheet.forms import catalogue_with, form_of

    definition, about = _definition(session, period, standard)
    form = form_of(definition, area=area, region=region, on=about.last)
    done = import_files(
        open_instance(session.instance()),
        author(by, role),
        catalogue=catalogue_with(CATALOGUE, form),
        form=form.name,
        paths=paths,
        locality=locality,
        period=about.text,
        is_dry=dry_run,
    )
    lines = "\n".join(str(problem) for problem in done.problems[:20])
    told = said(f"{done.rows_ok} dòng đúng, {done.rows_bad} dòng sai.", f"{done.rows_ok} rows, {done.rows_bad} wrong.")
    session.give(done.as_json(), f"{lines}\n{told}".strip())
    if not done.is_clean:
        context.exit(1)


@sheet_command.command("columns")
@click.pass_obj
def columns(session: Session) -> None:
    """Name the columns of a table of points, and the questions that it may have."""
    from mtqg.poverty.sheet.questions import QUESTIONS
    from mtqg.poverty.sheet.reading import COLUMNS

    text = ",".join(COLUMNS) + "\n\n"
    rows = [(form, code, label) for form, items in QUESTIONS.items() for code, label in items.items()]
    session.give({"columns": list(COLUMNS), "questions": QUESTIONS}, text + table(("", "", ""), rows))


@sheet_command.command("tables")
@click.pass_obj
def tables(session: Session) -> None:
    """List the office's tables of points, and who confirmed them."""
    from mtqg.poverty.sheet.office import score_tables

    with open_instance(session.instance()).register() as register:
        found = [one.as_json() for one in score_tables(register.database)]
    head = said(
        ("Mã", "Bảng", "Tệp", "Dòng", "Đề xuất", "Xác nhận"), ("Id", "Table", "File", "Lines", "By", "Confirmed")
    )
    names = ("id", "versions", "file", "lines", "proposed_by", "confirmed_by")
    session.give(found, table(head, [[one[name] for name in names] for one in found], right=(3,)))


@sheet_command.command("propose")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--evidence", required=True, help="Where you read it: the gazette's number and page.")
@click.option("--why", default="", help="Why.")
@acting
@click.pass_obj
def propose(session: Session, file: Path, evidence: str, why: str, by: str | None, role: str) -> None:
    """Load the gazette's table of points from a csv FILE. It adds up nothing until another person confirms it."""
    from mtqg.poverty.sheet.office import propose as write

    made = write(open_instance(session.instance()), author(by, role), file, evidence=evidence, why=why)
    ask = said(
        f"Người khác đọc công báo rồi xác nhận: mtqg poverty sheet confirm {made.id} --by TÊN",
        f"Somebody else reads the gazette and confirms: mtqg poverty sheet confirm {made.id} --by NAME",
    )
    session.give(made.as_json(), f"{made.id}: {made.line['versions']} ({made.line['lines']})\n{ask}")


@sheet_command.command("confirm")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--why", default="", help="Why.")
@acting
@click.pass_obj
def confirm(session: Session, ids: tuple[str, ...], why: str, by: str | None, role: str) -> None:
    """Confirm tables that another person loaded, after reading the same in the gazette."""
    from mtqg.poverty.sheet.office import confirm as write

    act = write(open_instance(session.instance()), author(by, role), ids, why=why)
    done = act.payload["confirmed"]
    session.give({"confirmed": done, "act": act.n}, said("Đã xác nhận ", "Confirmed ") + ", ".join(done))


@sheet_command.command("withdraw")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--why", required=True, help="Why it is taken back.")
@acting
@click.pass_obj
def withdraw(session: Session, ids: tuple[str, ...], why: str, by: str | None, role: str) -> None:
    """Take tables back, confirmed or not; what was known before the act stays known then."""
    from mtqg.poverty.sheet.office import withdraw as write

    act = write(open_instance(session.instance()), author(by, role), ids, why=why)
    done = act.payload["withdrawn"]
    session.give({"withdrawn": done, "act": act.n}, said("Đã rút ", "Withdrew ") + ", ".join(done))


def _definition(session: Session, period: str, standard: str | None) -> tuple[Any, Period]:
    from mtqg.poverty.classify import standard_on
    from mtqg.poverty.sheet.commands import Desk

    about = read_period(period)
    desk = Desk.of(session)
    return desk.definition(standard_on(about.last, desk.law, standard).name), about
