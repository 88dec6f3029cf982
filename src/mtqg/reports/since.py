"""What changed since the report was written before: the sentences and cells that now say something else.

The report of before is its trace: one entry for every number, with its place, its figure and, in prose, its sentence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mtqg.core.errors import Refused
from mtqg.reports import wording
from mtqg.reports.document import QUOTED, Block, Document, Heading, Paragraph, Row, Run, Runs, Table, printed
from mtqg.reports.problems import NO_TRACE
from mtqg.reports.trace import trace

TITLE = "Thay đổi so với báo cáo lập trước"
_BETWEEN, _COLUMN = "; ", ", cột "
NOTHING = "Không câu nào và không ô nào của báo cáo thay đổi so với báo cáo lập trước."


@dataclass(frozen=True)
class Said:
    """A sentence, or a row of a table (the cells that are numbers): what it says, and of which figures."""

    place: str
    text: str
    figures: tuple[str, ...]  # measure, locality and period of each
    measures: tuple[str, ...]
    is_prose: bool
    is_chart: bool


@dataclass(frozen=True)
class Touched:
    """What says something else now. ``before`` or ``now`` is empty where it was not said at all."""

    place: str
    before: str
    now: str

    def as_json(self) -> dict[str, str]:
        return {"place": self.place, "before": self.before, "now": self.now}


def read_trace(path: Path) -> list[dict[str, Any]]:
    """The trace of a report that was written before. Refused where the file is none."""
    try:
        found = json.loads(path.read_bytes())
        if isinstance(found, list):
            _said(found)  # what is asked of it later is there
            return found
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass
    raise Refused(NO_TRACE.at(given=path.name))


def touched(before: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> list[Touched]:
    """Exactly the sentences and rows that differ between two traces, in the order of the report."""
    old, new = _said(before), _said(now)
    found: list[Touched] = []
    pairs = _paired(old, new)
    for one in new:
        earlier = pairs.get(one)
        if earlier is None or earlier.text != one.text:
            found.append(_told(one, earlier))
    gone = set(old) - set(pairs.values())
    return [*found, *(Touched(one.place, one.text, "") for one in old if one in gone)]


def _told(now: Said, before: Said | None) -> Touched:
    """Both texts; of a chart, which draws a hundred numbers in their order, only those that came and went."""
    if before is None or not now.is_chart:
        return Touched(now.place, before.text if before else "", now.text)
    old, new = (Counter(one.text.split(_BETWEEN)) for one in (before, now))
    return Touched(now.place, _BETWEEN.join((old - new).elements()), _BETWEEN.join((new - old).elements()))


def annex(document: Document, found: Sequence[Touched], ordinal: int, when: str) -> Iterator[Block]:
    """The annex that lists them, each with what it said before. ``when``: which report that was."""
    yield Heading(1, f"Phụ lục {wording.roman(ordinal)}", TITLE)
    if not found:
        yield Paragraph((Run(NOTHING),), "empty")
        return
    bound = _bound(document)
    head = tuple((Run(one),) for one in ("Chỗ trong báo cáo", "Báo cáo lập trước", "Báo cáo này"))
    rows = tuple(
        Row(((Run(one.place, "name"),), _earlier(one.before), bound.get((one.place, one.now), _earlier(one.now))))
        for one in found
    )
    title = (Run("Câu và ô thay đổi so với báo cáo lập "), Run(when, "day"))
    yield Table(f"Biểu {ordinal}", title, head, rows, first=0.2)


def _earlier(text: str) -> Runs:
    return (Run(text, "earlier"),) if text else (Run("–"),)


def _bound(document: Document) -> dict[tuple[str, str], Runs]:
    """The numbers of each sentence and row of the report, as runs of their figures between the text around them."""
    found: dict[tuple[str, str], Runs] = {}
    entries = [entry for entry in trace(document) if not entry.get("quoted")]
    runs = [one.run for one in printed(document)]
    for one, members in _grouped(entries):
        found[one.place, one.text] = tuple(_woven(one.text, [runs[at] for at in members]))
    return found


def _woven(text: str, runs: Iterable[Run]) -> Iterator[Run]:
    """The text with its numbers bound again; what stands between them is quoted as it is."""
    at = 0
    for run in runs:
        start = text.find(run.text, at)
        if start < 0:
            continue
        if text[at:start]:
            yield Run(text[at:start], "earlier")
        yield replace(run, sentence=QUOTED, bold=False)
        at = start + len(run.text)
    if text[at:]:
        yield Run(text[at:], "earlier")


def _said(entries: Iterable[Mapping[str, Any]]) -> list[Said]:
    return [one for one, _ in _grouped([entry for entry in entries if not entry.get("quoted")])]


def _grouped(entries: Sequence[Mapping[str, Any]]) -> list[tuple[Said, list[int]]]:
    """The sentences and rows with the numbers of their entries, in the order in which they are read."""
    grouped: dict[Hashable, list[int]] = {}
    for at, entry in enumerate(entries):
        grouped.setdefault((_row(entry), entry.get("sentence")), []).append(at)
    return [(_one([entries[at] for at in members]), members) for members in grouped.values()]


def _row(entry: Mapping[str, Any]) -> str:
    """The place without the number's ordinal, and without the column of a table."""
    place = str(entry["place"]).rpartition(" [")[0]
    return place if entry.get("sentence") else place.rpartition(_COLUMN)[0] or place


def _one(entries: Sequence[Mapping[str, Any]]) -> Said:
    first = entries[0]
    figures = dict.fromkeys(
        f"{one['figure']['measure']} {one['figure']['locality']['code']} {one['figure']['period']}" for one in entries
    )
    measures = dict.fromkeys(str(one["figure"]["measure"]) for one in entries)
    text = str(first.get("sentence") or _BETWEEN.join(str(one["text"]) for one in entries))
    is_prose, is_cell = "sentence" in first, _COLUMN in str(first["place"])
    return Said(_row(first), text, tuple(figures), tuple(measures), is_prose, not is_prose and not is_cell)


def _paired(old: Sequence[Said], new: Sequence[Said]) -> dict[Said, Said]:
    """New -> old: of the same section and figures; else of the same measures; else at the same place."""
    pairs: dict[Said, Said] = {}
    for same in (_by_figures, _by_measures, _by_place):
        waiting: dict[Hashable, list[Said]] = {}
        taken = set(pairs.values())
        for one in old:
            if one not in taken:
                waiting.setdefault(same(one), []).append(one)
        for one in new:
            if one not in pairs and waiting.get(same(one)):
                pairs[one] = waiting[same(one)].pop(0)
    return pairs


def _by_figures(one: Said) -> Hashable:
    return (_section(one), one.figures) if one.is_prose else one.place


def _by_measures(one: Said) -> Hashable:
    return (_section(one), one.measures) if one.is_prose else one.place


def _by_place(one: Said) -> Hashable:
    return one.place, one.is_prose


def _section(one: Said) -> str:
    return one.place.partition(" ¶")[0]
