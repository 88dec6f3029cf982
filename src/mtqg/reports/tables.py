"""Tables of the report: by unit below the place, targets, changes since the previous editions. Cells are figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtqg.core.figure import Figure
from mtqg.reports import fields, wording
from mtqg.reports.document import Row, Run, Runs, Table
from mtqg.reports.fields import Said
from mtqg.reports.outline import JUDGED, Slot
from mtqg.reports.sentences import Writer

Columns = Sequence[tuple[str, str, str]]
LEVELS = {"district": "Đơn vị hành chính cấp huyện", "commune": "Đơn vị hành chính cấp xã"}
EDITION = "lần"
COVERAGE = "Đơn vị có số liệu / phải có"
SAID = {"flow": "công nhận", "stock": "hiện có", "cumulative": "lũy kế", "change": "thay đổi"}


def by_unit(writer: Writer, label: str, columns: Columns) -> Table | None:
    """A row for each unit below the place, and the place's own figures as the total. None without any figure."""
    held = [(head, _figure(writer, measure), field) for head, measure, field in columns]
    kept = [(head, figure, field) for head, figure, field in held if figure is not None]
    if not kept:
        return None
    below = [writer.source.children(figure) for _, figure, _ in kept]
    names = {one.place.code: one.place.name for units in below for one in units}
    level = next((one.place.level for units in below for one in units), "")
    index = [{one.place.code: one for one in units} for units in below]
    partial = any(one.have < one.of for _, one, _ in kept)
    rows = [_unit_row(names[code], code, index, kept, partial=partial) for code in sorted(names)]
    whole = [fields.printed(one, field) for _, one, field in kept]
    covered = [_covered(kept[0][1])] if partial else []
    total = Row(((Run("Toàn bộ", bold=True),), *map(_bold, (*whole, *covered))), total=True)
    heads = [LEVELS.get(level, "Đơn vị"), *(head for head, _, _ in kept), *([COVERAGE] if partial else [])]
    return Table(
        label,
        _when([figure for _, figure, _ in kept]),
        _head(heads),
        (*rows, total),
        frozenset(range(1, len(heads))),
        first=0.24,
    )


def _figure(writer: Writer, measure: str) -> Figure | None:
    return writer.figure(Slot(measure))


def _unit_row(
    name: str, code: str, index: list[dict[str, Figure]], kept: list[tuple[str, Figure, str]], *, partial: bool
) -> Row:
    cells = [
        fields.printed(figures[code], field) if code in figures else (Run("–"),)
        for figures, (_, _, field) in zip(index, kept, strict=True)
    ]
    first = index[0].get(code)
    covered = [_covered(first) if first else (Run("–"),)] if partial else []
    return Row(((Run(name, "name"),), *cells, *covered))


def _covered(figure: Figure) -> Runs:
    """How many sent theirs; a sum with estimates in it is told apart by them."""
    return (*fields.coverage(figure), Run(", "), *fields.filled(figure)) if figure.fills else fields.coverage(figure)


def _bold(runs: Runs) -> Runs:
    return tuple(replace(run, bold=True) for run in runs)


def _when(figures: list[Figure]) -> Runs:
    """The periods of the columns, and the boundaries of the units."""
    said = dict.fromkeys((one.measure.kind, wording.when(one)) for one in figures)
    days = dict.fromkeys(one.question.boundaries for one in figures)
    runs: list[Run] = [Run("Số liệu ")]
    for number, (kind, period) in enumerate(said):
        word = f"{SAID[kind]} " if len(said) > 1 else ""
        runs += [*([Run(" và ")] if number else []), Run(word), Run(period, "day")]
    runs += [Run("; theo địa giới ngày "), Run(", ".join(map(wording.day, days)), "day")]
    unsure = dict.fromkeys(one.status for one in figures if one.status in ("estimate", "preliminary"))
    runs += [Run(f"; {wording.STATUSES[status]}") for status in unsure if status]
    return tuple(runs)


def targets(writer: Writer, label: str) -> Table | None:
    """Assigned targets with their decision, the result, whether it was reached and by how much."""
    rows = list(_judged(writer))
    if not rows:
        return None
    head = ("Chỉ tiêu được giao", "Quyết định giao", "Kỳ", "Mức giao", "Kết quả", "Chênh lệch", "Đánh giá")
    return Table(label, (Run("Kết quả so với chỉ tiêu được giao"),), _head(head), tuple(rows), frozenset((3, 4, 5)))


def _judged(writer: Writer) -> Iterator[Row]:
    for measure in JUDGED:
        figure = writer.figure(Slot(measure, "run"))
        said = None if figure is None else writer.said(figure)
        if said is None or said.target is None or said.figure.exact is None:
            continue
        unit = said.figure.measure.unit
        bound = fields.FIELDS["bound"](said)
        yield Row(
            (
                (Run(f"{said.figure.measure.label} ({unit})"),),
                fields.FIELDS["target_document"](said),
                fields.FIELDS["years"](said),
                (*bound, Run(" "), *fields.FIELDS["target"](said)),
                fields.FIELDS["value"](said),
                fields.FIELDS["over"](said),
                (Run("Đạt" if fields.met(said) else "Chưa đạt"),),
            )
        )


def changes(writer: Writer, label: str) -> Table | None:
    """Figures of the report that differ from what the previous editions gave, with the new edition's reason."""
    rows = [_change(figure, before) for figure, before in changed(writer)]
    head = ("Số liệu", "Kỳ", "Bản trước", "Bản này", "Chênh lệch", "Lý do chốt lại")
    return Table(label, (Run("Số liệu khác bản chốt trước"),), _head(head), tuple(rows), frozenset((2, 3, 4)))


def changed(writer: Writer) -> list[tuple[Figure, Figure]]:
    """Each figure said so far whose part, whole or value was another one in the previous editions."""
    found = []
    for figure in list(writer.figures.values()):
        before = writer.source.before(figure)
        if before is not None and _content(before) != _content(figure):
            found.append((figure, before))
    return found


def _content(figure: Figure) -> tuple[object, ...]:
    return figure.exact, figure.part, figure.whole, figure.have, figure.of


def _change(figure: Figure, before: Figure) -> Row:
    reasons = dict.fromkeys((one.edition, str(one.manifest["reason"])) for one in figure.snapshots if one.edition > 1)
    why: list[Run] = []
    for edition, reason in reasons:
        why += [*([Run("; ")] if why else []), Run(f"{EDITION} {edition}", "machine"), Run(": "), Run(reason, "name")]
    return Row(
        (
            (Run(figure.measure.label),),
            (Run(wording.when(figure), "day"),),
            _both(before),
            _both(figure),
            _difference(figure, before),
            tuple(why),
        )
    )


def _both(figure: Figure) -> Runs:
    """The value, with part and whole where it is a ratio: a rate may stay while they move."""
    value = fields.printed(figure, "value")
    if figure.whole is None or figure.part is None:
        return value
    return (*value, Run(" ("), *fields.FIELDS["ratio"](Said(figure)), Run(")"))


def _difference(figure: Figure, before: Figure) -> Runs:
    if figure.exact is None or before.exact is None:
        return (Run("–"),)
    text = wording.difference(figure.exact - before.exact, figure.measure.places)
    return (Run(text, "number", figure, "change"),)


def _head(names: Sequence[str]) -> tuple[Runs, ...]:
    return tuple((Run(name),) for name in names)
