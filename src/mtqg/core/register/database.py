"""The database of a register: SQLite or PostgreSQL behind one narrow door.

SQL is written once, with ``?`` for values, in the part of the language that both speak. What differs stands here and
nowhere else: how a connection is opened, how many rows go in at once, how a frame comes out.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mtqg.core.errors import Code, Refused
from mtqg.core.register.problems import (
    BUSY,
    CONNECTION_LOST,
    NO_DATABASE,
    NO_RIGHT,
    NO_TABLES,
    NOT_WRITTEN,
    REFUSED_BY_RULE,
)
from mtqg.core.table import Kind

if TYPE_CHECKING:
    import polars as pl

WAIT_SECONDS = 60  # how long a writer of SQLite waits for another
# Rows read at once: these stay in the processor's cache, and Python's collector has less to walk than with 50,000.
FETCH = 4_000


@dataclass
class Database:
    """An open connection. Everything outside ``transaction`` commits by itself."""

    connection: Any
    kind: Literal["sqlite", "postgresql"]
    owned: bool = True  # False: somebody else's connection (Django's), who closes it
    _depth: int = field(default=0, repr=False)
    _is_view: bool = field(default=False, repr=False)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement and return its cursor."""
        with told():
            return self.connection.execute(self._sql(sql), values)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.execute(sql, values).fetchall()]

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        row = self.execute(sql, values).fetchone()
        return None if row is None else tuple(row)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows at once."""
        names = ", ".join(map(quoted, columns))
        with told():
            if self.kind == "postgresql":
                with self.connection.cursor().copy(f"COPY {quoted(table)} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            marks = ", ".join("?" * len(columns))
            self.connection.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})", rows)

    def insert_frame(self, table: str, frame: pl.DataFrame) -> None:
        """Add the rows of a frame. PostgreSQL takes csv, which the engine writes by itself."""
        from mtqg.core.register import framing

        if frame.is_empty():
            return
        # A sheet fills a part of a table's columns: what is missing in every row is not handed over a row at a time.
        frame = frame.select(name for name in frame.columns if frame[name].null_count() < len(frame))
        names = ", ".join(map(quoted, frame.columns))
        if self.kind == "sqlite":
            self.insert(table, frame.columns, framing.plain(frame).iter_rows())
            return
        with (
            told(),
            self.connection.cursor().copy(f"COPY {quoted(table)} ({names}) FROM STDIN (FORMAT csv)") as copy,
        ):
            for part in framing.as_csv(frame):
                copy.write(part)

    def frame(self, sql: str, kinds: Mapping[str, Kind], values: Sequence[Any] = ()) -> pl.DataFrame:
        """What a query gives, as a frame with these columns in this order.

        PostgreSQL hands over csv, which the engine reads by itself: a cursor would hold the whole result.
        """
        from mtqg.core.register import framing

        with told():
            if self.kind == "postgresql":
                return framing.by_copy(self.connection, self._sql(sql), kinds, values)
            return framing.by_cursor(self.connection.execute(sql, values), kinds, FETCH)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. SQLite takes its writer's lock at once, so that nobody finds out at the end."""
        if self._depth:
            raise RuntimeError("a transaction is open already")
        with told():
            self.execute("BEGIN IMMEDIATE" if self.kind == "sqlite" else "BEGIN ISOLATION LEVEL READ COMMITTED")
            self._depth += 1
            try:
                yield
                self.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._depth -= 1

    @contextmanager
    def view(self) -> Iterator[None]:
        """Everything that is read inside is of one moment, and keeps no writer waiting."""
        if self._depth:
            raise RuntimeError("a transaction is open already")
        with told():
            self.execute("BEGIN" if self.kind == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._depth, self._is_view = self._depth + 1, True
            try:
                yield
            finally:
                self._depth, self._is_view = self._depth - 1, False
                self._roll_back()

    @property
    def sees_one_moment(self) -> bool:
        """Whether everything read now is of one moment: inside ``view``, or holding SQLite's writer's lock."""
        return self._depth > 0 and (self.kind == "sqlite" or self._is_view)

    def close(self) -> None:
        if self.owned:
            self.connection.close()

    def _roll_back(self) -> None:
        """SQLite has rolled back by itself after a full disk; a lost connection has nothing left to roll back."""
        try:
            if self.kind == "postgresql" or self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        except Exception:  # noqa: S110 - the first error is the one to tell
            pass

    def _sql(self, sql: str) -> str:
        return sql.replace("%", "%%").replace("?", "%s") if self.kind == "postgresql" else sql


def quoted(name: str) -> str:
    """An identifier in SQL. Names come from declarations, never from users; this holds that."""
    if not name.replace("_", "").isalnum():
        raise ValueError(f"not a name of a table or column: {name}")
    return f'"{name}"'


def open_sqlite(path: Path) -> Database:
    """The register in a file. The file must be there: a wrong path never makes an empty register."""
    if not path.is_file():
        raise Refused(NO_DATABASE.at(path.name, path.name))
    with told():
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        tune(connection)
    return Database(connection, "sqlite")


def tune(connection: sqlite3.Connection) -> None:
    """What every connection to SQLite is told.

    synchronous=FULL: an act whose receipt was given survives a power cut; one sync an act is not felt.
    recursive_triggers: INSERT OR REPLACE would otherwise delete without asking the triggers.
    """
    for pragma in ("foreign_keys=ON", "recursive_triggers=ON", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def open_postgresql(url: str, schema: str) -> Database:
    """The register in a schema of a PostgreSQL database, named by its URL."""
    from mtqg.core.register import postgresql  # the driver costs 150 ms, which users of SQLite never pay

    return Database(postgresql.connected(url, schema), "postgresql")


@contextmanager
def told() -> Iterator[None]:
    """Errors of the database as coded ones: locked, full, refused by a rule of the register."""
    try:
        yield
    except sqlite3.IntegrityError as reason:
        raise RuleBroken(str(reason)) from reason
    except sqlite3.OperationalError as reason:
        raise Refused(_of_sqlite(str(reason)).at("", reason)) from reason
    except sqlite3.DatabaseError as reason:
        raise Refused(NOT_WRITTEN.at("", reason)) from reason
    except Exception as reason:
        if not _is_postgresql(reason):
            raise
        raise _of_postgresql(getattr(reason, "sqlstate", None), reason) from reason


def _of_sqlite(said: str) -> Code:
    if "locked" in said:
        return BUSY
    return NO_TABLES if said.startswith(("no such table", "no such column")) else NOT_WRITTEN


def _is_postgresql(reason: Exception) -> bool:
    driver = sys.modules.get("psycopg")  # never imported for asking
    return driver is not None and isinstance(reason, driver.Error)


# The beginning of PostgreSQL's five letters -> what it means here. Class 40 and 55P03 are other writers.
_STATES: dict[str, Code] = {
    "40": BUSY,
    "55P03": BUSY,
    "42501": NO_RIGHT,
    "42P01": NO_TABLES,
    "42703": NO_TABLES,
    "3F000": NO_TABLES,
    "57P": CONNECTION_LOST,
    "08": CONNECTION_LOST,
}


def _of_postgresql(state: str | None, reason: Exception) -> Exception:
    """An error by its state: class 23 and P0001 are rules of the register; none at all, a line that was cut.

    Only the name of the error is told: its sentence may quote a row.
    """
    if state is not None and (state.startswith("23") or state == "P0001"):
        return RuleBroken(str(reason))
    lost = CONNECTION_LOST if state is None and type(reason).__name__ == "OperationalError" else NOT_WRITTEN
    found = next((code for start, code in _STATES.items() if (state or "").startswith(start)), lost)
    return Refused(found.at("", type(reason).__name__))


class RuleBroken(Refused):
    """A constraint or trigger of the register refused what was written."""

    def __init__(self, said: str) -> None:
        super().__init__(REFUSED_BY_RULE.at("", said.splitlines()[0] if said else ""))
