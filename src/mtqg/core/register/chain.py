"""The chain of acts as the register holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mtqg.core.acts import GENESIS, Act, Chain
from mtqg.core.register.database import Database

_COLUMNS = "n, at, acted_by, role, place, verb, why, payload, previous, digest"


def head(database: Database) -> tuple[int, str]:
    """Number and digest of the last act."""
    found = database.one("SELECT n, digest FROM act_head WHERE id = 1")
    return (int(found[0]), str(found[1])) if found else (0, GENESIS)


def acts(database: Database, *, verb: str | None = None, until: int | None = None) -> list[Act]:
    """Acts in their order; those of one verb, or up to act ``until``, where asked."""
    asked: list[tuple[str, Any]] = []
    if verb is not None:
        asked.append(("verb = ?", verb))
    if until is not None:
        asked.append(("n <= ?", until))
    where = "".join(f" AND {sql}" for sql, _ in asked)
    sql = f"SELECT {_COLUMNS} FROM act WHERE n IS NOT NULL{where} ORDER BY n"
    return [Act(*row) for row in database.rows(sql, [value for _, value in asked])]


def chain(database: Database) -> Chain:
    return Chain(tuple(acts(database)))


def act(database: Database, n: int) -> Act | None:
    row = database.one(f"SELECT {_COLUMNS} FROM act WHERE n = ?", [n])
    return Act(*row) if row else None


def number_at(database: Database, instant: dt.datetime) -> int:
    """The last act that was recorded by an instant; 0 before the first.

    Acts are numbered when they are complete, so a long one may carry an earlier instant than the one before it: what
    was known is what stood before the first act that is later.
    """
    text = instant.astimezone(dt.UTC).isoformat(timespec="seconds")
    later = database.one("SELECT min(n) FROM act WHERE n IS NOT NULL AND at > ?", [text])
    if later and later[0] is not None:
        return int(later[0]) - 1
    return head(database)[0]


def asked(database: Database, known: dt.datetime | int | None) -> int | None:
    """The act up to which a question wants to know, by an instant or a number; None for now."""
    if known is None or isinstance(known, int):
        return known
    return number_at(database, known)


def touched_since(database: Database, tables: Sequence[str], n: int, until: int | None = None) -> int | None:
    """The last act after ``n`` that added or ended rows of one of the tables; None where there is none."""
    marks = ", ".join("?" * len(tables))
    limit = "" if until is None else " AND a.n <= ?"
    sql = (
        "SELECT max(a.n) FROM act_touch t JOIN act a ON a.id = t.act_id "
        f"WHERE t.table_name IN ({marks}) AND a.n > ?{limit}"
    )
    found = database.one(sql, [*tables, n, *([] if until is None else [until])])
    return None if found is None or found[0] is None else int(found[0])
