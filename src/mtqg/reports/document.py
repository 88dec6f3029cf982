"""The document: headings, paragraphs, tables and charts made of runs, before it is docx or html.

Every number is a run bound to its figure. Digits that are no figures (days, citations, ordinals, names, digests) are
runs of a kind of their own, so that whatever reads a rendered document can tell them from numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from mtqg.core.figure import Figure
from mtqg.programmes.targets import Target

Kind = Literal[
    "text",
    "number",  # a figure's value, part, whole, coverage, or a target's value
    "reason",  # why a figure is unknown, or which localities it lacks
    "day",  # a day, year or period
    "law",  # a document, its place, a standard's name
    "label",  # ordinals of headings, tables and charts; marks of notes
    "name",  # a locality's or file's name, which may hold digits
    "machine",  # digests, numbers of acts and editions
    "statement",  # a number that somebody published, in the note to the signatory only
    "earlier",  # what the report said when it was written before, in the list of what changed since
]
QUOTED = -1  # the sentence of runs that repeat what stands elsewhere in the report


@dataclass(frozen=True)
class Run:
    """A stretch of text. ``field`` says which number of the figure is printed."""

    text: str
    kind: Kind = "text"
    figure: Figure | None = None
    field: str = ""
    target: Target | None = None
    bold: bool = False
    italic: bool = False
    sentence: int = 0  # which sentence of its paragraph it belongs to


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """``label`` is the ordinal made by code ("IV", "IV.1")."""

    level: int
    label: str
    title: str


@dataclass(frozen=True)
class Paragraph:
    """``style``: body, lead (unnumbered opening), empty (no data), small, caption."""

    runs: Runs
    style: Literal["body", "lead", "empty", "small", "caption"] = "body"


@dataclass(frozen=True)
class Row:
    """Cells of a table; the first names the row."""

    cells: tuple[Runs, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """``numeric``: the columns aligned to the right. ``first``: share of the width that the first column takes."""

    label: str
    title: Runs
    head: tuple[Runs, ...]
    rows: tuple[Row, ...]
    numeric: frozenset[int] = frozenset()
    first: float = 0.3


@dataclass(frozen=True)
class Chart:
    """A picture by a Vega-Lite specification; ``numbers`` are those that it prints, in order."""

    label: str
    title: Runs
    spec: dict[str, Any]
    alt: Runs
    numbers: Runs


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Letterhead:
    """The head and foot of an administrative document. Number, day and signature are left blank in a draft."""

    issuer: tuple[str, ...]
    number: str
    place: str
    kind: str
    subject: Runs
    recipients: tuple[str, ...]
    signature: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A report or note, ready to be rendered. ``banner`` stands on every page (demonstration data)."""

    title: str
    letterhead: Letterhead
    body: tuple[Block, ...]
    annexes: tuple[Block, ...]
    closing: tuple[Paragraph, ...]
    banner: str
    day: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (*self.body, *self.annexes, *self.closing)


@dataclass(frozen=True)
class Printed:
    """A number as it stands in the document. ``at`` counts the printed numbers from 0; ``sentence``: around it."""

    run: Run
    place: str
    at: int
    sentence: str = ""


def printed(document: Document) -> list[Printed]:
    """Every bound number with its place, such as "IV.1 ¶2 [3]", in the order in which it is read."""
    found: list[Printed] = []
    for place, runs in _places(document):
        bound = [run for run in runs if is_bound(run)]
        is_prose = place.rpartition(PARAGRAPH)[2].isdecimal()  # a list of changes names paragraphs in its rows
        said = sentences(runs) if is_prose else {}
        found += [
            Printed(run, f"{place} [{n}]", len(found) + n - 1, said.get(run.sentence, ""))
            for n, run in enumerate(bound, 1)
        ]
    return found


def sentences(runs: Runs) -> dict[int, str]:
    """The text of each sentence of a paragraph. Marks of notes are none of it: they move with other sentences."""
    found: dict[int, str] = {}
    for run in runs:
        if run.kind != "label":
            found[run.sentence] = found.get(run.sentence, "") + run.text
    return {number: text.strip() for number, text in found.items()}


def is_bound(run: Run) -> bool:
    """Whether the run must appear in the trace."""
    return run.kind in ("number", "reason") and run.figure is not None


PARAGRAPH = "¶"


def _places(document: Document) -> Iterator[tuple[str, Runs]]:
    yield "BC", document.letterhead.subject
    section, paragraph = "MĐ", 0
    for block in document.blocks:
        if isinstance(block, Heading):
            section, paragraph = block.label or block.title, 0
        elif isinstance(block, Paragraph):
            paragraph += 1
            yield f"{section} {PARAGRAPH}{paragraph}", block.runs
        elif isinstance(block, Chart):
            # The alternative text repeats the picture's numbers: it is not printed.
            yield f"{section} {block.label}", (*block.title, *block.numbers)
        else:
            yield f"{section} {block.label}", block.title
            for row in block.rows:
                name = "".join(run.text for run in row.cells[0])
                for column, cell in enumerate(row.cells[1:], 2):
                    yield f"{section} {block.label}, {name}, {_column(column)}", cell


def _column(number: int) -> str:
    return f"cột {number}"


def text_of(runs: Runs) -> str:
    """The plain text of runs."""
    return "".join(run.text for run in runs)


def all_runs(document: Document) -> Iterator[Run]:
    """Every run of the document, letterhead and alternative texts included."""
    for _, runs in _everything(document):
        yield from runs


def _everything(document: Document) -> Iterator[tuple[str, Runs]]:
    head = document.letterhead
    yield "", head.subject
    for block in document.blocks:
        if isinstance(block, Heading):
            yield "heading", (Run(f"{block.label}. ", "label"), Run(block.title))
        elif isinstance(block, Paragraph):
            yield "paragraph", block.runs
        elif isinstance(block, Chart):
            yield "chart", (Run(block.label, "label"), *block.title, *block.numbers, *block.alt)
        else:
            yield "table", (Run(block.label, "label"), *block.title)
            for cells in (block.head, *(row.cells for row in block.rows)):
                yield "row", tuple(run for cell in cells for run in cell)
