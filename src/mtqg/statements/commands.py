"""``mtqg statements``: list published numbers, and test their arithmetic."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqg.core.errors import Problem, Refused, language, said
from mtqg.core.numbers import number, rounded
from mtqg.core.period import read_period
from mtqg.core.terminal import Session, say, table
from mtqg.localities.book import Localities
from mtqg.statements import english, wording
from mtqg.statements.checks import check as run_tests
from mtqg.statements.figures import shipped_places
from mtqg.statements.model import NOTE, Finding, Statement
from mtqg.statements.places import Places
from mtqg.statements.read import Loaded, read_file

if TYPE_CHECKING:
    from mtqg.against import Held

_SEVERITIES = {"error": ("MÂU THUẪN", "ERROR"), "warning": ("NGHI NGỜ", "WARNING"), "note": ("GHI CHÚ", "NOTE")}
_SIDES = {"part": ("Tử số: ", "Part: "), "whole": ("Mẫu số: ", "Whole: ")}
_AGREES = {True: ("khớp", "agrees"), False: ("KHÁC", "DIFFERS"), None: ("chưa có trong sổ", "not counted")}
_STANDINGS = {"read": "đã đọc", "reported": "theo nguồn thứ cấp", "unverified": "chưa xác nhận"}


@click.group()
def statements() -> None:
    """Published numbers, kept as printed, and the tests of their arithmetic."""


@statements.command("list")
@click.option("--locality", metavar="CODE", help="Only those about this locality.")
@click.option("--measure", metavar="MEASURE", help="Only this measure, for instance poor_households.")
@click.option("--period", metavar="PERIOD", help="Only those about times within this period: 2023, 2021..2025.")
@click.pass_obj
def list_(session: Session, locality: str | None, measure: str | None, period: str | None) -> None:
    """The published numbers that come with the package, and with --home those of the office."""
    span = read_period(period) if period else None
    found = [
        one
        for one in (*shipped_places(), *_own(session))
        if (locality is None or one.key.scope.code == locality)
        and (measure is None or one.key.measure == measure)
        and (span is None or bool(one.first and one.last and span.first <= one.first and one.last <= span.last))
    ]
    session.give([one.as_json() for one in found], _list_text(found))


@statements.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--decimal", type=click.Choice(["point", "comma"]), help="Decimal mark of FILE where it is unsure.")
@click.option("--with-shipped", is_flag=True, help="Hold FILE against the known numbers too.")
@click.pass_obj
def check(session: Session, files: tuple[Path, ...], decimal: str | None, with_shipped: bool) -> None:
    """Test published numbers against their own parts, bases and each other.

    Without FILE the known numbers are tested: those that come with the package, and with --home those of the office.
    Several files are tested together. Exit 1 when something was found or a cell cannot be read; notes alone do not
    count.
    """
    places = Places(Localities.seed())
    loaded = [read_file(path, decimal=decimal or "") for path in files]
    known = list(_of_files(loaded, places)) if files else []
    if with_shipped or not files:
        known += [*shipped_places(), *_own(session)]
    found = run_tests(known, places.below)
    problems = [problem for one in loaded for problem in one.problems]
    for problem in problems:
        say(str(problem))
    shown = [{**one.as_json(), "explanation": _told(one)} for one in found]
    session.give([*map(_as_finding, problems), *shown], _check_text(found, known))
    if any(one.severity != NOTE for one in found):
        sys.exit(1)
    if problems:
        sys.exit(Refused(problems).exit_code)


@statements.command()
@click.option("--locality", required=True, metavar="CODE", help="Of which locality.")
@click.option("--period", metavar="PERIOD", help="Only those about times within this period: 2023, 2021..2025.")
@click.option("--on", metavar="DAY", help="By the boundaries of a day: sums over the units that made the place up.")
@click.pass_obj
def against(session: Session, locality: str, period: str | None, on: str | None) -> None:
    """What was published of a place, held against what its register counts: both, and the difference.

    Each print is compared as the interval that it stands for; with --on the sums of the old units' prints are, as they
    were printed. The forms' totals are the same figures. Exit 1 when a known figure differs.
    """
    from mtqg.against import held_against
    from mtqg.core.period import read_day

    span = read_period(period) if period else None
    found = held_against(session.instance(), locality=locality, period=span, on=read_day(on) if on else None)
    session.give([one.as_json() for one in found], _against_text(found))
    if any(one.agrees is False for one in found):
        sys.exit(1)


def _own(session: Session) -> tuple[Statement, ...]:
    """What the office published, where an instance is named."""
    if session.home is None:
        return ()
    from mtqg.core.instance import open_instance
    from mtqg.statements.office import office_statements

    return office_statements(open_instance(session.home))


def _of_files(loaded: Iterable[Loaded], places: Places) -> Iterable[Statement]:
    for one in loaded:
        yield from places.resolved(one.statements)


def _as_finding(problem: Problem) -> dict[str, Any]:
    """A cell that cannot be read, in the shape of the list of findings."""
    return {
        "code": problem.code,
        "statements": [],
        "printed": problem.given,
        "implied": None,
        "test": "read",
        "explanation": f"{problem.message} {problem.remedy}",
        "source": problem.place,
        "severity": "error",
    }


def _list_text(found: Sequence[Statement]) -> str:
    rows = [
        (
            one.key.period,
            one.key.scope.printed,
            said(wording.what(one), one.key.measure),
            said(wording.number(one), one.text),
            said("in", "printed") if one.published else said("suy ra", "worked out"),
            said(_STANDINGS[one.standing], one.standing),
            one.publication[:60],
        )
        for one in found
    ]
    head = (
        said("Kỳ", "Period"),
        said("Địa bàn", "Place"),
        said("Chỉ tiêu", "Measure"),
        said("Số in", "Number"),
        said("Công bố", "Given"),
        said("Mức tin cậy", "Standing"),
        said("Nguồn", "Source"),
    )
    return f"{table(head, rows, right=(3,))}\n\n{len(found)} {said('số liệu', 'statements')}."


def _against_text(found: Sequence[Held]) -> str:
    if not found:
        return said("Chưa có số đã công bố nào về nơi này.", "Nothing was published of this place.")
    rows = [
        (
            str(one.figure.question.period),
            one.figure.standard or "",
            one.figure.measure.label if one.of == "value" else said(*_SIDES[one.of]) + one.figure.measure.label,
            _as_printed(one),
            "" if one.ours is None else _amount(one.ours, one),
            "" if not one.difference or one.agrees else _amount(one.difference, one, is_signed=True),
            said(*_AGREES[one.agrees]) + _coverage(one),
            one.statement.publication[:48] if one.statement else said("cộng các đơn vị cũ", "sum of the old units"),
        )
        for one in found
    ]
    vi, en = (
        "Kỳ|Chuẩn|Chỉ tiêu|Đã công bố|Trong sổ|Lệch|Kết quả|Nguồn",
        "Period|Standard|Measure|Published|Counted|Differs by|Result|Source",
    )
    differ = sum(1 for one in found if one.agrees is False)
    unknown = sum(1 for one in found if one.agrees is None)
    told = said(
        "{all} số, {differ} khác, {unknown} chưa có trong sổ.", "{all} numbers: {differ} differ, {unknown} not counted."
    )
    count = told.format(all=len(found), differ=differ, unknown=unknown)
    return f"{table(said(vi, en).split('|'), rows, right=(3, 4, 5))}\n\n{count}"


def _coverage(one: Held) -> str:
    """Over how many communes ours speaks, where that is not all of them."""
    have, of = one.figure.have, one.figure.of
    return "" if one.ours is None or have == of else said(f" ({have}/{of} xã)", f" ({have}/{of} communes)")


def _as_printed(one: Held) -> str:
    return (
        _amount(one.printed, one) if one.statement is None else said(wording.number(one.statement), one.statement.text)
    )


def _amount(value: Fraction, one: Held, *, is_signed: bool = False) -> str:
    """A count as it is; a rate with two decimals more than its figure, so that a small difference shows."""
    places = one.figure.measure.places + 2 if one.of == "value" else 0
    return f"{'+' if is_signed and value > 0 else ''}{number(rounded(value, places))}"


def _check_text(found: Sequence[Finding], known: Sequence[Statement]) -> str:
    blocks = [
        f"{one.code} {said(*_SEVERITIES[one.severity])}  {_told(one)}\n"
        f"      {said('nguồn', 'source')}: {one.source[:200]}"
        for one in found
    ]
    counts = ", ".join(
        f"{sum(one.severity == name for one in found)} {said(*words).lower()}" for name, words in _SEVERITIES.items()
    )
    held = said(f"Đã đối chiếu {len(known)} số liệu", f"{len(known)} statements held against each other")
    return "\n".join([*blocks, "", f"{held}: {counts}."])


def _told(one: Finding) -> str:
    return english.explanation(one) if language() == "en" else one.explanation
