"""What is said beside a number: printed or worked out, its standing, and nothing more."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from mtqg.statements.checks import check
from mtqg.statements.labels import label
from mtqg.statements.model import Finding, Statement
from mtqg.statements.places import Places
from mtqg.statements.provenance import publication, standard, worked_out
from mtqg.statements.read import SEED_PUBLICATIONS, read_file, shapes
from mtqg.statements.scopes import SEED
from mtqg.statements.tables.money import StatedBase, stated_base

Row = dict[str, str]


def test_worked_out_numbers_are_never_published(shipped: tuple[Statement, ...]) -> None:
    """What the sources call derived, and what only a sum or difference of other numbers gives."""
    by_id = {one.id: one for one in shipped}
    for name in (
        "poverty/da-nang/2021/households",
        "poverty/da-nang/2022/households",
        "poverty/thanh-hoa/2022/poor-rate",
        "poverty/viet-nam/2021/poor-rate",
        "poverty/viet-nam/2024/near-poor",
        "poverty/viet-nam/2024/near-poor-rate",
        "poverty/74-huyen-ngheo-quyet-dinh-353-qd-ttg/2021/poor-rate",
        "ntm/viet-nam/2021-12/communes-advanced/value",
        "capital/thanh-hoa/2021-2025/dtts/central/total/disbursed/included/2025-06-31/amount-bn-vnd",
        "capital/quang-nam/2024/all3/state-budget/total/disbursed/included/2024-04-10/rate-pct",
    ):
        assert by_id[name].published is False, name
    for name in (
        "poverty/quang-nam/2022/households",
        "poverty/viet-nam/2024/poor",
        "poverty/thanh-hoa/2023/poor-rate",
        "poverty/da-nang/2022/near-poor-rate",
        "capital/quang-nam/2024/all3/state-budget/total/disbursed/included/2024-04-10/amount-bn-vnd",
    ):
        assert by_id[name].published is True, name


def test_all_households_recovered_from_rates_are_worked_out(shipped: tuple[Statement, ...]) -> None:
    recovered = [one for one in shipped if one.key.measure == "households" and "iPoor" in one.publication]
    assert len(recovered) == 115
    assert not any(one.published for one in recovered)


@pytest.mark.parametrize(
    ("column", "value", "source", "expected"),
    [
        ("near_poor", "659389", "QD 217; near_poor = 1,258,997 - 599,608 and 4.06 - 1.93 (derived here)", True),
        ("near_poor_rate", "2.13", "QD 217; near_poor = 1,258,997 - 599,608 and 4.06 - 1.93 (derived here)", True),
        ("poor", "599608", "QD 217; near_poor = 1,258,997 - 599,608 and 4.06 - 1.93 (derived here)", False),
        ("households", "12", "data set: counts; households and poor_rate derived here from near_poor", True),
        ("near_poor", "12", "data set: counts; households and poor_rate derived here from near_poor", False),
        ("poor", "69239", "QD 71. Published poor+near total 169,566 is 90 more than the parts", False),
    ],
)
def test_the_source_says_what_was_worked_out(column: str, value: str, source: str, expected: bool) -> None:
    assert worked_out(column, Decimal(value), source) is expected


def test_each_column_has_its_publication() -> None:
    source = "poor_rate: province report a.vn; counts, near_poor_rate and EM rate: iPoor dataset"
    assert publication("poor_rate", source) == "poor_rate: province report a.vn"
    assert publication("em_poor_rate", source) == "iPoor dataset"
    explained = "Decision 71 (a.vn). Published poor+near total 169,566 is 90 more than the parts"
    assert publication("poor", explained) == "Decision 71"


def test_2021_has_two_results_and_earlier_years_the_old_line() -> None:
    assert standard(2021, "Decision 125, OLD LINE 2016-2020") == "poverty-2016"
    assert standard(2021, "a.vn") == standard(2024, "a.vn") == "poverty-2022"
    assert standard(2019, "a.vn") == "poverty-2016"


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("disbursed / plan (implied base 2,226; 1,708.2/2,700 would be 63 %)", StatedBase("disbursed", "plan")),
        ("of 177.810 carried over from 2022, 2023", StatedBase(number="177.810")),
        ("implied base 1,176.7", StatedBase()),
        ("published rate", StatedBase()),
        ("computed", StatedBase(computed=True)),
        ("allocated in yearly plans / medium-term plan", StatedBase("allocated", "medium_term_plan")),
    ],
)
def test_a_base_is_read_as_stated_and_remarks_are_left(text: str, base: StatedBase) -> None:
    assert stated_base(text) == base


def test_the_printed_text_is_kept(shipped: tuple[Statement, ...]) -> None:
    texts = {one.id: one.text for one in shipped}
    assert texts["ethnic/ben-tre/2022/em-near-poor"] == "25.084817642069552"
    assert texts["poverty/viet-nam/2021/poor-rate"] == "5.20"
    assert texts["totals/da-nang-cung-quang-nam/2025/plan/dtts/all/recurrent/2025-11-30/value"] == ">565"


def test_every_statement_has_a_name_of_its_own_and_a_vietnamese_label(shipped: tuple[Statement, ...]) -> None:
    assert len({one.id for one in shipped}) == len(shipped)
    assert not [one.key.measure for one in shipped if one.key.measure in label(one.key.measure)]
    assert all(one.publication and one.place for one in shipped if one.published and one.standing == "read")


def test_remarks_are_no_input(tmp_path: Path, places: Places) -> None:
    """Explanations put into every note, and every bracket emptied of sources, change no finding."""

    remarks = {"note": "sum 1,234 is 5 more; derived; 99.9 % stated", "anomaly": "em_near>near"}

    def remarked(table: str, row: Row) -> Row:
        said = ("certainty", "rate_base", "source") if table in ("poverty", "ntm") else ("certainty", "rate_base")
        without = {name: re.sub(r" ?\([^()]*\)", "", row[name]) for name in said if name in row}
        return {**row, **without, **{name: text for name, text in remarks.items() if name in row}}

    plain = outcome(tmp_path / "plain", lambda table, row: row, places)
    assert plain == outcome(tmp_path / "remarked", remarked, places)
    assert len(plain) > 40


def outcome(folder: Path, change: Callable[[str, Row], Row], places: Places) -> list[object]:
    folder.mkdir()
    statements: list[Statement] = []
    for shape in shapes():
        with (SEED / f"{shape.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        path = folder / f"{shape.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(change(shape.name, row) for row in rows)
        statements += read_file(path, publication=SEED_PUBLICATIONS.get(shape.name, "")).statements
    return [told(one) for one in check(places.resolved(statements), places.below)]


def told(one: Finding) -> tuple[object, ...]:
    return one.test, one.severity, tuple(each.id for each in one.statements), one.printed, one.implied
