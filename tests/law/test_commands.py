"""``mtqg law`` as an officer types it."""

from __future__ import annotations

import json

import pytest

from mtqg.cli import main


@pytest.fixture
def run(capsys):
    """Output and exit code of a command."""

    def command(*arguments):
        try:
            main(list(arguments))
            code = 0
        except SystemExit as asked:
            code = asked.code
        captured = capsys.readouterr()
        return captured.out, captured.err, code

    return command


@pytest.fixture
def ask(run):
    """The JSON that a command gives."""

    def command(*arguments):
        out, _, code = run("--format", "json", *arguments)
        assert code == 0
        return json.loads(out)

    return command


def test_the_list_holds_the_register_and_can_be_narrowed(ask, law):
    assert len(ask("law", "list")) == len(law.documents)
    assert {row["issued_by"] for row in ask("law", "list", "--issuer", "thu tuong")} == {"Thủ tướng Chính phủ"}
    found = {row["number"]: row["in_force"] for row in ask("law", "list", "--in-force-on", "2026-08-24")}
    assert "363/2005/QĐ-UBDT" not in found
    assert found["03/2026/TT-DTTG"] == "yes"
    assert found["318/QĐ-TTg"] == "unknown"


def test_a_document_is_shown_with_links_provisions_and_values(ask):
    shown = ask("law", "show", "07/2021/NĐ-CP")
    assert (shown["number"], shown["issued_by"], shown["signed_on"]) == ("07/2021/NĐ-CP", "Chính phủ", "2021-01-27")
    assert {(link["link"], link["number"], link["acts"]) for link in shown["links"]} >= {
        ("amends", "30/2025/NĐ-CP", False),
        ("extends", "07/2021/NĐ-CP", True),
    }
    assert "Điều 3 khoản 2 điểm a" in {provision["place"] for provision in shown["provisions"]}
    assert {value["value"] for value in shown["values"] if value["name"] == "income_limit_vnd"} == {1500000, 2000000}


def test_values_can_be_asked_by_name_and_day(ask):
    found = ask("law", "values", "--name", "income_limit", "--on", "2024-10-16")
    assert {(row["area"], row["value"], row["standing"], row["judges"]) for row in found} == {
        ("rural", 140, "reported", True),
        ("urban", 175, "reported", True),
    }


def test_a_day_without_a_value_is_null_with_its_reason(ask):
    found = ask("law", "values", "--name", "income_limit", "--on", "2027-01-01")
    assert {row["area"] for row in found} == {"rural", "urban"}
    assert all(row["value"] is None and "351/2025/NĐ-CP" in row["reason"] for row in found)


def test_pending_says_what_waits_and_for_what(ask):
    found = ask("law", "values", "--pending")
    assert found["unverified"] and all(not row["judges"] and row["waits"] for row in found["unverified"])
    texts = {text["id"]: text for text in found["missing_texts"]}
    assert len(texts) >= 10 and all(text["waits"] and text["closed_by"] for text in texts.values())
    assert "minority_area_poor_household_rate" in texts["M-10"]["waits"]
    one = ask("law", "values", "--pending", "--name", "ocop_star_from", "--on", "2025-07-06")
    assert {row["group"] for row in one["unverified"]} == {"4", "3", "2"}
    assert [text["id"] for text in one["missing_texts"]] == ["M-03"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("law", "list"), ["Số, ký hiệu", "07/2021/TT-BLĐTBXH", "văn bản"]),
        (("law", "show", "148/QĐ-TTg"), ["được sửa đổi bởi", "1489/QĐ-TTg", "từ 24/02/2023", "phần A"]),
        (("law", "values", "--on", "2026-12-31"), ["đến hết 31/12/2026", "1.500.000", "nông thôn"]),
        (("law", "values", "--pending"), ["chờ xác nhận", "Văn bản còn thiếu", "M-01", "đang chờ"]),
    ],
)
def test_the_text_is_vietnamese(run, arguments, words):
    out, _, code = run(*arguments)
    assert code == 0
    assert all(word in out for word in words)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("law", "show", "7/2021"), "V-021"),
        (("law", "values", "--name", "income"), "V-026"),
        (("law", "values", "--pending", "--name", "income"), "V-026"),
        (("law", "values", "--on", "31/12/2026"), "C-011"),
    ],
)
def test_wrong_use_is_a_coded_error_with_exit_2(run, arguments, code):
    out, err, exit_code = run(*arguments)
    assert (out, exit_code) == ("", 2)
    assert err.startswith(code)


VIETNAMESE = ("văn bản", "Hiệu lực", "Mức tin cậy", "Trị số", "nông thôn", "điểm ", "chưa", "đang chờ", "từ ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("law", "values", "--name", "income_limit", "--on", "2024-10-16"),
            ["rural", "points", "reported", "from 01/"],
        ),
        (("law", "values", "--name", "income_limit", "--on", "2015-12-31"), ["income_limit urban: no confirmed value"]),
    ],
)
def test_the_text_is_english_where_that_is_asked(run, monkeypatch, arguments, words):
    monkeypatch.setenv("MTQG_LANG", "en")
    out, _, _ = run(*arguments)
    assert all(word in out for word in words)
    assert not [word for word in VIETNAMESE if word in out]


def test_heads_and_standings_are_english_where_that_is_asked(run, monkeypatch):
    """The subject of a document and what a text says are quoted: they stay Vietnamese."""
    monkeypatch.setenv("MTQG_LANG", "en")
    listed, shown = run("law", "list")[0], run("law", "show", "148/QĐ-TTg")[0]
    waiting = run("law", "values", "--pending")[0]
    assert "Standing" in listed and "Mức tin cậy" not in listed
    assert "amended by" in shown and "được sửa đổi bởi" not in shown
    assert "wait for confirmation" in waiting and "Văn bản còn thiếu" not in waiting


def test_a_missing_value_names_its_case_in_vietnamese(run):
    out, _, _ = run("law", "values", "--name", "income_limit", "--on", "2027-01-01")
    assert "nông thôn" in out and "rural" not in out
