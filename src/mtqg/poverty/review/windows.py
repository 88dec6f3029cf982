"""When the steps of a review are due by law, and steps outside their window. These are flagged, never refused.

A day is compared only with a value that judges (read or reported); where the law's value is not known, nothing is said.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mtqg.core.errors import Problem, code
from mtqg.law.book import Law, Missing

OUTSIDE_YEARLY = code(
    "P-205",
    vi="Ngày {given} nằm ngoài thời gian rà soát định kỳ ({first} đến {last}).",
    en="{given} lies outside the yearly review ({first} to {last}).",
    remedy_vi="Kiểm tra lại ngày; đúng là làm ngoài thời gian đó thì ghi lý do.",
    remedy_en="Look at the day; where it was so, write down why.",
    law="24/2021/QĐ-TTg, Điều 3 khoản 1 điểm a",
)
STARTED_EARLY = code(
    "P-206",
    vi="Rà soát thường xuyên bắt đầu ngày {given}, trước ngày {first} của tháng.",
    en="The in-year review began on {given}, before day {first} of the month.",
    remedy_vi="Kiểm tra lại ngày bắt đầu.",
    remedy_en="Look at the day it began.",
    law="24/2021/QĐ-TTg, Điều 3 khoản 1 điểm b",
)
DECIDED_LATE = code(
    "P-207",
    vi="Quyết định ngày {given}, sau hạn {due} của rà soát thường xuyên bắt đầu ngày {started}.",
    en="Decided on {given}, after {due}, when the in-year review begun on {started} was due.",
    remedy_vi="Kiểm tra lại ngày; quá hạn thật thì trả lời hộ và ghi lý do.",
    remedy_en="Look at the day; where it is late, tell the household and write down why.",
    law="24/2021/QĐ-TTg, Điều 5",
)


@dataclass(frozen=True)
class InYear:
    """The days of an in-year review; None where the law's value is not known, or no report is due."""

    starts_on: dt.date | None
    decide_by: dt.date | None
    report_on: dt.date | None


def in_year_days(received: dt.date, law: Law) -> InYear:
    """When a request handed in on a day is reviewed, decided and reported."""
    first = whole(law, "in_year_review_day", received)
    starts = None if first is None else next_day_of_month(received, first)
    return InYear(starts, decision_due(starts, law) if starts else None, report_due(starts, law) if starts else None)


def decision_due(started: dt.date, law: Law) -> dt.date | None:
    """The last day on which an in-year review is decided."""
    days = whole(law, "in_year_decision_days", started)
    return None if days is None else started + dt.timedelta(days=days)


def report_due(started: dt.date, law: Law) -> dt.date | None:
    """When the commune reports the changes of a month: the next such day, in the months in which it reports."""
    day = whole(law, "commune_report_day", started)
    first, last = month_day(law, "commune_report_first", started), month_day(law, "commune_report_last", started)
    if day is None or first is None or last is None:
        return None
    due = next_day_of_month(started + dt.timedelta(days=1), day)
    return due if first <= (due.month, due.day) <= last else None


def warnings(event: str, round_: str, day: dt.date, *, started: dt.date | None, law: Law) -> Iterator[Problem]:
    """Why a step lies outside its window. started: the first day of surveying, of an in-year review."""
    if round_ == "yearly":
        first, last = month_day(law, "review_first_day", day), month_day(law, "review_last_day", day)
        if event in YEARLY_STEPS and first and last and not first <= (day.month, day.day) <= last:
            yield OUTSIDE_YEARLY.at(given=_shown(day), first=_said(first), last=_said(last))
        return
    first_day = whole(law, "in_year_review_day", day)
    if event == "surveyed" and first_day is not None and day.day < first_day:
        yield STARTED_EARLY.at(given=_shown(day), first=first_day)
    due = decision_due(started, law) if started else None
    if event in ("decided", "refused") and started and due and day > due:
        yield DECIDED_LATE.at(given=_shown(day), due=_shown(due), started=_shown(started))


YEARLY_STEPS = ("surveyed", "classified", "agreed", "sent_back", "posted", "rechecked", "decided", "refused")


def agrees(*, present: int, agree: int, day: dt.date, law: Law) -> bool | None:
    """Whether a village meeting agreed; None where the law's share is not known."""
    share = whole(law, "village_meeting_agree_pct", day)
    return None if share is None else Fraction(agree, present) >= Fraction(share, 100)


def whole(law: Law, name: str, on: dt.date) -> int | None:
    """A whole number of the law on a day, where it judges."""
    found = law.value(name, on)
    return None if isinstance(found, Missing) else int(found.value)


def month_day(law: Law, name: str, on: dt.date) -> tuple[int, int] | None:
    """A day of the year, where it judges."""
    found = law.value(name, on)
    if isinstance(found, Missing):
        return None
    month, day = str(found.value).split("-")
    return int(month), int(day)


def next_day_of_month(after: dt.date, number: int) -> dt.date:
    """The first day with this number on or after a day.

    >>> next_day_of_month(dt.date(2024, 12, 16), 15)
    datetime.date(2025, 1, 15)
    """
    year, month = after.year, after.month
    if after.day > number:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return dt.date(year, month, min(number, calendar.monthrange(year, month)[1]))


def _shown(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def _said(month_and_day: tuple[int, int]) -> str:
    return f"{month_and_day[1]:02}/{month_and_day[0]:02}"
