"""``mtqg poverty papers`` and ``keying``: what the review needs on paper, and the sheet to key paper in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqg.acting import acting, author
from mtqg.core.errors import Refused, said
from mtqg.core.instance import open_instance
from mtqg.core.period import read_day, read_period
from mtqg.core.terminal import Session, say, table

if TYPE_CHECKING:
    from mtqg.poverty.paper.writing import Printed

_KINDS = ("sheets", "list", "minutes", "posting", "decision", "certificates", "refusals")
_SETS = {"evening": _KINDS[:4], "after": _KINDS[4:]}
_NAMES = {
    "sheets": ("phiếu rà soát", "sheets"),
    "list": ("danh sách họp", "list"),
    "minutes": ("biên bản (2 bản)", "minutes (2)"),
    "posting": ("niêm yết", "posting"),
    "decision": ("quyết định", "decision"),
    "certificates": ("giấy chứng nhận", "certificates"),
    "refusals": ("trả lời đề nghị", "refusals"),
}


@click.command("papers")
@click.option("--locality", required=True, help="Code of a commune, or of one village.")
@click.option("--period", "period_text", required=True, help="The review: 2024, or 2024-03 within the year.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the PDF files.")
@click.option("--only", multiple=True, type=click.Choice(_KINDS), help="These papers alone; may be repeated.")
@click.option(
    "--set", "which", type=click.Choice(list(_SETS)), default="evening", show_default=True,
    help="evening: before the village meetings; after: decision, certificates, refusals.",
)  # fmt: skip
@click.option("--on", default=None, help="Households and boundaries of a day; today within the period unless said.")
@click.option("--standard", default=None, help="The line; the one that the law applies unless said.")
@click.option("--everyone", is_flag=True, help="A sheet for every household of the register, not the list alone.")
@click.option("--posted", default=None, metavar="FIRST..LAST", help="Days of the posting; left blank unless said.")
@click.option(
    "--meetings", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None,
    help="Results of the meetings, csv: village_code;day;present;agree.",
)  # fmt: skip
@click.option("--one-file", is_flag=True, help="The villages in one file, to be printed at one go.")
@click.option("--preview", is_flag=True, help="Mask every name; nothing is recorded.")
@acting
@click.pass_obj
def papers_command(
    session: Session,
    /,
    locality: str,
    period_text: str,
    out: Path,
    only: tuple[str, ...],
    which: str,
    on: str | None,
    standard: str | None,
    everyone: bool,
    posted: str | None,
    meetings: Path | None,
    one_file: bool,
    preview: bool,
    by: str | None,
    role: str,
) -> None:
    """Print the papers of the review: pre-filled sheets, list, minutes, posting; then decision, certificates, letters.

    A file for each village before the meeting (or one for all), one of each kind for the commune after it. Printing
    names is recorded as an act; --preview masks them.
    """
    from mtqg.poverty.paper.meetings import read_meetings
    from mtqg.poverty.paper.places import find_place
    from mtqg.poverty.paper.writing import Asked, print_papers

    instance = open_instance(session.instance())
    period = read_period(period_text)
    day = read_day(on) if on else None
    who = author(by, role)
    held = {}
    if meetings is not None:
        with instance.register() as register:
            place = find_place(register.database, locality, day or period.last)
        held = read_meetings(meetings, {village.code for village in place.villages})
    asked = Asked(
        locality=locality,
        period=period,
        kinds=only or _SETS[which],
        on=day,
        standard=standard,
        is_everyone=everyone,
        posted=_posted(posted),
        meetings=held,
        is_preview=preview,
        is_one_file=one_file,
    )
    say(said("Dựng bản in …", "Setting the papers …"))
    done = print_papers(instance, who, asked, out)
    session.give(done.as_json(), _text(done))


def _posted(text: str | None) -> tuple[dt.date, dt.date] | None:
    from mtqg.poverty.paper import problems as wrong

    if text is None:
        return None
    first, _, last = text.partition("..")
    days = read_day(first), read_day(last or first)
    if days[1] < days[0]:
        raise Refused(wrong.POSTED_DAYS.at("--posted", text))
    return days


def _text(done: Printed) -> str:
    head = (said("Tệp", "File"), said("Giấy tờ", "Papers"), said("Số hộ", "Households"))
    lines = [
        (path.name, ", ".join(said(*_NAMES[kind]) for kind in paper.kinds), paper.households)
        for path, paper in done.files
    ]
    parts = [table(head, lines, right=(2,))]
    if done.back:
        back = ", ".join(done.back)
        parts.append(said(f"Họp chưa thống nhất, rà soát lại: {back}.", f"Not agreed, to survey again: {back}."))
    if done.waiting:
        parts.append(said(f"{done.waiting} hộ chưa đủ điều kiện, để lại.", f"{done.waiting} households left waiting."))
    recorded = said(
        f"Đã ghi tác vụ in số {done.act} (không ghi tên ai)."
        if done.act
        else "Bản xem trước: tên đã che, không ghi tác vụ.",
        f"Recorded as act {done.act}, without names." if done.act else "A preview: names masked, nothing recorded.",
    )
    return "\n".join([*parts, recorded])


@click.command("keying")
@click.option("--locality", required=True, help="Code of a commune, or of one village.")
@click.option("--period", "period_text", required=True, help="The review: 2024, or 2024-03 within the year.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the workbooks.")
@click.option("--on", default=None, help="Households and boundaries of a day; today within the period unless said.")
@click.option("--standard", default=None, help="The line; the one that the law applies unless said.")
@click.option("--everyone", is_flag=True, help="Every household of the register, not the list alone.")
@acting
@click.pass_obj
def keying_command(
    session: Session,
    /,
    locality: str,
    period_text: str,
    out: Path,
    on: str | None,
    standard: str | None,
    everyone: bool,
    by: str | None,
    role: str,
) -> None:
    """Write the workbooks to key paper in: a household a line, in the order of the printed sheets, imported as any."""
    from mtqg.poverty.paper.keying import write_keying
    from mtqg.poverty.paper.writing import Asked

    asked = Asked(
        locality=locality,
        period=read_period(period_text),
        on=read_day(on) if on else None,
        standard=standard,
        is_everyone=everyone,
    )
    done = write_keying(open_instance(session.instance()), author(by, role), asked, out)
    head = (said("Tệp", "File"), said("Biểu", "Form"), said("Số hộ", "Households"))
    lines = [(Path(one["file"]).name, one["form"], one["households"]) for one in done["files"]]
    left_out = said(f"{done['already']} hộ đã có phiếu, để ngoài.", f"{done['already']} with a sheet are left out.")
    session.give(done, "\n".join([table(head, lines, right=(2,)), *([left_out] if done["already"] else [])]))
