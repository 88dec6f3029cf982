"""What the readers of tables share: making a statement with its name."""

from __future__ import annotations

from functools import lru_cache

from mtqg.core.text import fold
from mtqg.statements.model import Key, Statement
from mtqg.statements.numbers import Number
from mtqg.statements.read import Row
from mtqg.statements.times import Time


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """A name in plain letters, for identifiers only: "Đà Nẵng" gives "da-nang"."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())


def statement(
    row: Row,
    column: str,
    key: Key,
    number: Number,
    *,
    named: tuple[str, ...],
    unit: str,
    time: Time,
    publication: str,
    status: str = "official",
    flow: str = "stock",
    standing: str = "read",
    published: bool = True,
    place: str = "",
    rate_of: str = "",
    base: str = "",
    base_named: bool = False,
) -> Statement:
    """A statement of a cell. ``named`` are the texts of the row that make its identifier, with the column."""
    words = [slug(word) for word in (*named, column)]
    return Statement(
        id="/".join([row.table, *filter(None, words)]),
        key=key,
        number=number,
        unit=unit,
        status=status,
        flow=flow,
        publication=publication or row.publication,
        place=place or row.place(column),
        standing=standing,
        published=published,
        row=row.name,
        rate_of=rate_of,
        base=base,
        base_named=base_named,
        first=time.first,
        last=time.last,
    )
