"""The province's report: the outline filled with figures. A pure function of its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mtqg.core.errors import Refused
from mtqg.reports import charts, gaps, since, tables, wording
from mtqg.reports.document import Block, Chart, Document, Heading, Letterhead, Paragraph, Run, Runs
from mtqg.reports.office import Office
from mtqg.reports.outline import ANNEXES, PROVINCE, Outline, Part
from mtqg.reports.problems import BEFORE_KNOWN
from mtqg.reports.sentences import Notes, Writer
from mtqg.reports.since import Touched
from mtqg.reports.source import Source
from mtqg.reports.trace import trace

OUTLINES = {"province": PROVINCE}


@dataclass(frozen=True)
class Built:
    """A document, and the writer that knows which figures it said."""

    document: Document
    writer: Writer
    touched: tuple[Touched, ...] = ()  # what says something else than the report that was written before


@dataclass(frozen=True)
class Earlier:
    """A report that was written before: its trace, and which one it was."""

    trace: Sequence[Mapping[str, Any]]
    when: str


def build(
    source: Source,
    office: Office,
    outline: Outline = PROVINCE,
    drawn: Callable[[Chart], None] | None = None,
    *,
    earlier: Earlier | None = None,
) -> Built:
    """The report about the source's place as of its day. ``drawn`` hears of each chart as soon as it is made.

    earlier: list in an annex what says something else than that report.
    Raises Refused when nothing that it speaks of was closed by that day.
    """
    writer = Writer(source, padded=office.padded, notes=Notes())
    body = []
    for block in _body(writer, office, outline):
        body.append(block)
        if drawn is not None and isinstance(block, Chart):
            drawn(block)
    if not any(figure.have for figure in writer.figures.values() if figure.readings or figure.inputs):
        raise Refused(BEFORE_KNOWN.at(given=wording.day(source.as_of), name=source.place.name))
    annexes = tuple(_annexes(writer))
    document = Document(
        title=outline.title,
        letterhead=letterhead(office, outline.title, _filled(outline.subject, writer, office)),
        body=(*body, *_notes(writer)),
        annexes=annexes,
        closing=(_state(writer),),
        banner=wording.SYNTHETIC if source.synthetic else "",
        day=source.as_of.isoformat(),
    )
    if earlier is None:
        return Built(document, writer)
    touched = tuple(since.touched(earlier.trace, trace(document)))
    ordinal = 1 + sum(isinstance(one, Heading) for one in annexes)
    more = tuple(since.annex(document, touched, ordinal, earlier.when))
    return Built(replace(document, annexes=(*annexes, *more)), writer, touched)


def letterhead(office: Office, kind: str, subject: Runs) -> Letterhead:
    """Head and foot by the office's data; number and day stay blank in a draft."""
    return Letterhead(office.issuer, office.sign, office.place, kind, subject, office.recipients, office.signature)


def _body(writer: Writer, office: Office, outline: Outline) -> Iterator[Block]:
    yield Paragraph(_filled(outline.opening, writer, office), "lead")
    counters = {"figure": 0, "table": 0}
    for ordinal, part in enumerate(outline.parts, 1):
        yield from _part(writer, part, wording.roman(ordinal), 1, counters)


def _part(writer: Writer, part: Part, label: str, level: int, counters: dict[str, int]) -> Iterator[Block]:
    yield Heading(level, label, part.title)
    if part.parts:
        for ordinal, below in enumerate(part.parts, 1):
            yield from _part(writer, below, f"{label}.{ordinal}", level + 1, counters)
        return
    paragraphs = [writer.paragraph(sentences) for sentences in part.paragraphs]
    blocks: list[Block] = [Paragraph(runs) for runs in paragraphs if runs]
    blocks += [block for name in part.extras if (block := _extra(writer, name, counters)) is not None]
    yield from blocks or [Paragraph((Run(wording.NO_DATA),), "empty")]


def _extra(writer: Writer, name: str, counters: dict[str, int]) -> Block | None:
    kind, word = ("table", "Bảng") if name == "targets" else ("figure", "Hình")
    label = f"{word} {counters[kind] + 1}"
    block = tables.targets(writer, label) if name == "targets" else charts.CHARTS[name](writer, label)
    counters[kind] += block is not None
    return block


def _annexes(writer: Writer) -> Iterator[Block]:
    ordinal = 0
    for title, columns in ANNEXES:
        ordinal += 1
        label = f"Phụ lục {wording.roman(ordinal)}"
        yield Heading(1, label, title)
        table = tables.by_unit(writer, f"Biểu {ordinal}", columns)
        yield table or Paragraph((Run(wording.NO_DATA),), "empty")
    yield Heading(1, f"Phụ lục {wording.roman(ordinal + 1)}", "Thay đổi so với bản chốt số liệu trước")
    yield from _changes(writer, f"Biểu {ordinal + 1}")
    yield from gaps.annex(writer, ordinal + 2)


def _changes(writer: Writer, label: str) -> Iterator[Block]:
    compared = [figure for figure in list(writer.figures.values()) if writer.source.before(figure) is not None]
    table = tables.changes(writer, label)
    if not compared:
        yield _said("Mọi số liệu trong báo cáo lấy từ bản chốt lần đầu; chưa có bản trước để so sánh.")
    elif table is None or not table.rows:
        yield _said("Không số liệu nào trong báo cáo thay đổi so với bản chốt trước.")
    else:
        yield table


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),), "empty")


def _notes(writer: Writer) -> Iterator[Block]:
    if writer.notes.texts:
        yield Heading(2, "", "Ghi chú")
    for text, mark in writer.notes.texts.items():
        yield Paragraph((Run(mark, "label"), Run(" "), *text), "small")


def _state(writer: Writer) -> Paragraph:
    """The state that the report was read from: the editions used and the head of the chain."""
    used = {one.hash: one for figure in writer.figures.values() for one in figure.snapshots}
    editions = "; ".join(
        f"{one.dataset} {one.locality} kỳ {one.manifest['period']} {tables.EDITION} {one.edition} [{one.hash[:12]}]"
        for one in sorted(used.values(), key=lambda one: (one.key, one.edition))
    )
    n, digest = writer.source.head
    runs = (
        Run("Bản chốt số liệu đã dùng: "),
        Run(editions, "machine"),
        Run(". Đầu chuỗi tác vụ: "),
        Run(str(n), "machine"),
        Run(", dấu kiểm "),
        Run(digest, "machine"),  # whole: ``verify --head`` asks for it
        Run("."),
    )
    return Paragraph(runs, "small")


def _filled(pattern: str, writer: Writer, office: Office) -> Runs:
    """An opening pattern: the place, the office and the day of the report."""
    import string

    runs: list[Run] = []
    for text, name, _, _ in string.Formatter().parse(pattern):
        if text:
            runs.append(Run(text))
        if name == "here":
            runs += writer.here("name")
        elif name == "as_of":
            runs.append(Run(wording.day(writer.source.as_of), "day"))
        elif name == "issuer":
            runs.append(Run(office.name, "name"))
    return tuple(runs)
