"""Finding a person by an exact number, name or telephone, and asking for one value in clear.

What is found is masked: enough to know whether it is the person in front of one. A value in clear is asked for one by
one, and asking is an act: who looked at whose number can be answered for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mtqg.core.acts import Author
from mtqg.core.errors import Refused, code
from mtqg.core.instance import Instance
from mtqg.core.register.database import quoted
from mtqg.core.register.opening import Register
from mtqg.core.register.rows import INDEX, KEY, selected
from mtqg.core.register.writing import begin, fresh_temporary
from mtqg.core.table import ROW_ID, Kind, Searched, Table

NO_SUCH_ROW = code(
    "G-020",
    vi="Không có dòng {given}, hoặc dòng không thuộc phạm vi được xem.",
    en="There is no row {given}, or it is not yours to see.",
    remedy_vi="Tìm lại từ danh sách của đơn vị mình.",
    remedy_en="Look it up again in the list of your own unit.",
)
NOT_PERSONAL = code(
    "G-021",
    vi="Cột {given} không phải dữ liệu cá nhân được mã hóa.",
    en="The column {given} holds no sealed personal value.",
    remedy_vi="Đọc giá trị ở danh sách, không cần yêu cầu xem.",
    remedy_en="Read it in the list; it need not be asked for.",
    wrong_use=True,
)

MASK = "•"
_SHOWN = {"number": 3, "phone": 3}  # last signs of a number that are told
RowId = tuple[int, int]  # number of the act that added it, and its place there


@dataclass(frozen=True)
class FoundRow:
    """A row that holds what was looked for. ``masked``: personal column -> its value as it may be shown."""

    table: Table
    row_id: RowId
    values: dict[str, Any]
    masked: dict[str, str | None]


def find_rows(
    register: Register, tables: Iterable[Table], kind: Searched, text: str, *, within: Collection[str]
) -> list[FoundRow]:
    """Rows in force of these tables, about one of the localities ``within``, whose number, name or phone is ``text``.

    Equal is what ``personal.FORMS`` says: a name by its spelling, a number by its letters and digits.
    """
    from mtqg.core.register.personal import FORMS

    (index,) = register.cipher.index_of([text], context=f"search.{kind}", form=FORMS[kind])
    if index is None or not within:
        return []
    fresh_temporary(register.database, "seen", "code TEXT")
    register.database.insert("seen", ("code",), ((one,) for one in sorted(set(within))))
    return [row for table in tables for row in _found(register, table, kind, index)]


def shown(
    instance: Instance,
    author: Author,
    table: Table,
    row_id: RowId,
    column: str,
    *,
    within: Collection[str] | None = None,
    why: str = "",
) -> str | None:
    """A personal value in clear. The act "person.show" says who asked for which cell, never what it holds.

    within: localities that may be seen; a row elsewhere is answered like one that is not there.
    """
    if column not in {one.name for one in table.personal}:
        raise Refused(NOT_PERSONAL.at(given=f"{table.name}.{column}"))
    given = f"{table.name} {row_id[0]}.{row_id[1]}"
    kinds: dict[str, Kind] = {"locality_code": "text", column: "bytes"}
    with instance.register() as register:
        sql = f"{selected(table, kinds)} WHERE added.n = ? AND r.row_no = ?"
        row = register.database.one(sql, list(row_id))
        if row is None or (within is not None and row[0] not in within):
            raise Refused(NO_SUCH_ROW.at(given=given))
        (text,) = register.cipher.opened([_bytes(row[1])], context=f"{table.name}.{column}")
        with begin(register, author, verb="person.show", where=str(row[0]), why=why) as act:
            act.note(table=table.name, row=list(row_id), column=column)
    return text


def masked(text: str | None, kind: Searched) -> str | None:
    """A personal value as a list may show it: the end of a number, the initials of a name and its last word.

    >>> masked("038201004567", "number"), masked("Hơ Văn Chứ", "name"), masked("Bản Pù Quăn", "")
    ('•••••••••567', 'H. V. Chứ', '•••')
    """
    if not text:
        return text
    if kind == "name":
        *first, last = text.split() or [MASK * 3]
        return " ".join([*(f"{word[0]}." for word in first), last])
    if end := _SHOWN.get(kind, 0):
        return MASK * max(len(text) - end, 3) + (text[-end:] if len(text) > 2 * end else "")
    return MASK * 3


def _found(register: Register, table: Table, kind: Searched, index: bytes) -> Iterator[FoundRow]:
    columns = [column for column in table.personal if column.searched == kind]
    if not columns:
        return
    kinds: dict[str, Kind] = {**dict.fromkeys(ROW_ID, "integer"), **_plain(table)}
    kinds |= {column.name: "bytes" for column in table.personal}
    equal = " OR ".join(f"r.{quoted(column.name + INDEX)} = ?" for column in columns)
    sql = (
        f"{selected(table, kinds)} JOIN seen s ON s.code = r.locality_code "
        f"WHERE r.ended_by IS NULL AND ({equal}) ORDER BY r.{KEY}"
    )
    rows = register.database.rows(sql, [index] * len(columns))
    sealed = {
        column.name: _opened(register, table, column.name, rows, list(kinds).index(column.name))
        for column in table.personal
    }
    for at, row in enumerate(rows):
        values = dict(zip(kinds, row, strict=True))
        yield FoundRow(
            table=table,
            row_id=(values["added_by"], values["row_no"]),
            values={name: values[name] for name in _plain(table)},
            masked={column.name: masked(sealed[column.name][at], column.searched) for column in table.personal},
        )


def _plain(table: Table) -> dict[str, Kind]:
    return {column.name: column.kind for column in table.stored}


def _opened(
    register: Register, table: Table, column: str, rows: Sequence[tuple[Any, ...]], at: int
) -> list[str | None]:
    return register.cipher.opened([_bytes(row[at]) for row in rows], context=f"{table.name}.{column}")


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
