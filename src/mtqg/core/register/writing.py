"""Writing: an act holds the transaction, and gets its number and its link in the chain last.

    with begin(register, author, verb="import", where="38") as act:
        act.add(TABLE, rows)

Nothing of the act is there before the end, and everything is after it. Others write meanwhile: only the last step, the
link, is taken under the lock of the chain's head, so the numbers follow the order in which acts became true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtqg.core.acts import Act, Author, linked, payload_text
from mtqg.core.errors import Refused
from mtqg.core.register.database import Database, RuleBroken, quoted
from mtqg.core.register.opening import Register
from mtqg.core.register.problems import NOT_TEXT
from mtqg.core.register.rows import INDEX, KEY, RowsDigest, content, digested, keyed
from mtqg.core.table import ROW_ID, Table

if TYPE_CHECKING:
    import polars as pl

CHUNK = 20_000  # rows staged at once
_ROW = ("row_no", "sheet", "cell_row", "origin")


@dataclass(frozen=True)
class Staged:
    """Rows that wait in a table of this connection alone; they vanish with it. ``digest`` is over them."""

    table: Table
    name: str
    digest: RowsDigest


@dataclass
class OpenAct:
    """An act that is being done. ``id`` is its place in the register; its number is given at the end."""

    register: Register
    author: Author
    verb: str
    where: str
    why: str
    id: int
    payload: dict[str, Any] = field(default_factory=dict)
    sealed: Act | None = None
    _once_more: list[Callable[[], None]] = field(default_factory=list)
    _added: dict[str, Any] = field(default_factory=dict)
    _ended: dict[str, Any] = field(default_factory=dict)

    def add(self, table: Table, rows: pl.DataFrame, *, batch: int | None = None) -> None:
        """Add rows as intake gives them (``Table.taken``), personal values in clear."""
        self.take(stage(self.register, table, rows), batch=batch)

    def take(self, staged: Staged, *, batch: int | None = None) -> None:
        """Add rows that were staged before. A table takes one set of rows an act.

        In the order of their keys: two acts that add the same keys at once then wait for each other, where PostgreSQL
        would otherwise find a deadlock.
        batch: the act's own id where its rows are a batch that can be undone.
        """
        table = staged.table
        if table.name in self._added:
            raise ValueError(f"an act adds the rows of {table.name} at once")
        if batch not in (None, self.id):
            raise ValueError("rows belong to the batch of their own act")
        names = ", ".join(map(quoted, (*content(table), KEY, *_ROW)))
        self.register.database.execute(
            f"INSERT INTO {quoted(table.name)} ({names}, added_by, batch) "
            f"SELECT {names}, ?, ? FROM {quoted(staged.name)} ORDER BY {KEY}",
            [self.id, batch],
        )
        self._added[table.name] = {**staged.digest.as_json(), "is_batch": batch is not None}

    def end(self, table: Table, ids: pl.DataFrame) -> None:
        """End rows, named by ``added_by`` (the act's number) and ``row_no``. All must be in force."""
        ordered = ids.select(ROW_ID).sort(ROW_ID)
        if ordered.is_empty():
            return
        database = self.register.database
        fresh_temporary(database, "ending", "added_by BIGINT, row_no BIGINT")
        database.insert("ending", ROW_ID, ordered.iter_rows())
        if database.kind == "postgresql":
            # In one order, for the same reason; an UPDATE locks in any.
            database.execute(
                f"SELECT 1 FROM {quoted(table.name)} r JOIN act a ON a.id = r.added_by "
                "JOIN ending e ON e.added_by = a.n AND e.row_no = r.row_no "
                "ORDER BY r.added_by, r.row_no FOR UPDATE OF r"
            )
        done = database.execute(
            f"UPDATE {quoted(table.name)} SET ended_by = ? FROM ending e JOIN act a ON a.n = e.added_by "
            f"WHERE {quoted(table.name)}.added_by = a.id AND {quoted(table.name)}.row_no = e.row_no "
            f"AND {quoted(table.name)}.ended_by IS NULL",
            [self.id],
        )
        if done.rowcount != len(ordered):
            raise RuleBroken("một dòng đã bị tác vụ khác kết thúc")
        said = hashlib.sha256(ordered.write_csv(include_header=False).encode()).hexdigest()
        self._ended[table.name] = {"rows": len(ordered), "ids_sha256": said}

    def note(self, **said: Any) -> None:
        """Say more in the payload."""
        self.payload |= said

    def once_more(self, check: Callable[[], None]) -> None:
        """Ask this again under the lock of the head, when nobody's act can come between any more: it may refuse."""
        self._once_more.append(check)

    def seal(self) -> Act:
        """Give the act its number and link, under the lock of the chain's head."""
        database = self.register.database
        payload = {**self.payload, **({"tables": self._added} if self._added else {})}
        if self._ended:
            payload["ends"] = self._ended
        if database.kind == "postgresql":
            # Foreign keys of a million rows take seconds: proven before the head is taken, while others may still seal.
            database.execute("SET CONSTRAINTS ALL IMMEDIATE")
        n, previous = locked_head(database)
        for check in self._once_more:
            check()
        author = self.author
        at = author.at.isoformat(timespec="seconds")
        said = (0, at, author.by, author.role, self.where, self.verb, self.why, payload_text(payload))
        act = linked(Act(*said, previous="", digest=""), n + 1, previous)
        database.execute(
            "UPDATE act SET n = ?, payload = ?, previous = ?, digest = ? WHERE id = ?",
            [act.n, act.payload_text, act.previous, act.digest, self.id],
        )
        database.execute("UPDATE act_head SET n = ?, digest = ? WHERE id = 1", [act.n, act.digest])
        for name in {**self._added, **self._ended}:
            added = self._added.get(name, {}).get("rows", 0)
            ended = self._ended.get(name, {}).get("rows", 0)
            database.insert("act_touch", ("act_id", "table_name", "added", "ended"), [(self.id, name, added, ended)])
        self.sealed = act
        return act


@contextmanager
def begin(register: Register, author: Author, *, verb: str, where: str = "", why: str = "") -> Iterator[OpenAct]:
    """Open an act; it is committed when the block ends without an error, and leaves nothing otherwise."""
    with register.database.transaction():
        act = opened(register, author, verb=verb, where=where, why=why)
        yield act
        act.seal()


def opened(register: Register, author: Author, *, verb: str, where: str = "", why: str = "") -> OpenAct:
    """An act inside a transaction that the caller holds, and seals at its end."""
    said = [author.at.isoformat(timespec="seconds"), author.by, author.role, where, verb, why]
    for name, text in zip(("by", "role", "where", "why"), (author.by, author.role, where, why), strict=True):
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise Refused(NOT_TEXT.at(verb, name))
    cursor = register.database.execute(
        "INSERT INTO act (at, acted_by, role, place, verb, why, payload, previous, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, '', '', '') RETURNING id",
        said,
    )
    return OpenAct(register, author, verb, where, why, int(cursor.fetchone()[0]))


def stage(register: Register, table: Table, rows: pl.DataFrame, *, is_sealed: bool = False) -> Staged:
    """Put rows aside, numbered, their personal values sealed, in chunks: no other writer waits for this.

    rows: ``Table.taken``; with ``is_sealed`` rows of the register itself, whose personal values are sealed already.
    The table they wait in belongs to this connection and is gone when it is, however it ends.
    """
    import polars as pl

    check_text(table, rows)
    columns = (*content(table), KEY, *_ROW)
    name = f"staged_{table.name}"
    database = register.database
    fresh_temporary(database, name, select=f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table.name)}")
    digest = RowsDigest(digested(table))
    numbered = rows.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row_no"))
    for at in range(0, len(numbered), CHUNK):
        part = numbered.slice(at, CHUNK)
        part = (part if is_sealed else sealed(register, table, part)).with_columns(keyed(table, part).alias(KEY))
        digest.add(part)
        database.insert_frame(name, part.rename({"source_no": "sheet"}).select(columns))
    return Staged(table, name, digest)


