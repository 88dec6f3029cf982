"""Why data cannot be changed: somebody was told that they are done."""

from __future__ import annotations

from collections.abc import Callable

from mtqg.core.errors import Problem, Refused
from mtqg.core.period import Period, read_period
from mtqg.core.register.database import Database
from mtqg.core.register.writing import OpenAct
from mtqg.submissions.states import HANDED_IN, Submission, submissions
from mtqg.submissions.terms import EVENTS
from mtqg.web import access
from mtqg.web.submissions.problems import LOCKED

_TAKE_BACK = ("Rút lại báo cáo rồi sửa.", "Withdraw the submission, then mend the data.")
_RETURN = (
    "Đề nghị cấp trên trả lại báo cáo, ghi rõ ô cần sửa, rồi sửa.",
    "Ask the level above to return the submission, naming the cells, then mend the data.",
)


def lock_of(one: Submission) -> Problem | None:
    """Why the data of a submission are locked; None where they may be changed."""
    if one.state not in HANDED_IN:
        return None
    last = one.events[-1]
    way = _TAKE_BACK if one.state == "sent" else _RETURN
    return LOCKED.at(
        given=one.code,
        state_vi=EVENTS[one.state],
        state_en=one.state,
        day_vi=f"{last.day:%d/%m/%Y}",
        day_en=last.day.isoformat(),
        person=last.acted_by,
        way_vi=way[0],
        way_en=way[1],
    )


def still_open(form: str, locality: str, period: str | None) -> Callable[[OpenAct], None]:
    """Asks inside an act that changes rows whether they were handed in meanwhile; nobody hands them in until its end.

    SQLite has one writer at a time. In PostgreSQL the act holds the submissions it asks about, each step of which takes
    them for itself (``mtqg.submissions.actions``); one begun and sent meanwhile is found when the act is linked.
    """

    def asked(act: OpenAct) -> None:
        database = act.register.database

        def again() -> None:
            if why := locks(database, form, locality, period):
                raise Refused(why)

        if database.kind == "postgresql":
            codes = sorted(one.code for one in _about(database, form, locality, period))
            marks = ", ".join("?" * len(codes))
            if codes:
                database.rows(
                    f"SELECT 1 FROM submissions WHERE ended_by IS NULL AND submission_code IN ({marks}) "  # noqa: S608
                    "ORDER BY submission_code FOR SHARE",
                    codes,
                )
        again()
        act.once_more(again)

    return asked


def locks(database: Database, form: str, locality: str, period: str | None) -> list[Problem]:
    """What locks rows of a form, of a locality and all that lies in it, for a period."""
    return [why for one in _about(database, form, locality, period) if (why := lock_of(one))]


def _about(database: Database, form: str, locality: str, period: str | None) -> list[Submission]:
    """The submissions that these rows belong to."""
    if not period:
        return []
    asked = read_period(period)
    inside = {locality, *(one.code for one in access.book().tree(asked.last, within=locality))} if locality else None
    owed = database.rows(
        "SELECT submission_code, locality_code, period FROM submissions WHERE ended_by IS NULL AND form_name = ?",
        [form],
    )
    codes = [code for code, of, about in owed if (inside is None or of in inside) and _meet(read_period(about), asked)]
    return submissions(database, codes=codes) if codes else []


def _meet(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return one.first <= other.last and other.first <= one.last
