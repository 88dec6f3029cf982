"""``mtqg poverty movement``, ``history``, ``step``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mtqg.acting import acting, author, read_known
from mtqg.core.errors import said
from mtqg.core.instance import open_instance
from mtqg.core.numbers import day as day_text
from mtqg.core.period import read_day, read_period
from mtqg.core.terminal import Session, table

if TYPE_CHECKING:
    from mtqg.poverty.movement import Movement
    from mtqg.poverty.review.history import History

_WHY = {
    "break": (
        "Đổi chuẩn nghèo: không so sánh với kỳ trước.",
        "The line changed: nothing is compared.",
    ),
    "first": ("Chưa có kỳ rà soát nào trước đó trong sổ.", "There is no earlier review in the register."),
    "gap": ("Thiếu kỳ rà soát của năm liền trước.", "The review of the year before is missing."),
}
_LOST = {
    "no_sheet": ("không có phiếu, không rõ lý do", "no sheet and no reason"),
    "undecided": ("có phiếu, chưa có kết quả công nhận", "a sheet without a decision"),
    "unplaced": ("không rõ nay thuộc xã nào", "nobody knows in which commune now"),
}
_COUNTED = {"households": ("hộ", "households"), "persons": ("người", "persons")}
SHOWN = 50


@click.command("movement")
@click.option("--locality", required=True, metavar="CODE", help="Province, district or commune of the period's end.")
@click.option("--period", required=True, help="2024, 2024-03 …")
@click.option("--standard", default=None, help="The line; the law's at the period's end unless said.")
@click.option("--known", default=None, help="As recorded by a day or an act; now unless said.")
@click.pass_obj
def movement_command(session: Session, locality: str, period: str, standard: str | None, known: str | None) -> None:
    """Forms 2 and 3: what moved households on and off the lists, and every household that nothing explains."""
    from mtqg.books import opened_shelf
    from mtqg.law.book import Law
    from mtqg.poverty.movement_reading import movement

    when = read_period(period)
    with opened_shelf(open_instance(session.instance()), read_known(known)) as shelf:
        law = shelf.books.law
        assert isinstance(law, Law)
        line = standard or law.standard_on("poverty", when.last) or ""
        made = movement(shelf, locality, when, line)
    shown = {
        "period": when.text,
        "standard": line,
        "why": made.why or None,
        "rows": made.frame.to_dicts(),
        "unexplained": made.unexplained.to_dicts(),
    }
    session.give(shown, _movement_text(made))


def _movement_text(made: Movement) -> str:
    from mtqg.poverty.movement import INTO, LISTED, OUT

    parts = []
    for form in LISTED:
        names = ["start", *OUT[form], *INTO[form], "end", "difference"]
        numbers = ["1", "2", "3", "4", "5", "6", "7", "8", "9", said("lệch", "off")]
        lines = [
            (
                one["commune_code"],
                said(*_COUNTED[one["counted"]]),
                *("—" if one[f"{form}_{name}"] is None else one[f"{form}_{name}"] for name in names),
            )
            for one in made.frame.iter_rows(named=True)
        ]
        title = said("Hộ nghèo" if form == "poor" else "Hộ cận nghèo", form)
        head = (said("Xã", "Commune"), "", *numbers)
        parts.append(f"{title}\n{table(head, lines, right=tuple(range(2, 12)))}")
    if made.why:
        parts.append(said(*_WHY[made.why]))
    lost = made.unexplained
    if not lost.is_empty():
        rows = [
            (one["household_code"], one["commune_code"] or "—", said(*_LOST[one["why"]]))
            for one in lost.head(SHOWN).iter_rows(named=True)
        ]
        heads = (said("Hộ", "Household"), said("Xã", "Commune"), said("Vì sao", "Why"))
        parts.append(f"{said('Chưa giải thích được', 'Unexplained')}: {len(lost)}\n{table(heads, rows)}")
    return "\n\n".join(parts)


@click.command("history")
@click.argument("household")
@click.pass_obj
def history_command(session: Session, household: str) -> None:
    """The classes of HOUSEHOLD through the reviews, and what it came from."""
    from mtqg.localities.office import localities_at
    from mtqg.poverty.review.history import history

    with open_instance(session.instance()).register() as register:
        found = history(register.database, household, localities_at(register.database))
    session.give(found.as_json(), _history_text(found))


def _history_text(found: History) -> str:
    from mtqg.poverty.review.history import BECAME
    from mtqg.poverty.review.terms import LINKS
    from mtqg.poverty.terms import CLASSES

    lines = []
    for one in found.entries:
        decided = one.sheet["decided_class"]
        held = said(CLASSES.get(decided or "", "—"), decided or "—")
        became = said(BECAME[one.became], one.became)
        place = f"{one.commune} ({one.sheet['locality_code']})"
        lines.append((one.sheet["period"], one.sheet["standard"], one.sheet["household_code"], place, held, became))
    head = (
        said("Kỳ", "Period"),
        said("Chuẩn", "Line"),
        said("Mã hộ", "Code"),
        said("Xã", "Commune"),
        said("Kết quả", "Class"),
        said("Biến động", "Change"),
    )
    links = [
        f"{day_text(one['day'])}: {one['household_code']} → {one['to_household_code'] or '—'} "
        f"({said(LINKS[one['link_kind']], one['link_kind'])})"
        for one in found.links
    ]
    return "\n".join([table(head, lines), *links])


@click.command("step")
@click.argument("event")
@click.argument("households", nargs=-1, required=True)
@click.option("--locality", required=True, metavar="CODE", help="The commune.")
@click.option("--village", default=None, metavar="CODE")
@click.option("--period", required=True, help="The review: 2024, or the month of an in-year one.")
@click.option("--round", "round_", type=click.Choice(["yearly", "in_year"]), default="yearly", show_default=True)
@click.option("--day", required=True, help="The day of the step.")
@click.option("--note", default=None)
@acting
@click.pass_obj
def step_command(
    session: Session,
    event: str,
    households: tuple[str, ...],
    locality: str,
    village: str | None,
    period: str,
    round_: str,
    day: str,
    note: str | None,
    by: str | None,
    role: str,
) -> None:
    """The next EVENT in the cases of HOUSEHOLDS: requested, screened, surveyed, classified, agreed, decided …"""
    from mtqg.core.register.writing import begin
    from mtqg.law.office import law_at
    from mtqg.poverty.review.cases import Step, known_event, steps

    when, on = read_period(period).text, read_day(day)
    known_event(event)
    taken = [Step(when, one, locality, event, on, round_, village, note) for one in dict.fromkeys(households)]
    instance = open_instance(session.instance())
    with instance.register() as register:
        law = law_at(register.database)
        with begin(register, author(by, role), verb="review.step", where=locality) as act:
            flagged = steps(act, taken, law=law, origin=instance.origin)
    assert act.sealed is not None
    told = list(dict.fromkeys(map(str, flagged)))
    text = said(f"Đã ghi {len(taken)} hồ sơ (tác vụ {act.sealed.n}).", f"{len(taken)} cases (act {act.sealed.n}).")
    session.give(
        {"act": act.sealed.n, "cases": len(taken), "warnings": [one.as_json() for one in flagged]},
        "\n".join([text, *told]),
    )
