"""What a table of the register is: its columns, its key, and what time means in it.

A domain declares its tables in ``terms.py``. Everything else is derived from the declaration: the import check, the
snapshot's allow-list, what ``explain`` may show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# decimal: an exact number as text, such as 1.5; the engines add integers only.
Kind = Literal["text", "integer", "decimal", "date", "flag", "bytes"]
Searched = Literal["", "number", "name", "phone"]

# Columns that every row carries beside those of its table. ``added_by`` and ``row_no`` together are the row's id.
PROVENANCE: dict[str, Kind] = {
    "added_by": "integer",  # number of the act that added the row
    "row_no": "integer",  # its place among the rows of that act and table, from 1
    "source_no": "integer",  # the file and sheet it came from, in the act's table of sources
    "cell_row": "integer",  # row of the sheet, from 1
    "origin": "text",  # real | synthetic
}


ROW_ID = ("added_by", "row_no")

# The dataset of a table that is never closed: its rows stay in the register (people), or are no facts (workflow).
NOT_CLOSED = ""

# Where a row is of no place but of the whole office, in tables that allow it (``is_of_office_too``).
WHOLE = "*"

# The columns that a table must have, by what time means in it.
_NEEDED: dict[str, tuple[str, ...]] = {
    "period": ("locality_code", "day", "period"),
    "spell": ("locality_code", "day", "ends_on"),
    "book": (),
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: type, unit, Vietnamese label, the values it may hold.

    personal: identifies a person (name, identity number, phone, address). Encrypted in the register, never outside it.
    searched: a personal column that is looked up, over an index that tells nothing by itself, by what two spellings of
        the same number, name or phone share.
    key_of: a random key that the register makes when it first sees a value of that column, and keeps with it for good.
    """

    name: str
    kind: Kind
    label: str
    unit: str = ""
    required: bool = False
    personal: bool = False
    searched: Searched = ""
    key_of: str = ""
    choices: dict[str, str] | None = None  # code -> Vietnamese label
    least: int | None = None
    step: int | None = None
    law: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A table of facts. Each is declared once, so two are equal only when they are the same object.

    Every row is about one place (``locality_code``, of ``place_level`` on ``day``), but for those of a book.
    time: "period" - a row belongs to the review named in its column ``period``;
          "spell" - a row holds from ``day`` until ``ends_on`` (missing: still holds), such as a title;
          "book" - a line that an office adds to a book (law, localities): about no place, with days of its own.
    keeper: the level of the locality that owes these rows; coverage counts these.
    dataset: the tables that are closed together; ``NOT_CLOSED`` for what never leaves the register.
    is_of_office_too: whether a row may stand at ``WHOLE``, such as the role of an administrator.
    """

    name: str
    label: str
    dataset: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    time: Literal["period", "spell", "book"]
    keeper: Literal["province", "commune"] = "commune"
    decision: tuple[str, str, str] | None = None  # columns: number, issuer, signed on
    is_of_office_too: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        needed = {*self.key, *(self.decision or ()), *_NEEDED[self.time]}
        if missing := needed - set(names):
            raise ValueError(f"table {self.name} lacks {sorted(missing)}")
        if len(set(names)) < len(names) or set(names) & set(PROVENANCE):
            raise ValueError(f"table {self.name} names a column twice")

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def stored(self) -> tuple[Column, ...]:
        """The allow-list: columns that may leave the register. Personal columns are not among them."""
        return tuple(column for column in self.columns if not column.personal)

    @property
    def personal(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.personal)

    @property
    def kinds(self) -> dict[str, Kind]:
        """Name -> kind of every column that may leave the register, provenance last."""
        return {**{column.name: column.kind for column in self.stored}, **PROVENANCE}

    @property
    def taken(self) -> dict[str, Kind]:
        """Name -> kind of what intake hands over: every column, personal ones in clear, and where the row came from."""
        given = {name: kind for name, kind in PROVENANCE.items() if name not in ROW_ID}
        return {**{column.name: column.kind for column in self.columns}, **given}
