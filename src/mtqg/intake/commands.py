"""Commands of intake: import, imports, undo."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import acting, author
from mtqg.core.errors import Problem, said
from mtqg.core.instance import open_instance
from mtqg.core.terminal import Session, say, table

if TYPE_CHECKING:
    from mtqg.core.acts import Act
    from mtqg.intake.asking import Question
    from mtqg.intake.importing import Imported
    from mtqg.intake.receipts import Receipt

SHOWN = 20  # errors told on the terminal; all of them with --format json
_GIVEN_WIDTH = 32
_REMEDIES = 3
AUTO = "auto"  # instead of a form: each file says its own


@click.command("import")
@click.argument("form")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--locality", default=None, help="Code of the locality whose office imports; rows outside are refused.")
@click.option("--period", default=None, help="Period of the data: 2023, 2023-09, 2024-10-16 ...")
@click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="Answer to what was asked; repeatable.")
@click.option("--out", default=None, type=click.Path(path_type=Path), help="With auto: folder of receipts and replies.")
@click.option("--reason", default="", help="Why; kept with the act.")
@acting
@click.pass_obj
@click.pass_context
def import_(
    context: click.Context,
    session: Session,
    form: str,
    paths: tuple[Path, ...],
    locality: str | None,
    period: str | None,
    dry_run: bool,
    answers: tuple[str, ...],
    out: Path | None,
    reason: str,
    by: str | None,
    role: str,
) -> None:
    """Read workbooks, csv files or folders of a FORM, or of any form (FORM is "auto").

    What is right goes in as one act; what is wrong is set aside, each error with its cell and its remedy. Exit 1 when
    anything was set aside. With "auto" each workbook says its own form, locality and period (mtqg template), is one
    act, and gets a receipt and, where something is wrong, a reply in --out.

    Answers: numbers=vi|en, dates=excel, years=1900|2000, codes=pad, identity=pad, encoding=tcvn3|vni|unicode,
    "name:NAME=CODE", "column:HEADER=COLUMN", identity:COLUMN=no. What was answered once is remembered for the form.
    """
    from mtqg.catalogue import CATALOGUE
    from mtqg.intake.answers import read_answers
    from mtqg.intake.importing import import_each, import_files

    instance = open_instance(session.instance())
    told: dict[str, Any] = {
        "catalogue": CATALOGUE,
        "locality": locality,
        "period": period,
        "answers": read_answers(answers),
        "is_dry": dry_run,
        "why": reason,
        "progress": _progress(),
    }
    if form == AUTO:
        receipts, notes = import_each(instance, lambda: author(by, role), paths=paths, out=out, **told)
        _give_receipts(context, session, receipts, notes)
        return
    done = import_files(instance, author(by, role), form=form, paths=paths, **told)
    session.give(done.as_json(), _import_text(done))
    if not done.is_clean:
        context.exit(1)


def _give_receipts(context: click.Context, session: Session, receipts: list[Receipt], notes: list[str]) -> None:
    from mtqg.intake.receipts import folder_text

    for note in notes:
        say(note)
    session.give([one.as_json() for one in receipts], folder_text(receipts))
    if any(one.state in ("partly", "refused") for one in receipts):
        context.exit(1)


@click.command()
@click.pass_obj
def imports(session: Session) -> None:
    """List the batches: when, which form and files, how many rows, what was set aside, whether undone."""
    acts = open_instance(session.instance()).chain.acts
    undone = {act.payload["batch"]: act.n for act in acts if act.verb == "undo"}
    rows = [batch_json(act, undone) for act in acts if act.verb in ("import", "undo")]
    session.give(rows, _imports_text(rows))


@click.command()
@click.option("--batch", type=int, default=None, help="Only those of one batch.")
@click.pass_obj
def set_aside(session: Session, batch: int | None) -> None:
    """List the documents that were set aside and wait to be mended."""
    from mtqg.intake.documents import open_documents

    with open_instance(session.instance()).register() as register:
        found = open_documents(register, batch=batch)
    head = said("Văn bản|Biểu|Tệp|Trang|Dòng|Lỗi", "Document|Form|File|Sheet|Row|Error").split("|")
    lines = [
        (one.name, one.form, one.file, one.sheet, one.row, error["cell"], error["message"])
        for one in found
        for error in one.errors
    ]
    text = table([*head[:5], said("Ô", "Cell"), head[5]], lines, right=(4,))
    nothing = said("Không có văn bản nào chờ sửa.", "No document waits.")
    session.give([one.as_json() for one in found], text if found else nothing)


@click.command()
@click.argument("document")
@click.option("--set", "cells", multiple=True, required=True, metavar="HEADER=VALUE", help="What a cell should say.")
@click.option("--reason", default="", help="Why; kept with the act.")
@acting
@click.pass_obj
@click.pass_context
def mend(
    context: click.Context,
    session: Session,
    document: str,
    cells: tuple[str, ...],
    reason: str,
    by: str | None,
    role: str,
) -> None:
    """Mend a DOCUMENT that was set aside (BATCH-NUMBER) and import it again."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.errors import Refused
    from mtqg.intake.documents import NO_DOCUMENT
    from mtqg.intake.documents import mend as mended

    batch, _, number = document.partition("-")
    if not (batch.isdecimal() and number.isdecimal()):
        raise Refused(NO_DOCUMENT.at(given=document))
    done = mended(
        open_instance(session.instance()),
        author(by, role),
        catalogue=CATALOGUE,
        batch=int(batch),
        number=int(number),
        cells={title.strip(): value for title, _, value in (cell.partition("=") for cell in cells)},
        why=reason,
    )
    session.give(done.as_json(), _import_text(done))
    if not done.is_clean:
        context.exit(1)


