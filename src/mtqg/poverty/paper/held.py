"""What the register of the review's steps holds for papers: requests, the last meeting of each village, postings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mtqg.core.register.opening import Register
from mtqg.core.table import Table
from mtqg.poverty.paper.households import rows_here
from mtqg.poverty.paper.meetings import Meeting
from mtqg.poverty.paper.places import Place
from mtqg.poverty.review.terms import REVIEW_MEETINGS, REVIEW_POSTINGS, REVIEW_REQUESTS, REVIEW_VOTES

if TYPE_CHECKING:
    import polars as pl

LEAVE = "leave"  # a request to leave the list: its household was on it, and is refused by staying there


def held_requests(register: Register, place: Place, period: str) -> dict[str, str]:
    """Household -> what it asked for in a review: enter or leave."""
    rows = _rows(register, REVIEW_REQUESTS, place, period)
    return {row["household_code"]: row["request_kind"] for row in rows}


def held_meetings(register: Register, place: Place, period: str) -> dict[str, Meeting]:
    """The last meeting of each village."""
    return {
        row["village_code"]: Meeting(row["village_code"], row["day"], row["present"], row["agree"])
        for row in _rows(register, REVIEW_MEETINGS, place, period)
    }


def held_votes(register: Register, place: Place, period: str) -> dict[str, Meeting]:
    """Household -> how the last meeting that voted on it did."""
    return {
        row["household_code"]: Meeting(row["village_code"], row["day"], row["present"], row["agree"])
        for row in _rows(register, REVIEW_VOTES, place, period)
    }


def held_postings(register: Register, place: Place, period: str) -> dict[str, tuple[dt.date, dt.date]]:
    """The days of the last posting of each village."""
    rows = _rows(register, REVIEW_POSTINGS, place, period)
    return {row["village_code"]: (row["day"], row["until_day"]) for row in rows}


def _rows(register: Register, table: Table, place: Place, period: str) -> list[dict[str, Any]]:
    rows: pl.DataFrame = rows_here(register, table, place, where="r.period = ?", values=[period])
    return rows.sort("day", "added_by", "row_no").to_dicts()
