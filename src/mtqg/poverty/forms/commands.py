"""``mtqg poverty form``: write report forms of the poverty review as workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqg.acting import acting, author, read_known
from mtqg.core.errors import said
from mtqg.core.instance import open_instance
from mtqg.core.period import read_day, read_period
from mtqg.core.terminal import Session, say, table

if TYPE_CHECKING:
    from mtqg.poverty.forms.writing import Asked


@click.command("form")
@click.argument("number", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Every form of numbers; --out is a folder.")
@click.option("--locality", required=True, help="Code of the province, district or commune.")
@click.option("--period", required=True, help="The review: 2023.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.xlsx, or a folder with --all.")
@click.option("--on", default=None, help="On the boundaries of a day; the period's last day unless said.")
@click.option("--standard", default=None, help="Rule book; the one that the law applies unless said.")
@click.option("--edition", type=int, default=None, help="Edition of the snapshot; live unless said.")
@click.option("--known", default=None, help="As recorded by a day or an act; now unless said.")
@click.option("--villages", is_flag=True, help="With a row for each village.")
@acting
@click.pass_obj
def form_command(
    session: Session,
    number: int | None,
    every: bool,
    locality: str,
    period: str,
    out: Path,
    on: str | None,
    standard: str | None,
    edition: int | None,
    known: str | None,
    villages: bool,
    by: str | None,
    role: str,
) -> None:
    """Write report form NUMBER (1-15) of the poverty review, or all forms of numbers.

    Beside each workbook stands FILE.trace.json: the figure behind every number. Forms 14 and 15 name people: they need
    the office's key, and an act "print" records that they were written.
    """
    from mtqg.poverty.forms.writing import Asked

    if every == (number is not None):
        raise click.UsageError("Give the NUMBER of a form, or --all.")
    asked = Asked(
        locality,
        read_period(period),
        on=read_day(on) if on else None,
        standard=standard,
        edition=edition,
        known=read_known(known),
        villages=villages,
    )
    if number in (14, 15):
        _names(session, number, asked, out, by, role)
    else:
        _numbers(session, number, asked, out)


def _numbers(session: Session, number: int | None, asked: Asked, out: Path) -> None:
    from mtqg.poverty.forms.writing import counted_forms, traced, write_forms

    chosen = counted_forms(asked.standard or "") if number is None else (number,)
    if number is None:
        out.mkdir(parents=True, exist_ok=True)
    outs = [out / f"bieu-{one:02d}.xlsx" for one in chosen] if number is None else [out]
    say(said(f"Lập {len(chosen)} biểu …", f"Making {len(chosen)} form(s) …"))
    found = write_forms(open_instance(session.instance()), chosen, asked, outs)
    lines = [(one.problem.code, one.problem.place, one.problem.message) for one in found]
    told = said(f"Đã lập {len(outs)} biểu tại {out}.", f"Wrote {len(outs)} form(s) to {out}.")
    text = "\n".join([*([table(("Mã", "Vị trí", "Sai lệch"), lines)] if lines else []), told])
    session.give(
        {
            "files": [str(one) for one in outs],
            "traces": [str(traced(one)) for one in outs],
            "findings": [one.as_json() for one in found],
        },
        text,
    )


def _names(session: Session, number: int, asked: Asked, out: Path, by: str | None, role: str) -> None:
    from mtqg.poverty.forms.names import write_names

    done = write_names(open_instance(session.instance()), author(by, role), number, asked, out)
    told = said(
        f"Đã lập {out}: {done.households} hộ. Tệp có dữ liệu cá nhân; tác vụ {done.act} ghi việc in.",
        f"Wrote {out}: {done.households} households. It holds personal data; act {done.act} records it.",
    )
    session.give({"file": str(out), "households": done.households, "act": done.act}, told)
