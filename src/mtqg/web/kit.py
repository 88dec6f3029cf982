"""Parts that pages are made of: tables, chips, numbers. The templates that draw them stand in ``templates/kit``.

rows = kit.Table(
    (kit.Column("Xã"), kit.Column("Hộ nghèo", is_number=True)),
    [(kit.Link(name, reverse("commune", args=[code])), count) for ...],
)
render(request, "poverty/communes.html", {"table": rows.sorted_as(request.GET)})

{% include "kit/table.html" %}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mtqg.core.acts import VIETNAM
from mtqg.core.text import fold

PAGE_ROWS = 100


def shown(value: Any) -> str:
    """A value as Vietnamese write it: 1.234,5; dd/mm/yyyy; nothing for what is missing. A moment in Vietnam's time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, int | Decimal):
        return f"{value:,}".translate(str.maketrans(",.", ".,"))
    if isinstance(value, dt.datetime):
        return (value.astimezone(VIETNAM) if value.tzinfo else value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere."""

    text: Any
    to: str

    def __str__(self) -> str:
        return shown(self.text)


TONES = ("plain", "good", "waiting", "bad", "off")


@dataclass(frozen=True)
class Chip:
    """A state: a word, and a tone that repeats what the word says (colour alone says nothing)."""

    text: str
    tone: str = "plain"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Button:
    """Something to be done with a row: a form of one button, sent by POST."""

    text: str
    to: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Column:
    """The head of a column. Numbers stand to the right."""

    label: str
    is_number: bool = False
    is_sorted: bool = True  # may be sorted by


@dataclass(frozen=True)
class Cell:
    """A cell as the template draws it."""

    value: Any
    is_number: bool

    @property
    def kind(self) -> str:
        if hasattr(self.value, "token"):  # a masked personal value (mtqg.web.masked)
            return "masked"
        return type(self.value).__name__.lower() if isinstance(self.value, Link | Chip | Button) else "text"

    @property
    def text(self) -> str:
        return shown(self.value)


@dataclass(frozen=True)
class Made(Sequence[Sequence[Any]]):
    """Rows that are made when they are drawn: a page of a long list makes its own, and only sorting makes all."""

    of: Sequence[Any]
    make: Callable[[Any], Sequence[Any]]

    def __len__(self) -> int:
        return len(self.of)

    def __getitem__(self, at: Any) -> Any:
        return [self.make(one) for one in self.of[at]] if isinstance(at, slice) else self.make(self.of[at])


@dataclass(frozen=True)
class Table:
    """A table: cells are texts, numbers, days, ``Link``, ``Chip`` or ``Button``.

    name: tells tables of one page apart in the address; the heads are links only after ``sorted_as``.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    caption: str = ""
    empty: str = "Chưa có dòng nào."
    empty_to: Link | None = None  # what to do about it
    sort: int | None = None
    is_falling: bool = False
    page: int = 1
    size: int = PAGE_ROWS
    total: Sequence[Any] | None = field(default=None)
    name: str = ""
    is_asked: bool = False  # by an address, which may ask for another order

    def sorted_as(self, asked: Mapping[str, Any]) -> Table:
        """Sorted and paged as the address asks: ``?sort=2``, ``?sort=-2``, ``?page=3``. Nonsense is ignored."""
        sort, page = str(asked.get(self.sort_key, "")), str(asked.get(self.page_key, "1"))
        made = replace(self, page=max(1, int(page)) if page.isdecimal() else 1, is_asked=True)
        at = sort.removeprefix("-")
        if not at.isdecimal() or int(at) >= len(self.columns):
            return made
        rows = sorted(self.rows, key=_order(int(at)), reverse=sort.startswith("-"))
        return replace(made, rows=rows, sort=int(at), is_falling=sort.startswith("-"))

    @property
    def sort_key(self) -> str:
        return f"{self.name}-sort" if self.name else "sort"

    @property
    def page_key(self) -> str:
        return f"{self.name}-page" if self.name else "page"

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Heads with the address part that sorts by them."""
        return [
            {
                "label": one.label,
                "is_number": one.is_number,
                "is_sorted": one.is_sorted and self.is_asked,
                "order": ("descending" if self.is_falling else "ascending") if at == self.sort else "",
                "next": f"-{at}" if at == self.sort and not self.is_falling else str(at),
            }
            for at, one in enumerate(self.columns)
        ]

    @property
    def lines(self) -> list[list[Cell]]:
        """The cells of this page."""
        first = (self.page - 1) * self.size
        return [self._line(row) for row in self.rows[first : first + self.size]]

    @property
    def total_line(self) -> list[Cell]:
        return self._line(self.total) if self.total else []

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.rows) // self.size))

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None

    def _line(self, row: Sequence[Any]) -> list[Cell]:
        return [Cell(value, column.is_number) for value, column in zip(row, self.columns, strict=True)]


def _order(at: int) -> Callable[[Sequence[Any]], Any]:
    """Numbers by size, days by time, texts as Vietnamese look them up; what is missing comes first."""

    def key(row: Sequence[Any]) -> Any:
        value = row[at].text if isinstance(row[at], Link | Chip) else row[at]
        if value is None or value == "":
            return (0, 0, "")
        if isinstance(value, int | Decimal | Fraction):
            return (1, value, "")
        if isinstance(value, dt.datetime):
            return (2, value.timestamp(), "")
        if isinstance(value, dt.date):
            return (2, value.toordinal(), "")
        return (3, 0, fold(str(value)))

    return key


@dataclass(frozen=True)
class Tab:
    """A tab: pages beside each other."""

    title: str
    to: str
    is_here: bool = False


@dataclass(frozen=True)
class Happened:
    """A line of a history: when, who, what, why."""

    at: Any
    who: str
    what: str
    why: str = ""
    act: int | None = None


@dataclass(frozen=True)
class Choice:
    """A filter: a select of the filter bar."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass(frozen=True)
class Number:
    """A number of a figure, with its unit, what it is called, and the page that explains it."""

    value: str
    unit: str
    label: str
    explained_at: str = ""
    note: str = ""  # preliminary, 154 of 166, not yet known


@dataclass(frozen=True)
class Bars:
    """Bars of a small chart, drawn as SVG by the server: label, value, and the value as text."""

    title: str
    bars: Sequence[tuple[str, int | Decimal | Fraction, str]]

    @property
    def drawn(self) -> list[dict[str, Any]]:
        largest = max((value for _, value, _ in self.bars), default=0) or 1
        return [
            {"label": label, "text": text, "width": round(float(value * 100 / largest), 2), "y": at * 28}
            for at, (label, value, text) in enumerate(self.bars)
        ]

    @property
    def height(self) -> int:
        return max(28, len(self.bars) * 28)
