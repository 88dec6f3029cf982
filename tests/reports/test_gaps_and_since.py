"""A report with communes missing: what stands for them is marked and listed; two more files touch what they touch."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import docx as word
import pytest
from docx.oxml.ns import qn

from mtqg.core.errors import Refused
from mtqg.core.figure import figure
from mtqg.core.gaps import Choice
from mtqg.core.period import Period, read_period
from mtqg.core.snapshot import Snapshot
from mtqg.reports import docx, html
from mtqg.reports.document import Document, Heading, Paragraph, Table, all_runs, text_of
from mtqg.reports.office import office_of
from mtqg.reports.province import Built, Earlier, build
from mtqg.reports.since import TITLE, read_trace, touched
from mtqg.reports.source import ShelfSource
from mtqg.reports.trace import trace

Make = Callable[..., ShelfSource]
BASE = read_period("2022")
DIGITS = re.compile(r"\d+")
DECLARED = ("day", "law", "label", "name", "machine", "earlier")


def prose(document: Document) -> list[str]:
    return [text_of(one.runs) for one in document.body if isinstance(one, Paragraph)]


def table_of(document: Document, label: str) -> list[list[str]]:
    table = next(one for one in document.blocks if isinstance(one, Table) and one.label == label)
    return [[text_of(cell) for cell in row.cells] for row in table.rows]


@dataclass
class Chosen:
    """Choices for the communes in order: last period, an estimate, left out."""

    codes: list[str]

    def of(self, table: str, period: Period) -> Mapping[str, Choice]:
        if period.text != "2023":
            return {}
        about: dict[str, Any] = {"table": table, "by": "Lê Thị Bình", "day": dt.date(2024, 1, 5), "act": 7}
        amounts = (
            {"household_count": 64}
            if table == "household_counts"
            else {"poor_household_count": 2, "near_poor_household_count": 1}
        )
        ways: list[dict[str, Any]] = [
            {"how": "last", "base": BASE},
            {"how": "estimate", "amounts": amounts, "standard": "poverty-2022", "why": "theo sổ hộ khẩu xã 2023"},
            {"how": "leave"},
        ]
        return {
            code: Choice(**about, locality_code=code, row_no=at, **way)
            for at, (code, way) in enumerate(zip(self.codes, ways, strict=False))
        }


@pytest.fixture(scope="module")
def reports(
    source_of: Make, snapshots: list[Snapshot], tmp_path_factory: pytest.TempPathFactory, helpers: Any
) -> dict[str, Built]:
    """Without any choice; with choices for three missing communes; and when two of the three have sent theirs."""
    folder = tmp_path_factory.mktemp("gaps")
    kept = [one for one in snapshots if one.key[::2] != ("poverty", "2023")]

    def source(missing: int) -> ShelfSource:
        partial = helpers.snapshot(folder / str(missing), "poverty", "2023", helpers.poverty("2023", without=missing))
        return source_of([*kept, partial])

    plain, chosen, later = source(3), source(3), source(1)
    codes = [one.code for one in plain._owed(dt.date(2023, 12, 31))][:3]
    for one, mine in ((chosen, codes), (later, codes)):
        books = replace(one.shelf.books, gaps=lambda mine=mine: Chosen(mine))  # type: ignore[misc]
        one.shelf = replace(one.shelf, books=books, is_filled=True)
    office = office_of(plain.place)
    first = build(chosen, office)
    earlier = Earlier(trace(first.document), "16:02 ngày 05/01/2024")
    return {
        "plain": build(plain, office),
        "chosen": first,
        "later": build(later, office, earlier=earlier),
        "same": build(chosen, office, earlier=earlier),
    }


def test_the_sentence_says_how_many_sent_theirs_for_how_many_somebody_chose_and_how_much_that_is(
    reports: dict[str, Built],
) -> None:
    assert any(
        "(ước thực hiện; số liệu của 556/559 xã, ước 2 xã chiếm 0,4%)" in one
        for one in prose(reports["chosen"].document)
    )
    assert not any("ước" in one for one in prose(reports["plain"].document))


def test_the_annex_lists_every_missing_commune_with_what_is_counted_who_chose_it_and_why(
    reports: dict[str, Built],
) -> None:
    last, estimate, left = table_of(reports["chosen"].document, "Biểu 5")
    assert last[2] == "Ước bằng số kỳ trước, năm 2022" and last[3].endswith(" (ước)")
    assert estimate[2:] == [
        "Số ước",
        "64 (ước)",
        "2 (ước)",
        "1 (ước)",
        "Lê Thị Bình, 05/01/2024",
        "theo sổ hộ khẩu xã 2023",
    ]
    assert left[2:6] == ["Không tính", "–", "–", "–"]
    assert "Xã chưa gửi" not in " ".join(text_of((run,)) for run in all_runs(reports["plain"].document))


def test_a_commune_of_the_annex_has_the_figures_that_are_had_by_asking_for_it(reports: dict[str, Built]) -> None:
    source = reports["chosen"].writer.source
    assert isinstance(source, ShelfSource)
    found = source.gaps(read_period("2023"))
    assert [one.place.code for one in found] == [one.code for one in source._owed(dt.date(2023, 12, 31))][:3]
    for gap in found:
        for mine in gap.figures:
            asked = figure(replace(mine.question, on=None), source.shelf)
            assert (mine.exact, mine.part, mine.have, mine.of, mine.status, mine.fills) == (
                asked.exact,
                asked.part,
                asked.have,
                asked.of,
                asked.status,
                asked.fills,
            )


@pytest.mark.parametrize("name", ["plain", "chosen"])
def test_a_unit_of_a_partial_figure_has_the_figure_that_is_had_by_asking_for_it(
    reports: dict[str, Built], name: str
) -> None:
    source = reports[name].writer.source
    assert isinstance(source, ShelfSource)
    for measure in ("poor_household_rate", "minority_area_poor_household_rate", "household_count"):
        of = source.figure(measure, read_period("2023"))
        assert of.have < of.of
        for mine in source.children(of)[:4]:
            asked = figure(replace(mine.question, standard=of.standard), source.shelf)
            assert mine.as_json() == asked.as_json()


def test_a_district_with_an_estimate_in_it_is_told_apart(reports: dict[str, Built]) -> None:
    marked = [row for row in table_of(reports["chosen"].document, "Biểu 1") if "ước" in row[-1]]
    assert marked[-1][0] == "Toàn bộ" and marked[-1][-1] == "556/559, ước 2 xã"
    assert len(marked) == 2


def test_every_digit_of_such_a_report_is_in_the_trace_or_declared(reports: dict[str, Built]) -> None:
    for name in ("chosen", "later"):
        document, source = reports[name].document, reports[name].writer.source
        body = re.sub(r"<(style|title|aside)\b.*?</\1>|<[^>]*>", " ", html.render(document, source), flags=re.DOTALL)
        shown = Counter(DIGITS.findall(unescape(body)))
        assert shown and not shown - _accounted(document) - Counter({"2021": 1, "2022": 1, "2023": 1})
        nodes = word.Document(io.BytesIO(docx.render(document))).element.body.iter(qn("w:t"))
        assert not Counter(DIGITS.findall(" ".join(node.text or "" for node in nodes))) - _accounted(document)


def _accounted(document: Document) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in trace(document):
        found.update(DIGITS.findall(entry["text"]))
    for run in all_runs(document):
        if run.kind in DECLARED:
            found.update(DIGITS.findall(run.text))
    return found


def test_two_more_files_touch_exactly_the_sentences_that_say_something_else(reports: dict[str, Built]) -> None:
    first, last = (reports[name].document for name in ("chosen", "later"))
    old, new = ({one["sentence"] for one in trace(each) if "sentence" in one} for each in (first, last))
    listed = [one for one in reports["later"].touched if " ¶" in one.place]
    assert {one.now for one in listed if one.now} == new - old != set()
    assert {one.before for one in listed if one.before} == old - new
    assert "556/559 xã, ước 2 xã" in listed[0].before and "558/559 xã, ước 1 xã" in listed[0].now


def test_rows_of_tables_that_moved_are_listed_and_no_others(reports: dict[str, Built]) -> None:
    first, last = (_cells(reports[name].document) for name in ("chosen", "later"))
    listed = {one.place for one in reports["later"].touched if " ¶" not in one.place}
    assert listed == {place for place in {*first, *last} if first.get(place) != last.get(place)} != set()


def _cells(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in trace(document):
        if "sentence" not in one and not one.get("quoted"):
            row = one["place"].rpartition(" [")[0].rpartition(", cột ")[0] or one["place"].rpartition(" [")[0]
            found.setdefault(row, []).append(one["text"])
    return found


def test_the_annex_of_changes_gives_both_sentences_and_its_numbers_are_those_of_the_report(
    reports: dict[str, Built],
) -> None:
    document = reports["later"].document
    rows = table_of(document, "Biểu 6")
    assert [[one.place, one.before or "–", one.now or "–"] for one in reports["later"].touched] == rows
    quoted = [one for one in trace(document) if one.get("quoted")]
    real = {(one["text"], json.dumps(one["figure"])) for one in trace(document) if not one.get("quoted")}
    assert quoted and all((one["text"], json.dumps(one["figure"])) in real for one in quoted)


def test_the_same_state_again_touches_nothing_and_a_third_report_does_not_compare_the_list_itself(
    reports: dict[str, Built],
) -> None:
    assert reports["same"].touched == ()
    annexes = reports["same"].document.annexes
    assert isinstance(annexes[-1], Paragraph) and text_of(annexes[-1].runs).startswith("Không câu nào")
    again = touched(trace(reports["later"].document), trace(reports["later"].document))
    assert again == []
    assert any(one.title == TITLE for one in reports["later"].document.annexes if isinstance(one, Heading))


_HALF = '[{"text": "5", "place": "I ¶1 [1]", "figure": {"measure": "x", "locality": null, "period": "2025"}}]'


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"text": "5"}]', "\x00", "[null]", _HALF])
def test_a_file_that_is_no_trace_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.trace.json"
    path.write_text(text)
    with pytest.raises(Refused, match="R-010"):
        read_trace(path)
