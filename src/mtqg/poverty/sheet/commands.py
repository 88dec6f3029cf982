"""``mtqg poverty class`` and ``why``: one household, under every line that holds for it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.core.errors import Refused, said
from mtqg.core.period import read_day, read_period
from mtqg.core.terminal import Session, table

if TYPE_CHECKING:
    from mtqg.law.book import Law
    from mtqg.poverty.classify import Standard
    from mtqg.poverty.sheet.definition import Definition, Section
    from mtqg.poverty.sheet.judging import Household, Judged

_FACTS = (
    ("area", "rural or urban."),
    ("region", "Region of the table of points: BTB, DHNTB ..."),
    ("income-points", "Points of form B1, as given."),
    ("deprivation-points", "Points of form B2, as given."),
    ("deprived-indicators", "Number of deprived indicators."),
    ("income-vnd", "Income in đồng a person and month."),
    ("allowance-vnd", "Social allowance in it, đồng a person and month."),
    ("is-farm-household", "yes or no: farming, forestry, fishery, salt."),
)


def _facts(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, text in reversed(_FACTS):
        command = click.option(f"--{name}", default=None, help=text)(command)
    return command


@click.command("class")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--on", default=None, help="Day of the review; the file's unless said.")
@click.option("--standard", default=None, help="One line alone; every line that holds on the day unless said.")
@click.option("--worker", default=None, help="Whether a person of it works: yes or no (worker with low income).")
@_facts
@click.pass_obj
@click.pass_context
def class_command(
    context: click.Context,
    session: Session,
    /,
    file: Path | None,
    on: str | None,
    standard: str | None,
    worker: str | None,
    **facts: Any,
) -> None:
    """Class of one household under each line that holds on the day, national and provincial side by side.

    FILE is JSON with the facts of the options and the answers of the sheet: {"answers": {"wall": "good"}}. Points that
    are given are taken; without them form B1 is summed from the answers, where a confirmed table is there.
    """
    from mtqg.poverty.sheet.judging import low_income_worker
    from mtqg.poverty.sheet.problems import ILLUSTRATIVE, NO_TABLE

    desk = Desk.of(session)
    household = _household(file, on, facts)
    found = [(one, desk.judge(household, one)) for one in desk.standards(household.day, standard)]
    results = [judged.as_json() for _, judged in found]
    if worker is not None:
        for body, (applied, judged) in zip(results, found, strict=True):
            body["low_income_worker"] = low_income_worker(
                is_worker=worker == "yes",
                household_class=judged.poverty_class,
                income_vnd=household.income_vnd,
                standard=applied,
                area=household.area,
            )
    body = {"household_code": household.household_code, "day": household.day.isoformat(), "results": results}
    session.give(body, _class_text([judged for _, judged in found], results))
    # A table that is not there yet is no fault of the household: its class is then an unknown, which is an answer.
    if any(problem.kind not in (NO_TABLE, ILLUSTRATIVE) for _, judged in found for problem in judged.problems):
        context.exit(1)


@click.command("why")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--household", "code", default=None, help="Code of a household of the register, instead of FILE.")
@click.option("--period", default=None, help="With --household: the review, 2024.")
@click.option("--standard", default=None, help="The line; that of the sheet, or of the day, unless said.")
@click.option("--issuer", default="national", show_default=True, help="Whose line: national or a province's.")
@click.option("--change", "changes", multiple=True, metavar="ITEM=OPTION", help="Another answer or fact; repeatable.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Print the answer too.")
@click.pass_obj
def why_command(
    session: Session,
    file: Path | None,
    code: str | None,
    period: str | None,
    standard: str | None,
    issuer: str,
    changes: tuple[str, ...],
    pdf: Path | None,
) -> None:
    """Why a household has its class, and which it would have if some answers were others.

    A change names a question and its boxes (toilet=hygienic, assets=fridge;motorbike) or a fact (area=urban).
    """
    from mtqg.poverty.sheet.why import text, why

    desk = Desk.of(session)
    if code is not None:
        household, held = desk.stored(code, read_period(period or "").text, standard)
        standard = standard or held
    else:
        household = _household(file, None, {})
    applied = next(iter(desk.standards(household.day, standard, issuer=issuer)))
    answers, facts = _changes(changes)
    found = why(
        household,
        answers,
        facts,
        applied,
        desk.definition(applied.name),
        is_synthetic=desk.is_synthetic,
    )
    if pdf is not None:
        from mtqg.poverty.paper.why_page import write_why

        write_why(found, desk.law, pdf, is_synthetic=desk.is_synthetic, made=dt.datetime.now(dt.UTC))
    session.give(found.as_json(), text(found))


class Desk:
    """What one household is judged with: the books of the office that --home names, or the shipped ones alone."""

    def __init__(self, law: Law, own: tuple[Section, ...], *, is_synthetic: bool, home: Path | None) -> None:
        self.law, self.own, self.is_synthetic, self.home = law, own, is_synthetic, home

    @staticmethod
    def of(session: Session) -> Desk:
        if session.home is None:
            from mtqg.law import seed

            return Desk(seed(), (), is_synthetic=False, home=None)
        from mtqg.core.instance import open_instance
        from mtqg.law.office import law_at
        from mtqg.poverty.sheet.office import own_sections

        instance = open_instance(session.home)
        with instance.register() as register:
            law, own = law_at(register.database), own_sections(register.database)
        return Desk(law, own, is_synthetic=instance.origin == "synthetic", home=session.home)

    def standards(self, on: dt.date, name: str | None, *, issuer: str | None = None) -> list[Standard]:
        """The lines of a day, each with those who set it; Refused where no line is known for the day."""
        from mtqg.poverty.classify import Standard, standard_on
        from mtqg.poverty.sheet.judging import issuers, standards_on

        known = [standard_on(on, self.law, name)] if name else standards_on(self.law, on)
        if not known:
            known = [standard_on(on, self.law)]
        return [
            Standard(one.name, on, self.law, who)
            for one in known
            for who in ([issuer] if issuer else issuers(self.law, one.name, on))
        ]

    def definition(self, standard: str) -> Definition:
        from mtqg.poverty.sheet.reading import definition

        return definition(standard, own=self.own, is_synthetic=self.is_synthetic)

    def judge(self, household: Household, standard: Standard) -> Judged:
        from mtqg.poverty.sheet.judging import judged

        return judged(household, standard, self.definition(standard.name), is_synthetic=self.is_synthetic)

    def stored(self, code: str, period: str, standard: str | None) -> tuple[Household, str]:
        from mtqg.core.instance import open_instance
        from mtqg.core.terminal import NO_HOME
        from mtqg.poverty.sheet.stored import stored_household

        if self.home is None:
            raise Refused(NO_HOME.at())
        with open_instance(self.home).register() as register:
            return stored_household(register.database, code, period, standard=standard)


def _household(file: Path | None, on: str | None, facts: dict[str, Any]) -> Household:
    from mtqg.poverty.sheet.household_file import household_of, read_household

    given: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
    if on is not None:
        given["day"] = read_day(on).isoformat()
    if file is None:
        return household_of(given)
    read_household(file)  # its own errors first, with the file's name
    return household_of({**json.loads(file.read_text(encoding="utf-8-sig")), **given}, name=file.name)


def _changes(changes: tuple[str, ...]) -> tuple[dict[str, tuple[str, ...]], dict[str, Any]]:
    from mtqg.poverty.sheet.answers import read_cell
    from mtqg.poverty.sheet.household_file import READERS

    answers: dict[str, tuple[str, ...]] = {}
    facts: dict[str, Any] = {}
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign:
            raise click.UsageError(f"--change {change}: ITEM=OPTION")
        if name.strip() in READERS:
            facts[name.strip()] = value.strip()
        else:
            answers[name.strip()] = read_cell(value)
    return answers, facts


def _class_text(found: list[Judged], results: list[dict[str, Any]]) -> str:
    from mtqg.poverty.sheet.why import ENGLISH, NAMES, explained

    head = said(("Chuẩn", "Ban hành", "Kết quả", "Theo", "B1", "B2"), ("Line", "Issuer", "Class", "By", "B1", "B2"))
    names = said(NAMES, ENGLISH)
    rows = [
        (one.standard, one.issuer, names[one.poverty_class], one.by, one.income_points, one.deprivation_points)
        for one in found
    ]
    told = [f"{one.standard}, {one.issuer}: {' '.join(explained(one))}" for one in found]
    problems = dict.fromkeys(str(problem) for one in found for problem in one.problems)
    workers = [
        f"{body['standard']}, {body['issuer']}: low_income_worker = {body['low_income_worker']}"
        for body in results
        if "low_income_worker" in body
    ]
    return "\n".join([table(head, rows, right=(4, 5)), "", *told, *workers, *problems])
