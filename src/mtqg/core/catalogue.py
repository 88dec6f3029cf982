"""What a version of the system knows: its tables, forms and measures by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from mtqg.core.errors import Refused, code
from mtqg.core.form import Form
from mtqg.core.reasons import Reason
from mtqg.core.table import NOT_CLOSED, Table

if TYPE_CHECKING:
    from mtqg.core.gaps import Fillable
    from mtqg.core.measure import Measure

NO_SUCH = code(
    "C-040",
    vi="Không có {kind} tên “{given}”.",
    en="There is no {kind} named “{given}”.",
    remedy_vi="Các tên có: {known}.",
    remedy_en="Known names: {known}.",
    wrong_use=True,
)

# Their rows are books: they go whole into every snapshot. What stands in the first decides what a figure counts; what
# stands in the second is held against figures.
BOOK_DATASET = "localities"
TARGET_DATASET = "targets"

T = TypeVar("T")


@dataclass(frozen=True)
class Catalogue:
    """Tables, forms and measures. Datasets are those of the tables.

    families: measures of which there is one for each item that rows name, asked for as FAMILY:ITEM.
    """

    tables: dict[str, Table]
    forms: dict[str, Form]
    measures: dict[str, Measure]
    families: dict[str, Callable[[str], Measure]] = field(default_factory=dict)
    fillable: tuple[Fillable, ...] = ()  # what may be estimated for a commune that has not sent its form

    @cached_property
    def datasets(self) -> dict[str, tuple[Table, ...]]:
        """Dataset -> its tables, without the books and what is never closed."""
        without = (BOOK_DATASET, TARGET_DATASET, NOT_CLOSED)
        facts = (table for table in self.tables.values() if table.time != "book")
        names = dict.fromkeys(table.dataset for table in facts if table.dataset not in without)
        return {name: self._of(name) for name in names}

    @property
    def book_tables(self) -> tuple[Table, ...]:
        """The books whose rows are about places: villages and lists, and targets."""
        return (*self.counting_books, *self._of(TARGET_DATASET))

    @property
    def counting_books(self) -> tuple[Table, ...]:
        """Those by which rows are counted: a figure is not final while one of them changed since the close."""
        return tuple(table for table in self._of(BOOK_DATASET) if table.time != "book")

    @property
    def office_tables(self) -> tuple[Table, ...]:
        """The lines that an office adds to the shipped books of law and localities."""
        return tuple(table for table in self.tables.values() if table.time == "book")

    def form(self, name: str) -> Form:
        return _find(self.forms, name, Reason("biểu mẫu", "form"))

    def measure(self, name: str) -> Measure:
        family, mark, item = name.partition(":")
        if mark and item and family in self.families:
            return self.families[family](item)
        return _find(self.measures, name, Reason("chỉ tiêu", "measure"))

    def dataset(self, name: str) -> tuple[Table, ...]:
        return _find(self.datasets, name, Reason("bộ số liệu", "dataset"))

    def _of(self, dataset: str) -> tuple[Table, ...]:
        return tuple(table for table in self.tables.values() if table.dataset == dataset)


def catalogue(
    *,
    forms: Iterable[Form],
    measures: Iterable[Measure],
    tables: Iterable[Table] = (),
    families: Mapping[str, Callable[[str], Measure]] | None = None,
    fillable: Iterable[Fillable] = (),
) -> Catalogue:
    """Build the catalogue; its tables are those of the forms, and those that no form fills."""
    forms = list(forms)
    return Catalogue(
        tables={table.name: table for table in (*(form.table for form in forms), *tables)},
        forms={form.name: form for form in forms},
        measures={measure.name: measure for measure in measures},
        families=dict(families or {}),
        fillable=tuple(fillable),
    )


def _find(known: dict[str, T], name: str, kind: Reason) -> T:
    if name not in known:
        raise Refused(NO_SUCH.at(given=name, kind=kind, known=", ".join(known)))
    return known[name]
