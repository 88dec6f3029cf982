"""Books of law for tests: the shipped one as plain rows, to be broken one line at a time."""

from __future__ import annotations

import pytest

from mtqg.core.errors import Refused
from mtqg.law.book import Law, seed


@pytest.fixture(scope="session")
def law():
    return seed()


@pytest.fixture
def rows():
    """A fresh copy of the shipped book as plain rows."""
    return seed().rows()


@pytest.fixture
def codes(monkeypatch):
    """The codes with which a book of these rows is refused; no code when it is accepted."""

    def refused(rows):
        try:
            Law.build(rows)
        except Refused as error:
            for spoken in ("vi", "en"):
                monkeypatch.setenv("MTQG_LANG", spoken)
                assert all(problem.message and problem.remedy for problem in error.problems)
            return [problem.code for problem in error.problems]
        return []

    return refused


@pytest.fixture
def line(rows):
    """The first line of a table with these cells."""

    def find(table, **cells):
        return next(row for row in rows[table] if all(row[column] == cell for column, cell in cells.items()))

    return find