@click.command()
@click.argument("batch", type=int)
@click.option("--reason", required=True, help="Why it is undone; kept with the act.")
@acting
@click.pass_obj
def undo(session: Session, batch: int, reason: str, by: str | None, role: str) -> None:
    """End the rows of a BATCH that still hold, and bring back those that it had replaced."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core import batches

    act = batches.undo(open_instance(session.instance()), author(by, role), batch, tables=CATALOGUE.tables, why=reason)
    ended, back = act.payload["ended"], sum(one["rows"] for one in act.payload.get("tables", {}).values())
    text = said(
        f"Đã hoàn tác đợt {batch} (tác vụ {act.n}): {ended} dòng hết hiệu lực, {back} dòng trở lại như trước.",
        f"Batch {batch} is undone (act {act.n}): {ended} rows ended, {back} rows are back as they were.",
    )
    session.give({"batch": batch, "act": act.n, "ended": ended, "restored": back}, text)


globals()["import"] = import_  # the command line finds a command by its verb, and this verb is a word of Python


def _progress() -> Callable[[str], None]:
    """Tell where the work is, not more than once a second, and nothing in the first."""
    last = time.monotonic()

    def tell(message: str) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= 1:
            last = now
            say(message)

    return tell


def batch_json(act: Act, undone: dict[int, int]) -> dict[str, Any]:
    """A batch, or the undoing of one, as the list of imports gives it."""
    payload = json.loads(act.payload_text)
    rows = sum(one["rows"] for one in payload.get("tables", {}).values())
    return {
        "batch": act.n,
        "at": act.at,
        "by": act.by,
        "verb": act.verb,
        "form": payload.get("form", ""),
        "files": payload.get("sources", []),
        "locality": act.where,
        "rows": rows,
        "new": rows - payload["ended"] if act.verb == "import" else 0,
        "replaced": payload["ended"] if act.verb == "import" else 0,
        "ended": payload["ended"],
        "set_aside": payload.get("set_aside", 0),
        "undoes": payload.get("batch"),
        "undone_by": undone.get(act.n),
        "reason": act.why,
    }


def _imports_text(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return said("Chưa có đợt nhập nào.", "There is no batch yet.")
    head = said(
        "Đợt|Lúc (UTC)|Biểu|Tệp|Mới|Thay|Để riêng|Tình trạng", "Batch|At (UTC)|Form|Files|New|Replaced|Aside|State"
    ).split("|")
    lines = [
        (row["batch"], row["at"][:16], row["form"], _files(row["files"]), row["new"], row["replaced"], row["set_aside"])
        for row in rows
    ]
    states = [_state(row) for row in rows]
    return table(head, [(*line, state) for line, state in zip(lines, states, strict=True)], right=(0, 4, 5, 6))


def _files(files: Sequence[str]) -> str:
    return files[0] + (f" +{len(files) - 1}" if len(files) > 1 else "") if files else ""


def _state(row: dict[str, Any]) -> str:
    if row["undone_by"]:
        return said(f"đã hoàn tác (tác vụ {row['undone_by']})", f"undone (act {row['undone_by']})")
    if row["undoes"]:
        return said(f"hoàn tác đợt {row['undoes']}", f"undoes batch {row['undoes']}")
    return ""


def _import_text(done: Imported) -> str:
    parts = [_outcome(done), *done.messages, *_asked(done.questions)]
    if done.problems:
        parts += ["", _errors(done.problems), "", *_remedies(done.problems)]
    return "\n".join(parts)


def _asked(questions: Sequence[Question]) -> list[str]:
    """What is asked before anything is decided, each question once with its answers."""
    lines = [""] if questions else []
    for question in questions:
        cells = said(f"{question.cells} ô", f"{question.cells} cells")
        lines.append(said("Cần trả lời: ", "To be answered: ") + f"{question.text or question.example} ({cells})")
        lines += [f"  --answer {_quoted(choice.answer)}  {choice.label}" for choice in question.choices]
    return lines


def _quoted(answer: str) -> str:
    return f'"{answer}"' if " " in answer else answer


def _outcome(done: Imported) -> str:
    counts = said(
        f"{done.rows_ok} dòng đúng, {done.rows_bad} dòng sai không nhập, {len(done.problems)} lỗi.",
        f"{done.rows_ok} rows are right, {done.rows_bad} wrong ones were not taken, {len(done.problems)} errors.",
    )
    if done.is_dry:
        return said("Chạy thử, không ghi gì: ", "Dry run, nothing was written: ") + counts
    if done.batch is None:
        return said("Không có gì thay đổi: ", "Nothing changes: ") + counts
    told = said(
        f"Đợt {done.batch}: {done.new} dòng mới, {done.replaced} dòng thay thế, {done.unchanged} dòng đã có. ",
        f"Batch {done.batch}: {done.new} new rows, {done.replaced} replaced, {done.unchanged} known already. ",
    )
    return told + counts


def _errors(problems: Sequence[Problem]) -> str:
    head = said("Lỗi|Tệp|Trang|Ô|Đã ghi|Nội dung", "Error|File|Sheet|Cell|Given|Message").split("|")
    lines = [
        (problem.code, problem.file, problem.sheet, problem.cell, problem.given[:_GIVEN_WIDTH], problem.message)
        for problem in problems[:SHOWN]
    ]
    text = table(head, lines)
    if (rest := len(problems) - SHOWN) > 0:
        text += "\n" + said(
            f"… và {rest} lỗi nữa; xem tất cả: mtqg --format json import …",
            f"… and {rest} more; all of them: mtqg --format json import …",
        )
    return text


def _remedies(problems: Sequence[Problem]) -> list[str]:
    """What to do for each kind of error, the most frequent first; a few remedies where they differ by cell."""
    often = Counter(problem.code for problem in problems)
    remedies: dict[str, dict[str, None]] = {}
    for problem in problems:
        known = remedies.setdefault(problem.code, {})
        if len(known) < _REMEDIES:
            known[problem.remedy] = None
    lines = [f"  {code} ({count}): {remedy}" for code, count in often.most_common() for remedy in remedies[code]]
    return [said("Cách sửa:", "What to do:"), *lines]
