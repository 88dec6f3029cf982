"""The province's report from a small invented province: sentences, tables, editions, unknowns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mtqg.core.errors import Refused
from mtqg.core.figure import figure
from mtqg.core.snapshot import Snapshot
from mtqg.reports import note
from mtqg.reports.document import Document, Heading, Paragraph, Table, printed, text_of
from mtqg.reports.office import office_of
from mtqg.reports.panels import panels
from mtqg.reports.province import Built, build
from mtqg.reports.source import ShelfSource
from mtqg.reports.trace import trace

Make = Callable[..., ShelfSource]


def under(document: Document, label: str) -> list[str]:
    """The paragraphs below a heading."""
    found: list[str] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.label == label
        elif inside and isinstance(block, Paragraph):
            found.append(text_of(block.runs))
    return found


def table_of(document: Document, label: str) -> list[list[str]]:
    table = next(one for one in document.blocks if isinstance(one, Table) and one.label == label)
    return [[text_of(cell) for cell in row.cells] for row in table.rows]


def test_the_setting_counts_the_units_of_the_day(built: Built) -> None:
    said = under(built.document, "I")[0]
    assert said.startswith(
        "Đến ngày 16/10/2024, tỉnh Thanh Hóa có 558 đơn vị hành chính cấp xã. "
        "Các đơn vị cấp xã ngày 16/10/2024 thuộc 27 đơn vị hành chính cấp huyện."
    )


def test_a_level_that_was_abolished_is_not_said(source_of: Make, snapshots: list[Snapshot]) -> None:
    source = source_of(snapshots, as_of=dt.date(2025, 12, 31))
    said = under(build(source, office_of(source.place)).document, "I")[0]
    assert "có 166 đơn vị hành chính cấp xã" in said and "cấp huyện" not in said


def test_additions_are_said_as_a_flow_with_both_days(built: Built) -> None:
    said = under(built.document, "IV.1")[0]
    assert said.startswith("Trong kỳ từ ngày 01/01/2021 đến ngày 16/10/2024, toàn tỉnh có thêm 3 huyện, 12 xã và 16 ")


def test_titles_held_are_said_as_a_stock_of_a_day(built: Built) -> None:
    said = under(built.document, "IV.1")[1]
    assert said.startswith("Đến ngày 16/10/2024, toàn tỉnh có 52 xã đang giữ danh hiệu đạt chuẩn nông thôn mới, 9 xã")
    assert "1 xã và 31 thôn, bản đang giữ danh hiệu nông thôn mới kiểu mẫu (số hiện có)" in said


def test_products_are_said_with_their_stars(built: Built) -> None:
    assert "50 sản phẩm OCOP còn hiệu lực" in under(built.document, "IV.1")[2]
    assert (
        "17 sản phẩm hạng ba sao, 17 sản phẩm hạng bốn sao và 16 sản phẩm hạng năm sao"
        in under(built.document, "IV.1")[2]
    )


def test_a_rate_stands_with_its_base_and_its_review(built: Built) -> None:
    said = under(built.document, "IV.2")[0]
    assert "Theo kết quả rà soát cuối năm 2023 (chuẩn nghèo đa chiều 2022-2025)" in said
    assert "1.116 hộ nghèo trên tổng số 35.214 hộ dân cư, tỷ lệ 3,17%" in said


def test_the_fall_is_in_points_and_held_against_the_target_with_its_decision(built: Built) -> None:
    said = under(built.document, "IV.2")[1]
    assert "giảm bình quân mỗi năm 1,58 điểm phần trăm (tính cho các năm 2022-2023)" in said
    assert "giảm ít nhất 1,5 điểm phần trăm mỗi năm (652/QĐ-TTg ngày 28/05/2022)" in said
    assert "đạt chỉ tiêu, cao hơn mức giao 0,08 điểm phần trăm" in said


def test_the_area_and_the_minority_have_two_rates(built: Built) -> None:
    said = under(built.document, "IV.3")[0]
    assert "vùng đồng bào dân tộc thiểu số và miền núi là 3,18% (558/17.572 hộ, tính trên mọi hộ" in said
    assert "các hộ người dân tộc thiểu số là 3,99% (446/11.180 hộ" in said


def test_parts_without_data_say_so_in_one_line(built: Built) -> None:
    for label in ("II", "III", "VI", "VII", "VIII", "IX"):
        assert under(built.document, label) == ["Chưa có số liệu của phần này trong kho số liệu."]


def test_law_by_a_second_source_is_marked(built: Built) -> None:
    notes = under(built.document, "")
    assert "07/2021/NĐ-CP, Điều 3: theo nguồn thứ cấp, chưa đối chiếu toàn văn." in " ".join(notes)


def test_the_table_by_district_adds_up_to_its_total(built: Built) -> None:
    rows = table_of(built.document, "Biểu 1")
    assert len(rows) == 27 + 1
    for column in (1, 2, 4):
        amounts = [int(row[column].replace(".", "")) for row in rows]
        assert sum(amounts[:-1]) == amounts[-1]


def test_the_last_closed_period_by_the_day_is_taken(source_of: Make, snapshots: list[Snapshot]) -> None:
    source = source_of(snapshots, as_of=dt.date(2023, 6, 30))
    built = build(source, office_of(source.place))
    assert "rà soát cuối năm 2022" in under(built.document, "IV.2")[0]
    # Titles were closed later than that day: nothing is known of them by then.
    assert under(built.document, "IV.1") == ["Chưa có số liệu của phần này trong kho số liệu."]


def test_nothing_closed_by_the_day_is_refused(source_of: Make, snapshots: list[Snapshot]) -> None:
    source = source_of(snapshots, as_of=dt.date(2020, 6, 30))
    with pytest.raises(Refused) as refused:
        build(source, office_of(source.place))
    assert refused.value.problems[0].code == "R-007"


def test_missing_communes_are_said_at_the_number(source_of: Make, tmp_path: Path, helpers: Any) -> None:
    source = source_of([helpers.snapshot(tmp_path, "poverty", "2023", helpers.poverty("2023", without=4))])
    built = build(source, office_of(source.place))
    first, second, *_ = under(built.document, "IV.2")[0].split(" Cùng thời điểm")
    assert "(số liệu của 555/559 đơn vị)" in first and "(số liệu của 555/559 đơn vị)" in second
    missing = " ".join(under(note.build(built, office_of(source.place)), "I"))
    assert "555/559" in missing


def test_missing_communes_are_said_in_the_table(source_of: Make, tmp_path: Path, helpers: Any) -> None:
    source = source_of([helpers.snapshot(tmp_path, "poverty", "2023", helpers.poverty("2023", without=4))])
    rows = table_of(build(source, office_of(source.place)).document, "Biểu 1")
    assert rows[-1][-1] == "555/559"
    covered = [tuple(map(int, row[-1].split("/"))) for row in rows[:-1]]
    assert tuple(map(sum, zip(*covered, strict=True))) == (555, 559)
    amounts = [int(row[1].replace(".", "")) for row in rows]
    assert sum(amounts[:-1]) == amounts[-1]


def test_preliminary_figures_say_so(source_of: Make, tmp_path: Path, helpers: Any) -> None:
    early = helpers.snapshot(tmp_path, "poverty", "2023", helpers.poverty("2023"), status="preliminary")
    source = source_of([early])
    built = build(source, office_of(source.place))
    assert "3,17% (số sơ bộ)" in under(built.document, "IV.2")[0]
    assert under(note.build(built, office_of(source.place)), "II") != ["Không có."]


def test_an_unknown_figure_is_said_with_its_reason(source_of: Make, snapshots: list[Snapshot]) -> None:
    """Titles of 2024 do not pass by themselves to the communes of July 2025."""
    later = [one for one in snapshots if one.dataset == "ntm"]
    source = source_of(later)
    source.figure("commune_ntm_count", later[0].period)
    key = ("commune_ntm_count", later[0].period, None)
    from mtqg.core.reasons import Reason

    why = (Reason("Phải công nhận lại.", ""),)
    source._figures[key] = replace(source._figures[key], exact=None, part=None, reasons=why)
    built = build(source, office_of(source.place))
    said = under(built.document, "IV.1")[1]
    assert "(ngày 16/10/2024): chưa xác định. Phải công nhận lại." in said
    assert "9 xã" in said


@pytest.fixture(scope="module")
def second(source_of: Make, snapshots: list[Snapshot], tmp_path_factory: Any, helpers: Any) -> tuple[Built, Built]:
    """The reports before and after one more commune was recognised and edition 2 closed."""
    folder = tmp_path_factory.mktemp("second")
    more = helpers.snapshot(
        folder, "ntm", "2021..2024-10-16", helpers.recognitions(more=1), edition=2, reason="Bổ sung một quyết định"
    )
    sources = (source_of(snapshots), source_of([*snapshots, more]))
    first, last = (build(source, office_of(source.place)) for source in sources)
    return first, last


def test_one_more_row_changes_exactly_the_sentences_that_rest_on_it(second: tuple[Built, Built]) -> None:
    first, last = (under_all(built.document) for built in second)
    changed = [label for label in first if first[label] != last[label]]
    assert changed == ["IV.1 ¶1", "IV.1 ¶2"]
    assert last["IV.1 ¶1"] == first["IV.1 ¶1"].replace("12 xã", "13 xã")
    assert last["IV.1 ¶2"] == first["IV.1 ¶2"].replace("52 xã", "53 xã")
    texts = [[entry["text"] for entry in trace(built.document)] for built in second]
    assert sum(a != b for a, b in zip(*texts, strict=False)) >= 2


def under_all(document: Document) -> dict[str, str]:
    labels = [one.label for one in document.body if isinstance(one, Heading) and one.label]
    return {f"{at} ¶{n}": text for at in labels for n, text in enumerate(under(document, at), 1)}


def test_the_change_table_gives_both_values_and_the_reason(second: tuple[Built, Built]) -> None:
    rows = table_of(second[1].document, "Biểu 4")
    assert [row[2:5] for row in rows] == [["12", "13", "+1"], ["52", "53", "+1"]]
    assert all(row[5] == "lần 2: Bổ sung một quyết định" for row in rows)


def test_the_number_of_before_names_its_edition(second: tuple[Built, Built]) -> None:
    _, last = second
    asked = ("commune_ntm_recognised_count", "38")
    found = panels(last.document, last.writer.source).panels
    about = [one for one in found if (one.figure.measure.name, one.figure.place.code) == asked]
    commands = {one.value: one.command for one in about}
    assert commands["12 xã"].endswith("--locality 38 --period 2021..2024-10-16 --edition 1")
    assert commands["13 xã"].endswith("--locality 38 --period 2021..2024-10-16")


def test_without_an_earlier_edition_there_is_nothing_to_compare(second: tuple[Built, Built]) -> None:
    assert under(second[0].document, "Phụ lục IV")[0].startswith("Mọi số liệu trong báo cáo lấy từ bản chốt lần đầu")


def test_the_editions_and_the_head_of_the_chain_stand_at_the_end(built: Built) -> None:
    said = text_of(built.document.closing[0].runs)
    assert "poverty 38 kỳ 2023 lần 1" in said
    assert f"42, dấu kiểm {'ab' * 32}." in said  # the whole of it, as ``verify --head`` asks for it


def test_one_closed_year_is_said_once_and_what_a_change_needs(source_of: Make, tmp_path: Path, helpers: Any) -> None:
    source = source_of([helpers.snapshot(tmp_path, "poverty", "2023", helpers.poverty("2023"))])
    said = under(build(source, office_of(source.place)).document, "IV.2")[1]
    assert said.count("Tỷ lệ hộ nghèo (năm 2023)") == 1
    assert "cần số liệu đã chốt của ít nhất hai năm liền nhau" in said


def test_counts_below_ten_are_padded_by_the_offices_choice(source: ShelfSource) -> None:
    built = build(source, replace(office_of(source.place), padded=True))
    assert "có thêm 03 huyện, 12 xã" in under(built.document, "IV.1")[0]


def test_the_office_may_name_itself(source: ShelfSource, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(
        'issuer = ["TỈNH THANH HÓA", "VĂN PHÒNG ĐIỀU PHỐI"]\npadded = true\n', "utf-8"
    )
    office = office_of(source.place, tmp_path)
    assert office.issuer == ("TỈNH THANH HÓA", "VĂN PHÒNG ĐIỀU PHỐI")
    assert office.padded and office.place == "Thanh Hóa"


@pytest.mark.parametrize("text", ["nobody = 1", "padded = 1", "issuer = 'x'", "= broken"])
def test_an_office_file_with_an_unknown_key_is_refused(source: ShelfSource, tmp_path: Path, text: str) -> None:
    (tmp_path / "office.toml").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        office_of(source.place, tmp_path)
    assert refused.value.problems[0].code == "R-006"


def test_every_printed_number_has_a_figure_and_a_place_of_its_own(built: Built) -> None:
    entries = trace(built.document)
    assert len({(one["place"]) for one in entries}) == len(entries) == len(printed(built.document))
    assert all(one["figure"]["measure"] and one["text"] for one in entries)
    first = next(one for one in entries if one["place"] == "IV.1 ¶1 [2]")
    assert (first["text"], first["figure"]["measure"], first["figure"]["value"]) == (
        "12",
        "commune_ntm_recognised_count",
        "12",
    )


@pytest.mark.parametrize("measure", ["poor_household_rate", "commune_ntm_count", "commune_ntm_recognised_count"])
def test_a_unit_below_has_the_figure_that_is_had_by_asking_for_it(source: ShelfSource, measure: str) -> None:
    period = source.last(measure)
    assert period is not None
    for one in source.children(source.figure(measure, period))[:6]:
        asked = figure(replace(one.question, standard=one.standard), source.shelf)
        assert one.as_json() == asked.as_json()


@pytest.mark.parametrize(
    ("code", "name", "place", "all_of"),
    [
        ("407", "thị xã Nghi Sơn", "Nghi Sơn", "toàn thị xã"),
        ("14845", "thị trấn Mường Lát", "Mường Lát", "toàn thị trấn"),
        ("380", "thành phố Thanh Hóa", "Thanh Hóa", "toàn thành phố"),
        ("384", "huyện Mường Lát", "Mường Lát", "toàn huyện"),
    ],
)
def test_kinds_of_two_words_stay_whole(
    source_of: Make, snapshots: list[Snapshot], code: str, name: str, place: str, all_of: str
) -> None:
    source = source_of(snapshots, locality=code)
    office = office_of(source.place)
    assert (office.name, office.place) == (f"Ủy ban nhân dân {name}", place)
    said = under(build(source, office).document, "I")[0]
    assert f"{all_of} có" in said


def test_a_number_of_households_says_which_communes_it_speaks_for(
    source_of: Make, tmp_path: Path, helpers: Any
) -> None:
    source = source_of([helpers.snapshot(tmp_path, "poverty", "2023", helpers.poverty("2023", without=4))])
    said = under(build(source, office_of(source.place)).document, "I")[0]
    assert re.search(r"có [\d.]+ \(số liệu của 555/559 đơn vị\) hộ dân cư", said)


def test_one_year_is_not_called_years(source_of: Make, snapshots: list[Snapshot]) -> None:
    source = source_of(snapshots, as_of=dt.date(2023, 6, 30))
    said = under(build(source, office_of(source.place)).document, "IV.2")[1]
    assert "(tính cho năm 2022)" in said and "kết quả năm 2022" in said
