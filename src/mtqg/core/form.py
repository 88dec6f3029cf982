"""A form: what officers fill in, column by column, and which table its rows go to.

A form is data. The reader, the check at each cell, the template and the field dictionary are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mtqg.core.errors import Code
from mtqg.core.table import Column, Table

if TYPE_CHECKING:
    import narwhals as nw

Place = Literal["commune", "unit", "village", "subject", "member"]


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column of the sheet: its header, other headers that mean the same, and the table's column it fills."""

    column: str
    header: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RowCheck:
    """Something that must not be: rows for which ``wrong`` is true get the error, at the cell of ``column``.

    The error's sentences may name any column of the row, the law's values among them.
    """

    code: Code
    column: str
    wrong: nw.Expr


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form and its table.

    place: what the sheet names.
        "commune" - ``locality_code`` (Mã xã) or a name (Tên xã), a commune of the importing locality on the row's day;
        "unit" - the same, of any level: a province, district or commune;
        "village" - a commune as above and ``village_code``, a village of the office's list in that commune;
        "subject" - ``subject_level`` says whether ``subject_code`` is a village, commune or district;
                    ``locality_code`` becomes the commune of a village, otherwise the subject itself;
        "member"  - ``member_code`` is a village or a locality; ``locality_code`` as for "subject".
    law: names of law values that the checks read; the importer joins them to the rows by standard, on the row's day.
    reviewed: the form is for one period, given by --period, in the sheet (Kỳ), or in the file's hidden sheet.
    """

    name: str
    label: str
    table: Table
    fields: tuple[Field, ...]
    place: Place
    reviewed: bool = False
    law: tuple[str, ...] = ()
    checks: tuple[RowCheck, ...] = ()

    def __post_init__(self) -> None:
        given = {field.column for field in self.fields}
        known = {column.name for column in self.table.columns} | {"locality_name", "district_name", "village_name"}
        if unknown := given - known:
            raise ValueError(f"form {self.name} fills unknown columns {sorted(unknown)}")

    def column(self, name: str) -> Column | None:
        """The table's column of that name; None for a name that is only read to be checked."""
        return next((column for column in self.table.columns if column.name == name), None)