def check_text(table: Table, rows: pl.DataFrame) -> None:
    """PostgreSQL keeps no NUL in a text, and SQLite cuts it there when it shows it: neither gets one."""
    import polars as pl

    found = rows.select(pl.col(pl.String).str.contains("\x00", literal=True).any())
    broken = [name for name in found.columns if found[name].any()]
    if broken:
        raise Refused([NOT_TEXT.at(table.name, name) for name in broken])


def fresh_temporary(database: Database, name: str, columns: str = "", *, select: str = "") -> None:
    """An empty table that only this connection sees."""
    database.execute(f"DROP TABLE IF EXISTS {temporary(database)}.{quoted(name)}")
    made = f"AS {select} WHERE 1 = 0" if select else f"({columns})"
    database.execute(f"CREATE TEMPORARY TABLE {quoted(name)} {made}")


def temporary(database: Database) -> str:
    return "temp" if database.kind == "sqlite" else "pg_temp"


def sealed(register: Register, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Personal values as ciphertext, with the index of those that are searched."""
    import polars as pl

    if not table.personal:
        return rows
    from mtqg.core.register.personal import FORMS

    found = []
    for column in table.personal:
        context = f"{table.name}.{column.name}"
        values = rows[column.name].to_list()
        found.append(pl.Series(column.name, register.cipher.sealed(values, context=context), dtype=pl.Binary))
        if column.searched:
            index = register.cipher.index_of(values, context=f"search.{column.searched}", form=FORMS[column.searched])
            found.append(pl.Series(column.name + INDEX, index, dtype=pl.Binary))
    return rows.with_columns(found)


def locked_head(database: Database) -> tuple[int, str]:
    """The head, held against every other writer until the end of the transaction."""
    lock = " FOR UPDATE" if database.kind == "postgresql" else ""
    found = database.one(f"SELECT n, digest FROM act_head WHERE id = 1{lock}")
    if found is None:
        raise RuntimeError("the register has no head")
    return int(found[0]), str(found[1])
