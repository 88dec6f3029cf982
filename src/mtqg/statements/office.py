"""An office's own published numbers, as statements: read from its register, by the reader that reads the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mtqg.core.instance import Instance
from mtqg.core.register.rows import selected
from mtqg.core.table import ROW_ID
from mtqg.localities.book import Localities
from mtqg.localities.version import Version
from mtqg.statements.model import Statement
from mtqg.statements.read import Row
from mtqg.statements.registers import STATEMENTS
from mtqg.statements.scopes import Scope, same_name
from mtqg.statements.tables import totals

TABLE = "office"  # begins the identifier of such a statement


def office_statements(instance: Instance, book: Localities | None = None) -> tuple[Statement, ...]:
    """The numbers in force in the instance's register. Their places are known by code, not by name."""
    book = book or Localities.seed()
    return tuple(one for row in _rows(instance) for one in _statements(row, book))


def _rows(instance: Instance) -> list[dict[str, Any]]:
    """Rows as text. Without the engine: a published figure does not pay for it."""
    names = [column.name for column in STATEMENTS.columns] + list(ROW_ID)
    sql = f"{selected(STATEMENTS, dict.fromkeys(names, 'text'))} WHERE r.ended_by IS NULL ORDER BY r.added_by, r.row_no"
    with instance.register() as register:
        return [dict(zip(names, row, strict=True)) for row in register.database.rows(sql)]


def _statements(row: Mapping[str, Any], book: Localities) -> Iterator[Statement]:
    published_on = dt.date.fromisoformat(str(row["day"]))
    version = book.version(row["locality_code"], max(published_on, book.since))
    cells = {name: str(row.get(name) or "") for name in totals.COLUMNS}
    cells |= {
        "scope": version.bare_name if version else row["locality_code"],
        "level": version.level if version else cells["level"] or "group",
        "standing": cells["standing"] or "read",
    }
    act, number = (row[name] for name in ROW_ID)
    line = Row(f"{TABLE}/{act}", f"#{act}", number, cells, "point", cells["publication"])
    for one in totals.read(line):
        key = one.key.but(scope=_placed(one, row["locality_code"], version, book))
        yield replace(one, id=f"{one.id}/{number}", key=key)


def _placed(one: Statement, code: str, published: Version | None, book: Localities) -> Scope:
    """The place in its version of the number's own day: a unit that ended since counts as it stood then."""
    days = [day for day in (one.last, one.first) if day and day >= book.since]
    found = next(((version, day) for day in days if (version := book.version(code, day))), None)
    if found is None:
        return one.key.scope if published is None else replace(one.key.scope, code=code)
    version, day = found
    above = book.ancestors(code, day)[:1]
    parent = above[0].bare_name if above else ""
    first = version.valid_from.isoformat() if version.valid_from else ""
    placed = replace(one.key.scope, code=code, valid_from=first, parent=same_name(parent), lies_in=parent)
    return replace(placed, name=same_name(version.bare_name), printed=version.bare_name)
