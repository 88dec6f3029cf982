"""The case of a household in a review: its state is its last event, and each step follows those before it.

    with begin(register, author, verb="review.step", where="14845") as act:
        warnings = step(act, Step(...), law=law)

What cannot follow is refused; a step outside its window of days is done and flagged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mtqg.core.errors import Problem, Refused, code, said
from mtqg.core.register.database import Database, quoted
from mtqg.core.register.writing import OpenAct
from mtqg.law.book import Law
from mtqg.poverty.review.terms import EVENTS, REVIEW_EVENTS, REVIEW_MEETINGS
from mtqg.poverty.review.windows import agrees, warnings

NOT_FROM_HERE = code(
    "P-210",
    vi="Hồ sơ {given} đang “{state}”, không thể “{event}”.",
    en="The case {given} is at “{state}”; “{event}” cannot follow.",
    remedy_vi="Từ đây chỉ có thể: {allowed}.",
    remedy_en="From here it can only be: {allowed}.",
)
NO_AGREEMENT = code(
    "P-211",
    vi="Hồ sơ {given}: chưa có cuộc họp thôn {village} nào của kỳ {period} đủ tỷ lệ thống nhất.",
    en="Case {given}: no meeting of the village {village} in {period} agreed.",
    remedy_vi="Ghi biên bản họp thôn (biểu review-meetings) rồi làm lại.",
    remedy_en="Enter the minutes (form review-meetings) and try again.",
    law="24/2021/QĐ-TTg, Điều 4 khoản 3",
)
BEFORE_LAST = code(
    "P-212",
    vi="Hồ sơ {given}: ngày {day} trước bước liền trước ({last}).",
    en="Case {given}: {day} lies before the step before it ({last}).",
    remedy_vi="Kiểm tra lại ngày.",
    remedy_en="Look at the day.",
)

NO_EVENT = code(
    "P-213",
    vi="Không có bước “{given}”.",
    en="There is no step “{given}”.",
    remedy_vi="Các bước: {known}.",
    remedy_en="The steps: {known}.",
    wrong_use=True,
)

NEW = ""
# State -> what may follow. A household already on the list is surveyed at once; a request is screened first.
FOLLOWS: dict[str, tuple[str, ...]] = {
    NEW: ("requested", "surveyed"),
    "requested": ("screened", "declined"),
    "screened": ("surveyed",),
    "declined": ("requested",),
    "surveyed": ("classified",),
    "classified": ("agreed", "sent_back"),
    "sent_back": ("surveyed",),
    "agreed": ("posted",),
    "posted": ("contested", "decided", "refused"),
    "contested": ("rechecked",),
    "rechecked": ("posted", "decided", "refused"),
    "decided": ("certified",),
    "refused": ("requested",),
    "certified": (),
}


@dataclass(frozen=True)
class Step:
    """What is done in a household's case."""

    period: str
    household_code: str
    locality_code: str
    event: str
    day: dt.date
    round: str = "yearly"
    village_code: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Case:
    """A household's case in a review."""

    household_code: str
    period: str
    events: tuple[tuple[int, str, dt.date], ...]

    @property
    def state(self) -> str:
        return self.events[-1][1] if self.events else NEW

    @property
    def started(self) -> dt.date | None:
        """The first day of surveying."""
        return next((day for _, event, day in self.events if event == "surveyed"), None)


def known_event(event: str) -> None:
    """Refused for a word that names no step."""
    if event not in EVENTS:
        raise Refused(NO_EVENT.at(given=event, known=", ".join(EVENTS)))


def case(database: Database, period: str, household_code: str) -> Case:
    """The case as it stands now; without any event where it was not begun."""
    sql = (
        f"SELECT event_no, event, day FROM {quoted(REVIEW_EVENTS.name)} WHERE ended_by IS NULL "  # noqa: S608
        "AND period = ? AND household_code = ? ORDER BY event_no"
    )
    rows = database.rows(sql, [period, household_code])
    return Case(household_code, period, tuple((number, event, _day(day)) for number, event, day in rows))


def step(act: OpenAct, taken: Step, *, law: Law, origin: str = "real") -> list[Problem]:
    """Add the next event of a case, and say what about its day is outside the law's window."""
    return steps(act, [taken], law=law, origin=origin)


def steps(act: OpenAct, taken: Sequence[Step], *, law: Law, origin: str = "real") -> list[Problem]:
    """Add the next event of several cases as one act. All or nothing; every reason at once."""
    from mtqg.core import frames

    problems: list[Problem] = []
    flagged: list[Problem] = []
    rows: list[dict[str, Any]] = []
    for one in taken:
        found = case(act.register.database, one.period, one.household_code)
        problems += _wrong(act.register.database, found, one, law)
        flagged += warnings(one.event, one.round, one.day, started=found.started, law=law)
        number = found.events[-1][0] + 1 if found.events else 1
        rows.append({**vars(one), "event_no": number, "origin": origin})
    if problems:
        raise Refused(problems)
    act.add(REVIEW_EVENTS, frames.typed(rows, REVIEW_EVENTS.taken), batch=act.id)
    if flagged:
        act.note(flagged=sorted({one.code for one in flagged}))
    return flagged


def _wrong(database: Database, found: Case, one: Step, law: Law) -> list[Problem]:
    allowed = FOLLOWS[found.state]
    if one.event not in allowed:
        words = [_word(event) for event in allowed] or ["—"]
        state = _word(found.state) if found.state else said("chưa bắt đầu", "not begun")
        return [
            NOT_FROM_HERE.at(given=one.household_code, state=state, event=_word(one.event), allowed=", ".join(words))
        ]
    if found.events and one.day < found.events[-1][2]:
        return [BEFORE_LAST.at(given=one.household_code, day=one.day, last=found.events[-1][2])]
    if one.event == "agreed" and not _village_agreed(database, found, one, law):
        return [NO_AGREEMENT.at(given=one.household_code, village=one.village_code or "—", period=one.period)]
    return []


def _village_agreed(database: Database, found: Case, one: Step, law: Law) -> bool:
    """Whether a meeting of the village agreed, not before the household was classified.

    Where the law's share is not known, what the minutes conclude counts.
    """
    since = max((day for _, event, day in found.events if event == "classified"), default=dt.date.min)
    sql = (
        f"SELECT present, agree, outcome, day FROM {quoted(REVIEW_MEETINGS.name)} WHERE ended_by IS NULL "  # noqa: S608
        "AND period = ? AND village_code = ?"
    )
    for present, agree, outcome, held in database.rows(sql, [one.period, one.village_code or ""]):
        day = _day(held)
        passes = agrees(present=present, agree=agree, day=day, law=law)
        if since <= day <= one.day and (outcome == "agreed" if passes is None else passes):
            return True
    return False


def _word(event: str) -> str:
    return said(EVENTS[event], event)


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
