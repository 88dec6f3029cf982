"""``mtqg poverty compare`` and ``export``: another office's software, through a mapping that the office wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import acting, author
from mtqg.core.errors import Refused, said
from mtqg.core.instance import open_instance
from mtqg.core.period import Period, read_period
from mtqg.core.terminal import Session, table

if TYPE_CHECKING:
    from mtqg.core.register.opening import Register
    from mtqg.poverty.exchange.compare import Comparison

SHOWN = 50
_MAPPING = click.option("--mapping", "name", required=True, help="mappings/NAME.toml of the instance.")
_PERIOD = click.option("--period", required=True, help="The review: 2024.")
_STANDARD = click.option("--standard", default=None, help="The line; the law's of the period's last day unless said.")
_LOCALITY = click.option("--locality", default=None, metavar="CODE", help="Only our households of this locality.")


@click.command("compare")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_MAPPING
@_PERIOD
@_STANDARD
@_LOCALITY
@click.pass_obj
def compare_command(
    session: Session, file: Path, name: str, period: str, standard: str | None, locality: str | None
) -> None:
    """Hold FILE, an export of another software, against our sheets: who agrees, each difference with its cell."""
    from mtqg.poverty.exchange.compare import compare
    from mtqg.poverty.exchange.mapping import mapping

    instance, when = open_instance(session.instance()), read_period(period)
    by = mapping(instance.home, name)
    with instance.register() as register:
        line, within = _meant(register, when, standard, locality)
        done = compare(register, file, by, period=when.text, standard=line, within=within)
    session.give({**done.as_json(), "mapping": name, "illustrative": by.is_illustrative}, _text(done))
    if not done.is_same:
        raise click.exceptions.Exit(1)


@click.command("export")
@_MAPPING
@_PERIOD
@_STANDARD
@_LOCALITY
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".xlsx or .csv.")
@acting
@click.pass_obj
def export_command(
    session: Session,
    name: str,
    period: str,
    standard: str | None,
    locality: str | None,
    out: Path,
    by: str | None,
    role: str,
) -> None:
    """Write our sheets with the columns, in the order and with the words of another software. One act, with counts."""
    from mtqg.core.register.writing import begin
    from mtqg.poverty.exchange.mapping import mapping
    from mtqg.poverty.exchange.sheets import sheets_of
    from mtqg.poverty.exchange.writing import write_file

    instance, when = open_instance(session.instance()), read_period(period)
    used = mapping(instance.home, name)
    with instance.register() as register:
        line, within = _meant(register, when, standard, locality)
        rows = sheets_of(register, used.columns, when.text, line, within)
        with begin(register, author(by, role), verb="exchange.export", where=locality or "") as act:
            act.note(mapping=name, period=when.text, standard=line, rows=len(rows), columns=list(used.columns))
            write_file(out, used, rows)
    said_rows = said(f"{len(rows)} hộ vào {out.name}.", f"{len(rows)} households written to {out.name}.")
    session.give({"file": str(out), "rows": len(rows), "illustrative": used.is_illustrative}, said_rows)


def _meant(
    register: Register, when: Period, standard: str | None, locality: str | None
) -> tuple[str, frozenset[str] | None]:
    """The line, and the codes of the localities that are meant."""
    from mtqg.core.snapshot import NO_LOCALITY
    from mtqg.law.office import law_at
    from mtqg.localities.office import localities_at

    line = standard or law_at(register.database).standard_on("poverty", when.last) or ""
    if locality is None:
        return line, None
    book = localities_at(register.database)
    if book.version(locality, when.last) is None:
        raise Refused(NO_LOCALITY.at(given=locality, day=when.last))
    inside = {one.code for one in book.tree(when.last, within=locality)}
    return line, frozenset(inside | {locality})


def _text(done: Comparison) -> str:
    lines: list[Any] = [
        (one.household_code, one.column, _shown(one.ours), _shown(one.theirs), one.cell)
        for one in done.differences[:SHOWN]
    ]
    lines += [(one, "—", said("không có", "not here"), "", cell) for one, cell in done.only_theirs[:SHOWN]]
    lines += [(one, "—", "", said("không có", "not there"), "—") for one in done.only_ours[:SHOWN]]
    lines += [(one, "—", "", said("ghi hai lần", "twice"), cell) for one, cell in done.twice[:SHOWN]]
    head = (
        said("Mã hộ", "Household"),
        said("Cột", "Column"),
        said("Của ta", "Ours"),
        said("Trong tệp", "Theirs"),
        said("Ô", "Cell"),
    )
    told = said(f"{done.agree} trên {done.of} hộ khớp.", f"{done.agree} of {done.of} households agree.")
    return "\n\n".join([told, table(head, lines)] if lines else [told])


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
