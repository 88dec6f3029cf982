"""An act on Django's own connection: what a view writes by models, and Django's sessions, commit together."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from mtqg.core.acts import Act, Author
from mtqg.core.errors import Refused
from mtqg.core.instance import NOT_AN_INSTANCE
from mtqg.core.register import writing
from mtqg.core.register.database import Database, RuleBroken, told
from mtqg.core.register.opening import Register
from mtqg.core.table import ROW_ID, Table
from mtqg.web.facts import Fact


@dataclass
class WebAct:
    """An open act. Rows are given as models, personal values in clear: they are sealed when the act is."""

    inner: writing.OpenAct
    origin: str
    _added: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    _ended: dict[Table, list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, fact: Fact) -> None:
        """Add a row. It is written when the block ends."""
        table = type(fact).table
        row = {column.name: getattr(fact, column.name) for column in table.columns}
        self._added.setdefault(table, []).append({**row, "source_no": None, "cell_row": None, "origin": self.origin})

    def end(self, fact: Fact) -> None:
        """End a row that is in force."""
        if fact.ended_by_id is not None:
            raise RuleBroken("dòng đã hết hiệu lực")
        self._ended.setdefault(type(fact).table, []).append((fact.added_by.n, fact.row_no))

    def note(self, **said: Any) -> None:
        """Say more in the act's payload."""
        self.inner.note(**said)

    @property
    def sealed(self) -> Act | None:
        return self.inner.sealed

    def seal(self) -> Act:
        import polars as pl

        from mtqg.core import frames

        for table, ids in self._ended.items():
            self.inner.end(table, pl.DataFrame(ids, schema=dict.fromkeys(ROW_ID, pl.Int64), orient="row"))
        for table, rows in self._added.items():
            self.inner.add(table, frames.typed(rows, table.taken))
        return self.inner.seal()


@contextmanager
def opened(*, by: Any, verb: str, role: str, at: str, why: str, using: str) -> Iterator[WebAct]:
    """See ``mtqg.web.acts.begin``."""
    author = Author(by=by.get_username(), role=role, at=dt.datetime.now(dt.UTC))
    home = Path(os.environ.get("MTQG_HOME", ""))
    try:
        about = json.loads((home / "instance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Refused(NOT_AN_INSTANCE.at(given=home)) from None
    with told(), transaction.atomic(using=using):
        register = Register(on_django(using), home, about["id"])
        act = WebAct(writing.opened(register, author, verb=verb, where=at, why=why), about["origin"])
        yield act
        act.seal()


def on_django(using: str) -> Database:
    """The register behind Django's connection, which Django opens and closes."""
    connection = connections[using]
    connection.ensure_connection()
    return Database(connection.connection, "postgresql" if connection.vendor == "postgresql" else "sqlite", owned=False)
