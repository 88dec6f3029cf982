"""Command of templates: mtqg template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqg.core.errors import Refused, said
from mtqg.core.period import Period, read_period
from mtqg.core.terminal import Session, say
from mtqg.intake import passport_problems as wrong

if TYPE_CHECKING:
    from mtqg.core.form import Form
    from mtqg.intake.lookups import Lookups
    from mtqg.intake.template_places import Places


@click.command()
@click.argument("form")
@click.option("--locality", required=True, help="Code of the locality that fills it in.")
@click.option("--period", default=None, help="Period of the data: 2023, 2023-09 ...; its last day decides the places.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The .xlsx; with --each a folder.")
@click.option("--each", is_flag=True, help="One workbook for each commune of the locality.")
@click.pass_obj
def template(session: Session, form: str, locality: str, period: str | None, out: Path, each: bool) -> None:
    """Write the workbook of a FORM for a locality and period, with its lists and rules.

    With --home the lists hold the office's villages and the workbook knows which instance it belongs to.
    """
    from mtqg.catalogue import CATALOGUE
    from mtqg.intake.template_places import places_on
    from mtqg.localities.commands import asked_book

    wanted = CATALOGUE.form(form)
    about = read_period(period) if period else None
    if wanted.reviewed and about is None:
        raise Refused(wrong.TEMPLATE_PERIOD.at(form=wanted.label))
    made = dt.datetime.now(dt.UTC)
    lookups, instance = _lookups(session)
    day = about.last if about else made.date()
    whole = places_on(asked_book(session), lookups.villages, locality, day)
    parts = {out: whole} if not each else _communes(whole, out, wanted, about)
    written = []
    for number, (path, places) in enumerate(parts.items(), start=1):
        if number % 50 == 0:
            say(said(f"Mẫu {number}/{len(parts)} …", f"Template {number}/{len(parts)} …"))
        _write(wanted, path, places, about, lookups, instance, made)
        written.append({"file": str(path), "form": wanted.name, "locality": places.locality.code, "period": period})
    where = out if each else out.name
    session.give(
        written, said(f"Đã lập {len(written)} mẫu biểu: {where}", f"{len(written)} templates were written: {where}")
    )


def _lookups(session: Session) -> tuple[Lookups, str]:
    """What the lists are made of, and the id of the instance; without one, the shipped books alone."""
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.instance import open_instance
    from mtqg.intake.importing import lookups_of
    from mtqg.intake.lookups import Lookups
    from mtqg.law import seed, with_values
    from mtqg.localities.book import Localities

    if session.home is not None:
        instance = open_instance(session.home)
        return lookups_of(instance, CATALOGUE), instance.id

    def with_law(frame: object, names: Iterable[str], *, on: str, by: list[str]) -> object:
        return with_values(frame, *names, on=on, by=by)

    return Lookups(Localities.seed(), (), with_law, [standard.name for standard in seed().standards]), ""


def _communes(whole: Places, out: Path, form: Form, period: Period | None) -> dict[Path, Places]:
    """Where the workbook of each commune goes. Names are without accents: they travel by mail and Zalo."""
    from mtqg.core.text import fold
    from mtqg.intake.template_places import Places

    if not whole.communes:
        days = {"day_vi": f"{whole.on:%d/%m/%Y}", "day_en": whole.on.isoformat()}
        raise Refused(wrong.NO_COMMUNES.at("--each", whole.locality.name, **days))
    found = {}
    for unit in whole.communes:
        bare = "-".join("".join(sign if sign.isalnum() else " " for sign in fold(unit.name)).split())
        name = "_".join(part for part in (unit.code, bare, form.name, period.text if period else "") if part)
        villages = tuple(village for village in whole.villages if village.commune == unit.code)
        found[out / f"{name}.xlsx"] = Places(unit, whole.on, (unit,), villages)
    return found


def _write(
    form: Form, path: Path, places: Places, period: Period | None, lookups: Lookups, instance: str, made: dt.datetime
) -> None:
    from mtqg.intake.template_places import village_rows
    from mtqg.intake.templates import write_template

    rows = village_rows(form, places)
    write_template(form, path, places=places, period=period, lookups=lookups, instance=instance, made=made, rows=rows)
