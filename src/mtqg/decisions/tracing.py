"""From an official class, title, star or target to the decision behind it, and decisions that nobody entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mtqg.core.findings import Finding, error
from mtqg.core.register.database import Database, quoted
from mtqg.core.table import Table
from mtqg.core.text import clean, fold, spelling
from mtqg.decisions.checks import ITEM_DIFFERS, NO_SUCH_DECISION
from mtqg.decisions.terms import DECISION_ITEMS, DECISIONS


@dataclass(frozen=True)
class Link:
    """Where the rows of a kind of item stand: the table, the column of the subject and that of what was decided."""

    table: str
    subject: str
    value: str


LINKS = {
    "class": Link("poverty_sheets", "household_code", "decided_class"),
    "title": Link("recognitions", "subject_code", "title"),
    "star": Link("ocop_products", "product_code", "stars"),
}
_DECISION = ("locality_code", "decision_kind", "title", "day", "ends_on", "file_name", "file_sha256")
_ITEM = ("decision_number", "decision_issuer", "decided_on", "item_kind", "subject_code", "value", "day", "ends_on")


def decided(database: Database, *, kind: str, subject: str, on: dt.date | None = None) -> list[dict[str, Any]]:
    """What was decided of a subject, the last first, each with its decision (None where that was not entered).

    on: only what holds on a day.
    """
    names = ", ".join(f"i.{quoted(name)}" for name in _ITEM)
    holds = "" if on is None else " AND i.day <= ? AND (i.ends_on IS NULL OR i.ends_on > ?)"
    sql = (
        f"SELECT {names} FROM {quoted(DECISION_ITEMS.name)} i WHERE i.ended_by IS NULL AND i.item_kind = ? "  # noqa: S608
        f"AND i.subject_code = ?{holds} ORDER BY i.day DESC, i.decision_number"
    )
    rows = database.rows(sql, [kind, subject, *([] if on is None else [on.isoformat()] * 2)])
    found = [dict(zip(_ITEM, row, strict=True)) for row in rows]
    return [{**item, "decision": decision(database, *(item[name] for name in _ITEM[:3]))} for item in found]


def decision(database: Database, number: str, issuer: str, signed_on: Any) -> dict[str, Any] | None:
    """The decision as the register of decisions holds it."""
    names = ", ".join(map(quoted, _DECISION))
    sql = (
        f"SELECT decision_issuer, {names} FROM {quoted(DECISIONS.name)} WHERE ended_by IS NULL "  # noqa: S608
        "AND decision_number = ? AND decided_on = ? ORDER BY locality_code"
    )
    for found, *rest in database.rows(sql, [number, str(signed_on)]):
        if spelling(found) == spelling(issuer):
            return dict(zip(_DECISION, rest, strict=True))
    return None


def missing_decisions(database: Database, tables: Iterable[Table]) -> Iterator[Finding]:
    """Decisions that rows name and the register of decisions lacks. Nothing while that register is not kept."""
    known = {_name(*row) for row in database.rows(_NAMED.format(table=quoted(DECISIONS.name), where=""))}
    if not known:
        return
    for table in tables:
        if table.decision is None or table.name == DECISIONS.name:
            continue
        number, issuer, signed_on = map(quoted, table.decision)
        sql = (
            f"SELECT {number}, {issuer}, {signed_on}, count(*) FROM {quoted(table.name)} "  # noqa: S608
            f"WHERE ended_by IS NULL AND {number} IS NOT NULL GROUP BY {number}, {issuer}, {signed_on} "
            f"ORDER BY {signed_on}, {number}, {issuer}"
        )
        for *named, rows in database.rows(sql):
            if _name(*named) not in known:
                yield error(_lacks(table, named, rows))


def differing_items(database: Database, tables: Mapping[str, Table]) -> Iterator[Finding]:
    """Rows whose class, title or stars are not what the item of their own decision says."""
    for kind, link in LINKS.items():
        table = tables[link.table]
        if table.decision is None:
            continue
        words = {fold(label): name for name, label in (table.column(link.value).choices or {}).items()}
        for number, subject, decided, value in database.rows(_items_sql(table, link), [kind]):
            meant = words.get(fold(decided), clean(decided))
            if meant != value:
                yield error(
                    ITEM_DIFFERS.at(
                        table.name, table.label, subject=subject, value=value, number=number, decided=decided
                    )
                )


_NAMED = "SELECT decision_number, decision_issuer, decided_on FROM {table} WHERE ended_by IS NULL{where}"


def _name(number: str, issuer: str | None, signed_on: Any) -> tuple[str, str, str]:
    """A decision's name: how it is spelt does not matter, accents do."""
    return spelling(number), spelling(issuer or ""), str(signed_on or "")


def _lacks(table: Table, named: list[Any], rows: int) -> Any:
    number, issuer, signed_on = named
    return NO_SUCH_DECISION.at(
        table.name, table.label, rows=rows, number=number, signed_on=signed_on or "—", issuer=issuer or "—"
    )


def _items_sql(table: Table, link: Link) -> str:
    assert table.decision is not None
    number, _, signed_on = map(quoted, table.decision)
    subject, value = quoted(link.subject), quoted(link.value)
    return (
        f"SELECT i.decision_number, i.subject_code, i.value, t.{value} FROM {quoted(DECISION_ITEMS.name)} i "  # noqa: S608
        f"JOIN {quoted(table.name)} t ON t.{subject} = i.subject_code AND t.{number} = i.decision_number "
        f"AND t.{signed_on} = i.decided_on WHERE i.ended_by IS NULL AND t.ended_by IS NULL AND i.item_kind = ? "
        f"AND t.{value} IS NOT NULL ORDER BY i.decision_number, i.subject_code"
    )
