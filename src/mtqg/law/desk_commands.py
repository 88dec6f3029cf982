"""``mtqg law propose``, ``confirm``, ``withdraw``: the law desk of an office, on the command line."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import acting, author, read_known
from mtqg.core.errors import said
from mtqg.core.given import given_lines
from mtqg.core.terminal import Session, table
from mtqg.law.book import Law, seed

# The register is loaded by those who ask for it: these commands stand in the group of the quick ones.
if TYPE_CHECKING:
    from mtqg.law.office import Proposal

VALUE_NEEDED = ("name", "valid_from", "value", "unit", "document", "issued_by", "place", "evidence")
VALUE_MAY = ("standard", "area", "region", "group", "issuer", "valid_to", "signed_on")
DOCUMENT_NEEDED = ("number", "kind", "issued_by", "says", "evidence")
DOCUMENT_MAY = ("signed_on", "place", "in_force_from", "in_force_to")

known_option = click.option(
    "--known", default=None, help="With --home: as recorded by a day or an act; now unless said."
)


def asked_book(session: Session, known: str | None) -> tuple[Law, list[Proposal]]:
    """The book of the instance that --home names, and its proposals; the shipped book without one."""
    if session.home is None:
        return seed(), []
    from mtqg.core.instance import open_instance
    from mtqg.core.register import chain
    from mtqg.law.office import law_at, proposals

    with open_instance(session.home).register() as register:
        n = chain.asked(register.database, read_known(known))
        return law_at(register.database, n), proposals(register.database, n)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--name", help="Name of the value, such as income_limit.")
@click.option("--standard", default="", help="Rule book that it belongs to.")
@click.option("--area", default="", help="rural or urban, where the name depends on it.")
@click.option("--region", default="", help="Region, where the name depends on it.")
@click.option("--group", default="", help="Group, where the name depends on it.")
@click.option("--issuer", default="", help="Whose value it is; national unless said.")
@click.option("--valid-from", metavar="DATE", help="First day.")
@click.option("--valid-to", metavar="DATE", default="", help="First day on which it no longer holds.")
@click.option("--value", help="The number, as the unit writes it.")
@click.option("--unit", help="Unit, as declared for the name.")
@click.option("--document", help="Number of the document.")
@click.option("--issued-by", help="Who issued the document.")
@click.option("--signed-on", metavar="DATE", default="", help="Day on which the document was signed.")
@click.option("--place", help="Article, clause or appendix.")
@click.option("--evidence", help="Where you read it: the gazette's number and page.")
@click.option("--why", default="", help="Why.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Check only; write nothing.")
@acting
@click.pass_obj
def propose(
    session: Session, /, file: Path | None, why: str, is_dry: bool, by: str | None, role: str, **cells: Any
) -> None:
    """Propose values, or documents, that you have read in the gazette. They judge nothing until another confirms them.

    FILE is csv, either of values or, with a column number, of documents and provisions. One value needs no file.
    """
    from mtqg.core.instance import open_instance
    from mtqg.law.actions import propose_documents, propose_values
    from mtqg.law.pending import proposal_json

    is_documents = file is not None and _has_number(file)
    if file is None:
        if lacking := [name for name in VALUE_NEEDED if not cells[name]]:
            raise click.UsageError("FILE, or --" + ", --".join(name.replace("_", "-") for name in lacking))
        lines = [("", cells)]
    else:
        needed, may = (DOCUMENT_NEEDED, DOCUMENT_MAY) if is_documents else (VALUE_NEEDED, VALUE_MAY)
        lines = list(given_lines(file, needed=needed, may=may))
    write = propose_documents if is_documents else propose_values
    made = write(open_instance(session.instance()), author(by, role), lines, why=why, is_dry=is_dry)
    shown = [proposal_json(one) for one in made]
    head = said(("Mã", "Đề xuất", "Văn bản"), ("Id", "Proposal", "Document"))
    text = table(head, [("" if is_dry else one.id, one.label, str(one.document)) for one in made])
    ask = said("Người khác đọc công báo rồi xác nhận: mtqg law confirm MÃ --by TÊN", _ASK_EN)
    session.give({"proposals": shown, "dry_run": is_dry}, text if is_dry else f"{text}\n\n{ask}")


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--why", default="", help="Why.")
@acting
@click.pass_obj
def confirm(session: Session, ids: tuple[str, ...], why: str, by: str | None, role: str) -> None:
    """Confirm proposals of another person, after reading the same in the gazette."""
    from mtqg.core.instance import open_instance
    from mtqg.law.actions import confirm as write

    act = write(open_instance(session.instance()), author(by, role), ids, why=why)
    done = ", ".join(act.payload["confirmed"])
    text = said(f"Đã xác nhận {done} (tác vụ {act.n}).", f"Confirmed {done} (act {act.n}).")
    session.give({"confirmed": act.payload["confirmed"], "act": act.n}, text)


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--why", required=True, help="Why it is taken back.")
@acting
@click.pass_obj
def withdraw(session: Session, ids: tuple[str, ...], why: str, by: str | None, role: str) -> None:
    """Take proposals back, confirmed or not; what was known before the act stays known then."""
    from mtqg.core.instance import open_instance
    from mtqg.law.actions import withdraw as write

    act = write(open_instance(session.instance()), author(by, role), ids, why=why)
    done = ", ".join(act.payload["withdrawn"])
    text = said(f"Đã rút {done} (tác vụ {act.n}).", f"Withdrew {done} (act {act.n}).")
    session.give({"withdrawn": act.payload["withdrawn"], "act": act.n}, text)


_ASK_EN = "Somebody else reads the gazette and confirms: mtqg law confirm ID --by NAME"


def _has_number(file: Path) -> bool:
    """Whether the first line names a column ``number``: a file of documents. What else is wrong is said later."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return "number" in [cell.strip() for cell in next(csv.reader(opened), [])]
    except (OSError, ValueError, csv.Error):
        return False
