"""People of a demonstration, and what is due to them: made when the pages are served, not when files are checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mtqg.core.acts import VIETNAM
from mtqg.core.instance import Instance

PROVINCE, COMMUNE, ELSEWHERE = "38", "14845", "20722"
FILE = "people.txt"  # the password of this demonstration; there is nothing real behind it
FORM, TO = "poverty-review", "province"
# Communes of the province with a report each: due days from today on, and how far it is.
DUE = (("14845", 12, ""), ("14848", -3, ""), ("14854", -1, "sent"), ("14857", 5, "draft"))


def people(instance: Instance) -> str:
    """Make the people and their duties where there are none yet. Returns the text to show: who, and the password."""
    from mtqg.web.at_home import at_home

    file = instance.home / FILE
    if not file.exists():
        with at_home(instance.home):
            _make(instance, file)
    return file.read_text(encoding="utf-8")


def _make(instance: Instance, file: Path) -> None:
    from mtqg.web.accounts.actions import one_time_password
    from mtqg.web.accounts.beginning import demonstration, invent

    assert instance.origin == "synthetic"
    invented, password = demonstration(PROVINCE, COMMUNE, ELSEWHERE), one_time_password()
    invent(invented, password)
    _duties(instance)
    lines = [f"  {one.account:<8}{one.label}" for one in invented]
    file.write_text("\n".join((*lines, f"  Mật khẩu chung: {password}")) + "\n", encoding="utf-8")


def _duties(instance: Instance) -> None:
    """What some communes owe for this year's review, so that nobody's page is empty."""
    from mtqg.core.acts import Author
    from mtqg.core.register.writing import begin
    from mtqg.submissions import actions

    now = dt.datetime.now(dt.UTC)
    today = now.astimezone(VIETNAM).date()
    for place, days, done in DUE:
        with instance.register() as register:
            setup = Author("minh-hoa", "provincial_office", now)
            with begin(register, setup, verb="submission.open", where=place) as act:
                due = today + dt.timedelta(days=days)
                code = actions.open_submission(
                    act, form=FORM, locality=place, period=str(today.year), to_level=TO, due=due, origin="synthetic"
                )
            if done:
                author = Author("an" if place == COMMUNE else "minh-hoa", "officer", now)
                with begin(register, author, verb=f"submission.{done}", where=place) as act:
                    step = actions.send_submission if done == "sent" else actions.draft_submission
                    step(act, code)
