"""``mtqg poverty stages``: estimate, preliminary and official figure of a measure, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mtqg.acting import read_known
from mtqg.core.errors import Refused, said
from mtqg.core.numbers import day as day_text
from mtqg.core.numbers import decimal_text, number, with_unit
from mtqg.core.period import read_day, read_period
from mtqg.core.terminal import Session, table

if TYPE_CHECKING:
    from mtqg.core.figure import Figure
    from mtqg.core.status import Stage


@click.command("stages")
@click.argument("measure")
@click.option("--locality", required=True, metavar="CODE", help="Of which locality.")
@click.option("--period", required=True, help="2024, A..B (both ends included).")
@click.option("--on", default=None, help="On the boundaries of a day; the period's last day unless said.")
@click.option("--standard", default=None, help="The line; the law's at the period's end unless said.")
@click.option("--known", default=None, help="As recorded by a day or an act; now unless said.")
@click.pass_obj
def stages_command(session: Session, /, measure: str, locality: str, period: str, **asked: str | None) -> None:
    """What MEASURE was estimated at, its preliminary and its official figure, and how they differ.

    What was published of it stands beside them, and is mixed with none.
    """
    from mtqg.asking import answered_stages

    selectors: dict[str, Any] = {
        "measure": measure,
        "locality": locality,
        "period": read_period(period),
        "on": read_day(asked["on"]) if asked["on"] else None,
        "standard": asked["standard"],
    }
    known = asked["known"]
    found = answered_stages(session.instance(), known=read_known(known), known_text=known or "now", **selectors)
    published = _published(session, selectors)
    session.give(_as_json(found, published), _text(found, published))


def _published(session: Session, selectors: dict[str, Any]) -> Figure | None:
    """What was published of the measure; None where it is tied to no statement, or nothing was printed."""
    from mtqg.asking import answer

    try:
        found = answer(session.home, basis="published", **selectors)
    except Refused:
        return None
    return found if found.exact is not None else None


def _as_json(found: list[Stage], published: Figure | None) -> dict[str, Any]:
    last = found[-1].figure if found else None
    return {
        "stages": [
            {"figure": one.figure.as_json(), "change": None if one.change is None else decimal_text(one.change)}
            for one in found
        ],
        "published": published.as_json() if published else None,
        "published_less_last": _less(published, last),
    }


def _less(published: Figure | None, last: Figure | None) -> str | None:
    if published is None or last is None or published.exact is None or last.exact is None:
        return None
    return decimal_text(published.exact - last.exact)


def _text(found: list[Stage], published: Figure | None) -> str:
    from mtqg.core.wording import STATUSES, SYNTHETIC

    if not found:
        return said("Chưa có số nào: ước thực hiện, sơ bộ hay chính thức.", "No estimate, nor any other figure yet.")
    lines = [
        (
            said(STATUSES[one.figure.status or ""], one.figure.status or ""),
            _value(one.figure),
            "" if one.change is None else _signed(one),
            _base(one.figure),
            _from(one.figure),
        )
        for one in found
    ]
    if published is not None:
        lines.append((said("đã công bố", "published"), _value(published), "", _base(published), published.reason or ""))
    head = said("Tình trạng|Giá trị|So với trước|Tử/mẫu|Nguồn", "Status|Value|Change|Part/whole|Source").split("|")
    place = found[-1].figure.place
    title = f"{found[-1].figure.measure.label}, {place.name} ({place.code}), {found[-1].figure.question.period}"
    is_synthetic = any(each.manifest["origin"] == "synthetic" for one in found for each in one.figure.snapshots)
    warned = f"*** {SYNTHETIC} ***\n" if is_synthetic else ""
    return f"{warned}{title}\n{table(head, lines, right=(1, 2))}"


def _value(one: Figure) -> str:
    return with_unit(one.value or "", one.measure.unit)


def _signed(one: Stage) -> str:
    """The difference of the exact values, rounded once."""
    from mtqg.core.numbers import rounded

    assert one.change is not None
    value = rounded(one.change, one.figure.measure.places)
    return f"{'+' if value > 0 else ''}{number(value)}"


def _base(one: Figure) -> str:
    parts = [number(value) for value in (one.part, one.whole) if value is not None]
    return " / ".join(parts)


def _from(one: Figure) -> str:
    """The report, or the editions with the day on which each was closed."""
    if one.estimate is not None:
        return f"{one.estimate.by}, {day_text(one.estimate.day)}, {one.estimate.document}"
    told = []
    for edition in one.snapshots:
        closed = edition.manifest["closed_at"]
        when = day_text(str(closed)[:10]) if closed else said("chưa chốt", "not closed")
        told.append(f"{edition.dataset} {said('lần', 'edition')} {edition.edition or '—'} ({when})")
    return "; ".join(dict.fromkeys(told))
