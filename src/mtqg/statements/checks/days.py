"""Printed days exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mtqg.statements.checks.common import finding
from mtqg.statements.links import Linked
from mtqg.statements.model import WARNING, Finding, Statement
from mtqg.statements.times import read_time


def day_exists(linked: Linked) -> Iterator[Finding]:
    """A day of reference such as 31 June is in no calendar."""
    pages: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in linked.statements:
        for day in {one.key.as_of, one.key.period}:
            if day and not read_time(day).exists:
                pages[one.publication, day].append(one)
    for (publication, day), printed in pages.items():
        last = read_time(day).last
        sentence = f"{publication} ghi số liệu đến ngày {day}; ngày đó không có trong lịch, tháng kết thúc ngày {last}."
        yield finding(
            "day_exists", tuple(printed), printed=day, implied=str(last), explanation=sentence, severity=WARNING
        )
