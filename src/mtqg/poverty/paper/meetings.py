"""Results of the village meetings: how many came, how many agreed, and whether that is enough by the law."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from mtqg.core.errors import Problem, Refused
from mtqg.law.book import Law
from mtqg.law.tables import LawValue
from mtqg.poverty.paper import problems as wrong

COLUMNS = ("village_code", "day", "present", "agree")
AGREE = "village_meeting_agree_pct"


@dataclass(frozen=True)
class Meeting:
    """The last meeting of a village on the review: those present, and those of them who agreed to the results."""

    village_code: str
    day: dt.date
    present: int
    agree: int

    def passes(self, share: LawValue) -> bool:
        """Whether enough of those present agreed. In whole numbers: 20 of 41 is less than half."""
        return self.agree * 100 >= int(share.value) * self.present and self.present > 0


def agreement_law(law: Law, on: dt.date) -> LawValue | None:
    """The share of those present that must agree; None where no confirmed value is in force."""
    found = law.value(AGREE, on)
    return found if isinstance(found, LawValue) else None


def passed(meetings: Mapping[str, Meeting], law: Law) -> frozenset[str]:
    """Villages whose meeting agreed, or households by whose own vote it did. Refused where the law's share is not known
    on a meeting's day."""
    found = set()
    for code, meeting in meetings.items():
        share = agreement_law(law, meeting.day)
        if share is None:
            raise Refused(wrong.NO_MEETING_LAW.at(code, f"{meeting.day:%d/%m/%Y}"))
        if meeting.passes(share):
            found.add(code)
    return frozenset(found)


def read_meetings(path: Path, villages: Collection[str]) -> dict[str, Meeting]:
    """Meetings by village from a csv (; or ,) as they were keyed. Refused with every wrong cell."""
    content = path.read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in content.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(content), delimiter=delimiter)
    problems: list[Problem] = []
    if list(reader.fieldnames or ()) != list(COLUMNS):
        given = ", ".join(reader.fieldnames or ())
        raise Refused(wrong.MEETING_CELL.at(f"{path.name}:1", given, column="1", reason=", ".join(COLUMNS)))
    found: dict[str, Meeting] = {}
    for row in reader:
        at = f"{path.name}:{reader.line_num}"
        meeting = _meeting({name: (row[name] or "").strip() for name in COLUMNS}, villages, at, problems)
        if meeting and meeting.village_code in found:
            problems.append(wrong.MEETING_TWICE.at(at, meeting.village_code))
        elif meeting:
            found[meeting.village_code] = meeting
    if problems:
        raise Refused(problems)
    return found


def _meeting(row: dict[str, str], villages: Collection[str], at: str, problems: list[Problem]) -> Meeting | None:
    before = len(problems)

    def say(column: str, reason: str) -> None:
        problems.append(wrong.MEETING_CELL.at(at, row[column], column=column, reason=reason))

    if row["village_code"] not in villages:
        say("village_code", "không phải thôn của xã")
    try:
        day = dt.date.fromisoformat(row["day"])
    except ValueError:
        say("day", "ngày ghi như 2024-11-20")
    for column in ("present", "agree"):
        if not (row[column].isascii() and row[column].isdecimal()):
            say(column, "phải là số người")
    if len(problems) > before:
        return None
    present, agree = int(row["present"]), int(row["agree"])
    if agree > present:
        say("agree", "nhiều hơn số người dự họp")
        return None
    return Meeting(row["village_code"], day, present, agree)
