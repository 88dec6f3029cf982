"""Random keys that last: a household's is made when its code is first seen, and every later row of the code has it.

Such a key joins the rows of one household and says nothing of who it is. Rows of batches that were undone count too: a
household that comes back is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtqg.core.register.database import Database, RuleBroken, quoted
from mtqg.core.register.opening import Register
from mtqg.core.register.writing import OpenAct, fresh_temporary, locked_head
from mtqg.core.table import Column, Table

if TYPE_CHECKING:
    import polars as pl


def with_lasting_keys(register: Register, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their random keys: those that the register knows, and new ones for what it sees for the first time.

    What a row itself gives as its key is not taken.
    """
    for column in _lasting(table):
        rows = rows.with_columns(_keys(register.database, table, column, rows))
    return rows


def confirm_lasting_keys(act: OpenAct, table: Table, rows: pl.DataFrame) -> None:
    """Refuse an act (RuleBroken) whose new keys somebody else gave others meanwhile.

    Asked last, under the lock of the chain's head: what others committed is seen, and nobody commits until this act is.
    """
    columns = _lasting(table)
    if not columns or rows.is_empty():
        return
    database = act.register.database
    locked_head(database)
    for column in columns:
        ours = dict(rows.select(column.key_of, column.name).iter_rows())
        if any(key != ours[value] for value, key in _known(database, table, column, ours)):
            raise RuleBroken(f"{table.name}.{column.name}")


def _lasting(table: Table) -> list[Column]:
    return [column for column in table.columns if column.key_of]


def _keys(database: Database, table: Table, column: Column, rows: pl.DataFrame) -> pl.Series:
    import polars as pl

    from mtqg.core.register.personal import household_key

    values = rows[column.key_of].to_list()
    keys = dict(_known(database, table, column, dict.fromkeys(values)))
    for value in values:
        if value is not None and value not in keys:
            keys[value] = household_key()
    return pl.Series(column.name, [keys.get(value) for value in values], dtype=pl.String)


def _known(database: Database, table: Table, column: Column, values: dict[str, object]) -> list[tuple[str, str]]:
    """(value, its key) of what the register knows of these values."""
    fresh_temporary(database, "lasting", "value TEXT")
    database.insert("lasting", ("value",), ((value,) for value in values if value is not None))
    of, key = quoted(column.key_of), quoted(column.name)
    sql = f"SELECT DISTINCT r.{of}, r.{key} FROM {quoted(table.name)} r JOIN lasting l ON l.value = r.{of}"
    return [(str(value), str(found)) for value, found in database.rows(sql)]
