"""``mtqg poverty simulate``: what another line would change, on the records of the register or of an edition."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import read_known
from mtqg.core.errors import Refused, code, said
from mtqg.core.instance import open_instance
from mtqg.core.period import Period, read_period
from mtqg.core.terminal import Session, say, table
from mtqg.core.territory import known_day

_DAY = dt.timedelta(days=1)

if TYPE_CHECKING:
    import polars as pl

    from mtqg.core.shelf import Shelf
    from mtqg.poverty.sheet.definition import Section
    from mtqg.poverty.simulation import Line, Simulation

TWO_LINES = code(
    "P-180",
    vi="Mô phỏng cần đúng hai chuẩn, đã cho {given}.",
    en="A simulation needs two lines, {given} were given.",
    remedy_vi="Ghi --standard hai lần: mtqg poverty simulate … --standard poverty-2022 --standard poverty-2027.",
    remedy_en="Give --standard twice: mtqg poverty simulate … --standard poverty-2022 --standard poverty-2027.",
    wrong_use=True,
)
NO_RECORDS = code(
    "P-181",
    vi="Không có phiếu rà soát nào của {given} trong kỳ {period}.",
    en="There is no sheet of {given} for {period}.",
    remedy_vi="Nhập phiếu rà soát của kỳ đó trước: mtqg import poverty-review.",
    remedy_en="Import the sheets of that review first: mtqg import poverty-review.",
)


@click.command("simulate")
@click.option("--locality", required=True, help="Code of the locality.")
@click.option("--period", required=True, help="The review whose records are taken: 2026.")
@click.option("--standard", "names", multiple=True, help="A line; twice: before and after. A province's: NAME@ISSUER.")
@click.option("--of", "held", default=None, help="The line under which the records were made; the first unless said.")
@click.option("--known", default=None, help="As recorded by a day or an act; now unless said.")
@click.option("--edition", type=int, default=None, help="Edition of the snapshot; live rows unless said.")
@click.option("--households", is_flag=True, help="List the codes of the households that change class.")
@click.pass_obj
def simulate_command(
    session: Session,
    locality: str,
    period: str,
    names: tuple[str, ...],
    held: str | None,
    known: str | None,
    edition: int | None,
    households: bool,
) -> None:
    """The same records under two lines: how many change class by commune, and why. Nothing is written.

    A line of another year is read as on its first day: the line of 2027 says today what it would change next year.
    """
    from mtqg.books import opened_shelf
    from mtqg.law.book import Law
    from mtqg.poverty.sheet.office import own_sections
    from mtqg.poverty.simulation import simulated

    if len(names) != 2:
        raise Refused(TWO_LINES.at("--standard", len(names)))
    about = read_period(period)
    instance = open_instance(session.instance())
    say(said("Đọc phiếu rà soát …", "Reading the sheets …"))
    with opened_shelf(instance, read_known(known)) as shelf:
        law = shelf.books.law
        assert isinstance(law, Law)
        with instance.register() as register:
            own = own_sections(register.database)
        one, other = (_line(name, about, law, own) for name in names)
        sheets = _sheets(shelf, locality, about, held or one.standard.name, edition)
        found = simulated(sheets, one, other)
    session.give(found.as_json(with_households=households), _text(found, households=households))


def _line(name: str, about: Period, law: Any, own: tuple[Section, ...]) -> Line:
    """A line as it is read for a period: on the period's last day, or on its own first day where it begins later."""
    from mtqg.poverty.classify import Standard
    from mtqg.poverty.sheet.reading import definition
    from mtqg.poverty.simulation import Line

    bare, _, issuer = name.partition("@")
    standard = law.standard(bare)
    on = max(about.last, standard.applied_from)
    if standard.applied_to is not None and not standard.decides(on):
        on = min(on, standard.applied_to - _DAY)
    section = definition(bare, own=own).section("B2", area=None, region=None, on=on)
    indicators = tuple(item.code for item in section.items) if section else None
    return Line(Standard(bare, on, law, issuer or "national"), indicators)


def _sheets(shelf: Shelf, locality: str, about: Period, standard: str, edition: int | None) -> pl.DataFrame:
    """The sheets of a locality in a review, from the last edition and the acts since."""
    import polars as pl

    from mtqg.core.scope import within
    from mtqg.poverty.simulation import NEEDED
    from mtqg.poverty.terms import POVERTY_SHEETS

    province = _province(shelf, locality, about)
    snapshot = shelf.find(POVERTY_SHEETS, province, about, edition)
    if snapshot is None:
        raise Refused(NO_RECORDS.at(given=locality, period=about.text))
    rows = snapshot.table(POVERTY_SHEETS.name)
    held = rows.filter((pl.col("period") == about.text) & (pl.col("standard") == standard))
    if "income_vnd" not in rows.collect_schema():  # an edition from before the sheet had these columns
        missing = [name for name in NEEDED if name not in rows.collect_schema()]
        held = held.with_columns(*(pl.lit(None).alias(name) for name in missing))
    sheets = within(held.select(*NEEDED, "day").collect(), shelf.books.territory, locality)
    if sheets.is_empty():
        raise Refused(NO_RECORDS.at(given=locality, period=about.text))
    return sheets


def _province(shelf: Shelf, locality: str, about: Period) -> str:
    """The province whose close holds the sheets of a locality."""
    territory = shelf.books.territory
    above = list(territory.ancestors(locality, known_day(territory, about.last)))
    return next((one.code for one in above if one.level == "province"), locality)


def _text(found: Simulation, *, households: bool) -> str:
    from mtqg.poverty.sheet.why import ENGLISH, NAMES
    from mtqg.poverty.simulation import WHYS

    names = said(NAMES, ENGLISH)
    head = said((found.one.name, found.other.name, "Số hộ"), (found.one.name, found.other.name, "Households"))
    parts = [table(head, [(names[a], names[b], n) for (a, b), n in found.counts.items()], right=(2,))]
    whys = [
        (names[one["before"]], names[one["after"]], said(*WHYS[one["why"]]), one["households"])
        for one in found.reasons()
    ]
    parts += ["", table(said(("Từ", "Thành", "Vì", "Số hộ"), ("From", "To", "Why", "Households")), whys, right=(3,))]
    communes = [
        (one["locality_code"], one["households"], one["changed"], one["after_unscored"]) for one in found.by_commune()
    ]
    heads = said(("Xã", "Phiếu", "Đổi kết quả", "Chưa xếp được"), ("Commune", "Sheets", "Changed", "Unscored"))
    parts += ["", table(heads, communes, right=(1, 2, 3))]
    if households:
        rows = [(one["household_code"], names[one["before"]], names[one["after"]]) for one in found.households()]
        parts += ["", table(said(("Mã hộ", "Từ", "Thành"), ("Household", "From", "To")), rows)]
    return "\n".join(parts)
