"""Coded errors."""

import json

import pytest

from mtqg.core import errors
from mtqg.core.period import read_period


def test_a_refusal_says_what_was_given_and_what_to_do(monkeypatch):
    monkeypatch.setenv("MTQG_LANG", "vi")
    with pytest.raises(errors.Refused) as refused:
        read_period("tháng chín")
    assert refused.value.exit_code == 2
    said = refused.value.problems[0].as_json()
    assert said["code"] == "C-010"
    assert said["given"] == "tháng chín"
    assert "2023-09" in said["remedy"]
    json.dumps(said)


def test_a_code_is_declared_once():
    with pytest.raises(ValueError, match="C-010"):
        errors.code("C-010", vi="", en="", remedy_vi="", remedy_en="")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021..2024-10-16", "2021-01-01", "2024-10-16"),
    ],
)
def test_a_period_includes_both_ends(text, first, last):
    period = read_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(("spoken", "said"), [("en", "no dataset named “xx”"), ("vi", "Không có bộ số liệu tên “xx”")])
def test_what_has_no_such_name_is_said_in_the_language_asked_for(monkeypatch, spoken, said):
    from mtqg.catalogue import CATALOGUE
    from mtqg.core.errors import Refused

    monkeypatch.setenv("MTQG_LANG", spoken)
    with pytest.raises(Refused) as refused:
        CATALOGUE.dataset("xx")
    assert said in str(refused.value.problems[0])
