"""The calendar of the law: days of each year and quarter, with their ground."""

import datetime as dt

from mtqg.law.book import seed
from mtqg.submissions.calendar import due, duties


def test_before_a_day_means_the_day_before_at_the_latest():
    found = {one.duty.duty: one.on for one in due(dt.date(2026, 11, 25), {"commune", "spender"}, within=90)}
    assert found["last_papers"] == dt.date(2026, 12, 30) and found["last_spending"] == dt.date(2026, 12, 31)
    assert found["commune_settlement"] == dt.date(2027, 1, 19)
    assert found["advances_repaid"] == dt.date(2027, 2, 14)


def test_what_is_due_each_quarter_comes_four_times_a_year():
    found = due(dt.date(2027, 1, 1), {"province"}, within=364)
    assert [one.on for one in found if one.duty.every == "quarter"] == [
        dt.date(2027, month, 10) for month in (1, 4, 7, 10)
    ]


def test_nothing_is_due_before_its_document_is_in_force():
    assert due(dt.date(2025, 1, 1), {"province", "commune", "spender"}, within=400) == []


def test_each_duty_stands_in_a_document_that_the_law_book_knows():
    known = {row["number"] for row in seed().rows()["documents"]}
    assert {one.document for one in duties()} <= known
    assert all(one.standing == "read" for one in duties())
