"""``mtqg submissions``: what is owed, and how far it is."""

from __future__ import annotations

import datetime as dt

import click

from mtqg.core.acts import VIETNAM
from mtqg.core.errors import said
from mtqg.core.instance import open_instance
from mtqg.core.period import read_day
from mtqg.core.terminal import Session, table
from mtqg.submissions.states import Submission
from mtqg.submissions.terms import EVENTS


@click.command()
@click.option("--locality", metavar="CODE", help="Only those of this locality.")
@click.option("--on", metavar="DATE", help="Late as of a day; today unless said.")
@click.pass_obj
def submissions(session: Session, locality: str | None, on: str | None) -> None:
    """List what localities hand in: form, period, due day, state, whether it is late."""
    from mtqg.submissions.states import submissions as all_of

    day = read_day(on) if on else dt.datetime.now(VIETNAM).date()
    with open_instance(session.instance()).register() as register:
        found = all_of(register.database, locality=locality)
    session.give([{**one.as_json(), "late": one.is_late(day)} for one in found], _text(found, day))


def _text(found: list[Submission], day: dt.date) -> str:
    head = (
        said("Đơn vị", "Locality"),
        said("Biểu", "Form"),
        said("Kỳ", "Period"),
        said("Gửi cấp", "To"),
        said("Hạn", "Due"),
        said("Tình trạng", "State"),
        said("Quá hạn", "Late"),
    )
    rows = [
        (
            one.locality,
            one.form,
            one.period,
            one.to_level,
            one.due_now.strftime("%d/%m/%Y"),
            said(EVENTS.get(one.state, "chưa gửi"), one.state or "not begun"),
            "x" if one.is_late(day) else "",
        )
        for one in found
    ]
    return f"{table(head, rows)}\n\n{len(found)} {said('báo cáo', 'submissions')}."
