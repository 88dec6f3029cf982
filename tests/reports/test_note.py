"""The note to the signatory holds what a report must not say."""

from __future__ import annotations

import datetime as dt

import pytest

from mtqg.reports import note
from mtqg.reports.document import Document, Paragraph, Run, Table, text_of
from mtqg.reports.office import office_of
from mtqg.reports.province import Built
from mtqg.reports.source import ShelfSource


@pytest.fixture(scope="module")
def written(built: Built, source: ShelfSource) -> Document:
    statements = note.shipped_statements(source.place, source.as_of)
    return note.build(built, office_of(source.place), statements)


def everything(document: Document) -> list[str]:
    found = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(text_of(block.runs))
        elif isinstance(block, Table):
            found += [" | ".join(text_of(cell) for cell in row.cells) for row in block.rows]
    return found


def test_published_numbers_stand_beside_ours_where_they_differ(written: Document) -> None:
    rows = [line for line in everything(written) if line.startswith("Tỷ lệ hộ nghèo | năm 2023")]
    assert any("3,17% | 3,52 %" in line and "khác số của báo cáo" in line for line in rows)
    assert any("điều tra mẫu" in line for line in rows)


def test_numbers_that_do_not_say_flow_or_stock_are_named(written: Document) -> None:
    assert any("94" in line and "không nói số này là phát sinh hay hiện có" in line for line in everything(written))


def test_a_merger_within_the_period_is_listed_with_its_document(written: Document) -> None:
    lines = [line for line in everything(written) if "939/NQ-UBTVQH15" in line]
    assert any("Xã Thiệu Phú" in line and "01/02/2024" in line and "sáp nhập" in line for line in lines)


def test_the_two_results_of_a_year_are_named(written: Document) -> None:
    assert any("Tỷ lệ hộ nghèo (năm 2021)" in line and "hai kết quả" in line for line in everything(written))


def test_two_rates_that_are_mixed_up_are_told_apart(written: Document) -> None:
    assert any(line.startswith("Hai tỷ lệ hay bị dùng lẫn") for line in everything(written))


def test_law_that_was_not_read_is_listed_with_its_use(written: Document) -> None:
    assert any(line.startswith("07/2021/NĐ-CP, Điều 3 | theo nguồn thứ cấp") for line in everything(written))


def test_nothing_of_the_note_stands_in_the_report(written: Document, built: Built) -> None:
    report = "\n".join(everything(built.document))
    questions = [line for line in everything(written) if line not in ("Không có.",)]
    questions.remove(text_of(built.document.closing[0].runs))  # the state, which both end with
    assert len(questions) > 10
    assert not [line for line in questions if line in report]
    kinds = {run.kind for block in built.document.blocks for run in runs_of(block)}
    assert "statement" not in kinds


def runs_of(block: object) -> list[Run]:
    if isinstance(block, Paragraph):
        return list(block.runs)
    return [run for row in block.rows for cell in row.cells for run in cell] if isinstance(block, Table) else []


def test_the_note_is_not_signed_and_has_no_number(written: Document) -> None:
    head = written.letterhead
    assert (head.number, head.recipients, head.signature) == ("", (), ())


def test_statements_after_the_day_of_the_report_are_not_known_yet(source: ShelfSource) -> None:
    day = dt.date(2022, 12, 31)
    found = note.shipped_statements(source.place, day)
    assert found and all(one.last is not None and one.last <= day for one in found)
