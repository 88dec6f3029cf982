"""Sentences: an outline's pattern with its figures becomes runs. An unknown figure is said with its reason."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mtqg.core.figure import Figure
from mtqg.core.period import Period, year
from mtqg.localities.version import bare_name
from mtqg.reports import wording
from mtqg.reports.document import Run, Runs, text_of
from mtqg.reports.fields import FIELDS, Said, reservations
from mtqg.reports.outline import Sentence, Slot
from mtqg.reports.source import Source

NOTHING_CLOSED = "chưa chốt số liệu kỳ nào"


@dataclass
class Notes:
    """Footnotes of a report, each with one mark however often it is needed."""

    texts: dict[Runs, str] = field(default_factory=dict)

    def mark(self, text: Runs) -> str:
        return self.texts.setdefault(text, wording.letter(len(self.texts) + 1))


@dataclass
class Writer:
    """Words the sentences of one report; remembers which figures it has said, and the notes."""

    source: Source
    padded: bool = False
    notes: Notes = field(default_factory=Notes)
    figures: dict[tuple[str, Period], Figure] = field(default_factory=dict)

    # Figures

    def figure(self, slot: Slot) -> Figure | None:
        """The figure of a slot; None where nothing is closed that it could be read from."""
        if slot.rule == "today":
            units = self.source.units(slot.measure.removesuffix("_count"), self.source.as_of)
            return self._kept(units) if units.exact else None
        last = self.source.last(slot.measure)
        if last is None:
            return None
        if slot.rule == "start":
            before = last.first.fromordinal(last.first.toordinal() - 1)
            last = Period(before, before, before.isoformat())
        if slot.rule in ("base", "run"):
            return self._in_a_row(slot, last)
        return self._kept(self.source.figure(slot.measure, last))

    def years(self, measure: str) -> list[Figure]:
        """The measure's yearly figures up to the last, as far back as they are known by the last one's standard."""
        last = self.source.last(measure)
        if last is None or not wording.is_year(last):
            return []
        found = [self.source.figure(measure, last)]
        for period in reversed(self._row(measure, last)[:-1]):
            found.append(self.source.figure(measure, period, found[0].standard))
        known = list(itertools.takewhile(lambda one: one.exact is not None, found))
        return [self._kept(one) for one in reversed(known)]

    def _in_a_row(self, slot: Slot, last: Period) -> Figure | None:
        measure = slot.measure.removesuffix("_mean_yearly_fall")
        periods = self._row(measure, last)
        if slot.rule == "base":
            standard = self.source.figure(measure, last).standard
            return self._kept(self.source.figure(measure, periods[0], standard))
        row = self.years(measure)
        if len(row) < 2:
            return None  # one year makes no change
        first, end = (one.question.period for one in (row[1], row[-1]))
        run = end if first == end else Period(first.first, end.last, f"{first.text}..{end.text}")
        return self._kept(self.source.figure(slot.measure, run, row[-1].standard))

    def _row(self, measure: str, last: Period) -> list[Period]:
        """The closed years in a row up to the last."""
        found = [last]
        while wording.is_year(last) and self.source.closed(measure, year(found[0].first.year - 1)):
            found.insert(0, year(found[0].first.year - 1))
        return found

    def _kept(self, figure: Figure) -> Figure:
        return self.figures.setdefault((figure.question.measure, figure.question.period), figure)

    def said(self, figure: Figure) -> Said:
        target = self.source.targets.of(figure.measure.name, figure.question.locality, figure.question.period)
        # A label may go on after a comma with how long the standard was kept: not known to every report.
        standard = self.source.standard_label(figure.standard).partition(",")[0] if figure.standard else ""
        return Said(figure, target, standard[:1].lower() + standard[1:], self.padded)

    # Words

    def paragraph(self, sentences: Iterable[Sentence]) -> Runs:
        """Sentences one after the other, each note marked once; nothing where no figure is there at all."""
        runs: list[Run] = []
        marked: set[str] = set()
        for number, sentence in enumerate(sentences):
            worded, held = self.sentence(sentence)
            if worded:
                marks = [mark for mark in self._marks(held) if mark not in marked]
                marked.update(marks)
                between = (Run(" "),) if runs else ()
                said = [*between, *worded, *((Run(",".join(marks), "label"),) if marks else ())]
                runs += [replace(run, sentence=number) for run in said]
        return tuple(runs)

    def sentence(self, sentence: Sentence) -> tuple[Runs, list[Said]]:
        """The sentence's runs and what it says; nothing where no period is closed or no target was assigned."""
        figures = {name: self.figure(slot) for name, slot in sentence.slots.items()}
        held = {name: self.said(one) for name, one in figures.items() if one is not None}
        if not held or (sentence.if_target and not self._has_target(held.get(sentence.if_target))):
            return (), []
        known = [one for one in held.values() if one.figure.exact is not None]
        whole = len(known) == len(sentence.slots)
        worded = self._worded(sentence, held) if whole else self._one_by_one(sentence, held)
        return tuple(worded), list(held.values())

    def _has_target(self, said: Said | None) -> bool:
        return said is not None and said.target is not None and said.figure.exact is not None

    def _worded(self, sentence: Sentence, held: dict[str, Said]) -> Iterator[Run]:
        reserved: set[str] = set()
        parsed = list(string.Formatter().parse(sentence.pattern))
        valued = {name for _, name, spec, _ in parsed if spec in ("", "size")}
        for text, name, spec, _ in parsed:
            if text:
                yield Run(text)
            if name == "here":
                yield from self.here(spec or "name")
            elif name is not None:
                yield from FIELDS[spec or "value"](held[name])
                # Where only a part or a whole is said, that number is the incomplete one.
                if spec in ("", "size") or (name not in valued and spec in ("part", "whole", "ratio")):
                    yield from _once(reservations(held[name].figure), reserved)

    def here(self, spec: str) -> Runs:
        """The place's name within a sentence ("tỉnh Thanh Hóa"), or "toàn tỉnh"."""
        place = self.source.place
        # A kind may be of two words ("thị xã", "thị trấn").
        kind = place.name.removesuffix(bare_name(place.name, place.kind)).strip().lower()
        return (
            Run(f"toàn {kind or 'địa bàn'}") if spec == "all" else Run(place.name[:1].lower() + place.name[1:], "name"),
        )

    def _one_by_one(self, sentence: Sentence, held: dict[str, Said]) -> Runs:
        """Each figure of the sentence by its label, because one of them is unknown or has no closed period."""
        runs: list[Run] = []
        told: list[Figure] = []
        for name, slot in sentence.slots.items():
            said = held.get(name)
            if said is not None and any(said.figure is one for one in told):
                continue  # the first year is the last one too
            told += [said.figure] if said is not None else []
            label = self.source.measure(slot.measure).label if said is None else said.figure.measure.label
            runs.append(Run(f"{' ' if runs else ''}{label}"))
            if said is None:
                lacking = "cần số liệu đã chốt của ít nhất hai năm liền nhau" if slot.rule == "run" else NOTHING_CLOSED
                runs.append(Run(f": {lacking}."))
                continue
            runs += [Run(" ("), Run(wording.when(said.figure), "day"), Run("): ")]
            if said.figure.exact is None:
                runs += [Run(f"{wording.UNKNOWN}. "), Run(said.figure.reason or "", "reason", said.figure, "reason")]
            else:
                unit = "" if said.figure.measure.unit == "%" else f" {said.figure.measure.unit}"
                runs += [*FIELDS["value"](said), Run(unit), *reservations(said.figure), Run(".")]
        return tuple(runs)

    def _marks(self, held: Iterable[Said]) -> list[str]:
        """Marks of the notes that figures need, in order."""
        marks = {self.notes.mark(text) for said in held for text in self._needed(said)}
        return sorted(marks, key=lambda mark: (len(mark), mark))

    def _needed(self, said: Said) -> Iterator[Runs]:
        for one in said.figure.law:
            if one["standing"] == "reported":
                yield _by_second_source(one["document"], one["place"])
        if said.target is not None and said.target.standing == "reported":
            yield _by_second_source(said.target.document, said.target.place)
        if self.source.synthetic and any(one.asked.quantity.within for one in said.figure.readings.values()):
            yield (Run("Danh sách địa bàn của vùng trong kho số liệu này cũng là dữ liệu minh họa."),)


def _once(runs: Runs, said: set[str]) -> Runs:
    """Reservations that were not yet made in the sentence."""
    text = text_of(runs)
    if text in said:
        return ()
    said.add(text)
    return runs


def _by_second_source(document: str, place: str) -> Runs:
    standing = wording.STANDINGS["reported"]
    cited = document + (f", {place}" if place else "")
    return (Run(cited, "law"), Run(f": {standing}, chưa đối chiếu toàn văn."))
