"""The submissions of a register, kept by a process that answers many questions: only those that moved are read again.

A province of 166 communes has thousands after some years, and every page that somebody opens asks which of them wait.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field

from mtqg.core.register.chain import head
from mtqg.core.register.database import Database
from mtqg.submissions.states import Submission, ordered, submissions
from mtqg.submissions.terms import SUBMISSION_EVENTS, SUBMISSIONS

_AT_ONCE = 400  # more that moved: everything is read


@dataclass
class Known:
    """The submissions of one register at its act ``n``. Any thread may ask."""

    n: int = 0
    digest: str = ""
    of: dict[str, Submission] = field(default_factory=dict)
    listed: list[Submission] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self, database: Database) -> list[Submission]:
        """Those in force, as ``submissions`` gives them."""
        with self.lock:
            n, digest = head(database)
            if (n, digest) != (self.n, self.digest):
                self._bring(database, n, digest)
            return self.listed

    def _bring(self, database: Database, n: int, digest: str) -> None:
        moved = _moved(database, self.n) if self.n and self._is_ours(database) else None
        if moved is None or len(moved) > _AT_ONCE:
            self.of = {one.code: one for one in submissions(database)}
        elif moved:
            fresh = {one.code: one for one in submissions(database, codes=moved)}
            self.of = {code: one for code, one in self.of.items() if code not in moved} | fresh
        if moved is None or moved:
            self.listed = ordered(self.of.values())
        self.n, self.digest = n, digest

    def _is_ours(self, database: Database) -> bool:
        """Whether the register still has the act that is known: another may have been put in its place."""
        found = database.one("SELECT digest FROM act WHERE n = ?", [self.n])
        return found is not None and found[0] == self.digest


def _moved(database: Database, after: int) -> Collection[str]:
    """The codes of rows that acts after one added or ended."""
    found: set[str] = set()
    for table in (SUBMISSIONS.name, SUBMISSION_EVENTS.name):
        for what in ("added_by", "ended_by"):
            rows = database.rows(
                f"SELECT DISTINCT s.submission_code FROM act a JOIN {table} s ON s.{what} = a.id WHERE a.n > ?",  # noqa: S608
                [after],
            )
            found.update(str(row[0]) for row in rows)
    return found
