"""``mtqg report``: write a report, the trace of its numbers, and the note to the signatory."""

from __future__ import annotations

from pathlib import Path

import click

from mtqg.acting import read_known
from mtqg.core.errors import language
from mtqg.core.instance import open_instance
from mtqg.core.period import read_day
from mtqg.core.terminal import Session, say
from mtqg.localities.tables import without_gc


@click.command()
@click.argument("name")
@click.option("--locality", required=True, help="Code of the locality.")
@click.option("--as-of", required=True, help="Day of the report: each measure's last period ended by it.")
@click.option(
    "--known", default=None, help="As recorded by a day or an act, closed or not; the editions of now unless said."
)
@click.option("--filled", is_flag=True, help="Count what was chosen for communes that have not sent theirs.")
@click.option(
    "--since",
    default=None,
    type=click.Path(path_type=Path),
    help="The trace of a report written before: list what says something else now.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.docx or FILE.html.")
@click.pass_obj
@without_gc()  # the process ends with the report: to search it for garbage takes a tenth of the time
def report(
    session: Session,
    name: str,
    locality: str,
    as_of: str,
    known: str | None,
    filled: bool,
    since: Path | None,
    out: Path,
) -> None:
    """Write a report (province, signatory-note) from the closed figures of an instance.

    Beside FILE stand FILE.trace.json, with one entry for every number printed, and the note to the signatory.
    """
    from mtqg.reports import drawing

    drawing.start()  # before all other imports, which take a third of the time that it needs
    from mtqg.reports.writing import changes, check, noted, traced, write_report

    day, moment = read_day(as_of), read_known(known)
    check(name, out)  # before anything is read
    instance = open_instance(session.instance())
    english = language() == "en"
    beside = "its trace and the note" if english else "bảng truy nguyên và phiếu trình"
    say(f"{'Writing' if english else 'Lập'} {out.name}, {beside} …")
    written = write_report(
        instance,
        name,
        locality=locality,
        as_of=day,
        out=out,
        known=moment,
        known_text=known or "now",
        is_filled=filled,
        since=since,
    )
    files = {"report": out, "trace": traced(out), "note": noted(out), "changes": changes(out)}
    made = {key: path for key, path in files.items() if path in written}
    wrote, source = ("Wrote", "where each number comes from") if english else ("Đã lập", "nguồn của từng số")
    lines = [f"{wrote} {made['report']}; {source}: {made['trace']}."]
    if "note" in made:
        lines.append(f"{'Note to the signatory' if english else 'Phiếu trình người ký'}: {made['note']}.")
    if "changes" in made:
        lines.append(f"{'What changed' if english else 'Câu và ô thay đổi'}: {made['changes']}.")
    session.give({"name": name, **{key: str(path) for key, path in made.items()}}, "\n".join(lines))
