"""The loader refuses what it does not know, and says everything that is wrong at once."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from mtqg.core.errors import Refused
from mtqg.law import book
from mtqg.law.book import Law


def test_the_shipped_book_is_accepted(rows, codes):
    assert codes(rows) == []


def test_a_book_can_be_rebuilt_from_its_plain_rows(law, rows):
    assert Law.build(rows) == law
    assert Law.build(json.loads(json.dumps(rows))) == law


def test_rows_may_hold_days_and_none_where_a_csv_holds_text(law, rows):
    for table in rows.values():
        for row in table:
            for column, cell in row.items():
                if cell == "":
                    row[column] = None
                elif column in ("valid_from", "valid_to", "signed_on"):
                    row[column] = dt.date.fromisoformat(cell)
    assert Law.build(rows) == law


def test_an_unknown_table_and_a_missing_one_are_errors(rows, codes):
    rows["rumours"] = []
    del rows["links"]
    assert codes(rows) == ["V-001", "V-001"]


def test_an_unknown_column_is_an_error(rows, codes, line):
    line("values", name="income_limit")["hint"] = "140"
    assert codes(rows) == ["V-002"]


def test_a_missing_column_is_an_error(rows, codes, line):
    del line("values", name="income_limit")["note"]
    assert codes(rows) == ["V-002"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("valid_from", "01/01/2022"),
        ("valid_from", ""),
        ("valid_to", "2026-02-30"),
        ("area", "suburban"),
        ("standing", "probable"),
        ("value", ""),
        ("place", ""),
        ("issuer", ""),
    ],
)
def test_a_cell_that_cannot_be_read_is_an_error(rows, codes, line, column, cell):
    line("values", name="income_limit", standard="poverty-2022")[column] = cell
    assert codes(rows) == ["V-003"]


def test_a_line_that_stands_twice_is_an_error(rows, codes, line):
    rows["values"].append(dict(line("values", name="income_limit")))
    assert codes(rows) == ["V-004"]


@pytest.mark.parametrize("table", ["documents", "links", "provisions", "values"])
def test_a_line_without_a_source_is_an_error(rows, codes, table):
    rows[table][-1]["source"] = ""
    assert codes(rows) == ["V-005"]


@pytest.mark.parametrize(("table", "column"), [("values", "document"), ("links", "number"), ("links", "other_number")])
def test_a_citation_that_is_not_in_the_register_is_an_error(rows, codes, table, column):
    rows[table][0][column] = "999/2099/QĐ-TTg"
    assert codes(rows) == ["V-006"]


def test_a_citation_with_another_day_of_signing_is_another_document(rows, codes, line):
    line("values", name="income_limit", standard="poverty-2022")["signed_on"] = "2021-07-19"
    assert codes(rows) == ["V-006"]


def test_a_missing_text_names_only_documents_of_the_register(rows, codes):
    rows["missing"][0]["documents"] += "; 999/2099/QĐ-TTg"
    assert codes(rows) == ["V-006"]


def test_a_place_that_the_book_does_not_hold_is_an_error(rows, codes, line):
    line("values", name="income_limit", standard="poverty-2022")["place"] = "Điều 99"
    assert codes(rows) == ["V-007"]


def test_an_undeclared_name_is_an_error_with_the_near_names(rows, line):
    line("values", name="income_limit")["name"] = "income_limits"
    with pytest.raises(Refused) as refused:
        Law.build(rows)
    assert [problem.code for problem in refused.value.problems] == ["V-008"]
    assert "income_limit" in refused.value.problems[0].remedy


def test_a_standard_of_another_kind_is_an_error(rows, codes, line):
    line("values", name="income_limit")["standard"] = "ocop-2023"
    assert codes(rows) == ["V-009"]


def test_a_standard_where_the_name_has_none_is_an_error(rows, codes, line):
    line("values", name="refund_days")["standard"] = "poverty-2022"
    assert codes(rows) == ["V-009"]


def test_a_value_with_the_wrong_unit_is_an_error(rows, codes, line):
    line("values", name="income_limit")["unit"] = "vnd"
    assert codes(rows) == ["V-010"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("income_limit", "140,5"),
        ("income_limit_vnd", "1.500.000"),
        ("review_first_day", "31-12"),
        ("refund_days", "030"),
    ],
)
def test_a_value_that_does_not_fit_its_unit_is_an_error(rows, codes, line, name, value):
    line("values", name=name)["value"] = value
    assert codes(rows) == ["V-011"]


@pytest.mark.parametrize(("name", "column", "cell"), [("income_limit", "area", ""), ("refund_days", "area", "rural")])
def test_keys_must_be_exactly_the_declared_ones(rows, codes, line, name, column, cell):
    # The urban line of the same days would otherwise hide behind the rural one.
    rows["values"] = [line("values", name=name)]
    line("values", name=name)[column] = cell
    assert codes(rows) == ["V-012"]


def test_two_values_for_one_key_on_a_day_are_an_error(rows, codes, line):
    twin = dict(line("values", name="income_limit", valid_from="2022-01-01", area="rural"))
    rows["values"].append({**twin, "valid_from": "2023-01-01", "valid_to": "2023-02-01", "value": "150"})
    assert codes(rows) == ["V-013"]


def test_a_line_without_an_end_overlaps_every_later_one(rows, codes, line):
    line("values", name="income_limit", valid_from="2022-01-01", area="rural")["valid_to"] = ""
    assert codes(rows) == ["V-013"]


def test_the_day_on_which_one_line_ends_may_be_the_first_of_the_next(rows, codes, line):
    old = line("values", name="refund_days")
    rows["values"].append({**old, "valid_from": "2027-01-01", "value": "15"})
    old["valid_to"] = "2027-01-01"
    assert codes(rows) == []


def test_two_standards_that_decide_on_one_day_are_an_error(rows, codes, line):
    line("standards", name="poverty-2022")["applied_to"] = "2027-01-02"
    assert codes(rows) == ["V-013"]


def test_an_end_before_the_first_day_is_an_error(rows, codes, line):
    line("values", name="refund_days")["valid_to"] = "2026-03-25"
    assert codes(rows) == ["V-014"]


def test_all_errors_of_all_tables_come_at_once(rows, codes, line):
    line("values", name="refund_days")["unit"] = "months"
    line("values", name="income_limit")["source"] = ""
    line("documents", number="148/QĐ-TTg")["signed_on"] = "24/02/2023"
    rows["links"][0]["standing"] = "sure"
    found = codes(rows)
    assert {"V-003", "V-005", "V-010"} <= set(found)
    assert found.count("V-003") == 2
    assert "V-006" in found  # the values that cite the unreadable document


def test_a_seed_with_another_header_or_a_short_line_is_refused(tmp_path, monkeypatch):
    seeds = book.Path(book.__file__).parent / "seed"
    for broken in (
        "name,kind\n",
        "name,kind,label_vi,applied_from,applied_to,issuer,document,issued_by,signed_on,note\nx,y\n",
    ):
        folder = tmp_path / str(len(broken)) / "seed"
        folder.mkdir(parents=True)
        for file in seeds.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        (folder / "standards.csv").write_text(broken, encoding="utf-8")
        monkeypatch.setattr(book, "__file__", str(folder.parent / "book.py"))
        with pytest.raises(Refused) as refused:
            book.seed.__wrapped__()
        assert refused.value.problems[0].code == "V-002"
