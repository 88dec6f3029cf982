"""Figures from published numbers, on the boundaries of any day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mtqg.asking import question_of
from mtqg.core.errors import Refused
from mtqg.core.period import read_period
from mtqg.published import published_figure
from mtqg.statements.figures import PublishedFigure, published
from mtqg.statements.model import Statement

MERGER = dt.date(2025, 7, 1)


def poor_rate(code: str, on: dt.date, period: str) -> PublishedFigure:
    return published("poor_household_rate", code, on, read_period(period), "poverty-2022")


def test_a_merged_rate_adds_before_it_divides() -> None:
    """Đà Nẵng on today's boundaries is old Đà Nẵng and Quảng Nam: 32,952 of 739,801, not the mean of two rates."""
    figure = poor_rate("48", MERGER, "2022")
    assert (figure.part, figure.whole) == (Decimal(32952), Decimal(739801))
    assert figure.value == Decimal("4.45")
    assert figure.coverage == (2, 2)
    assert {one.value for one in figure.statements} == {3806, 29146, 300501, 439300}


def test_the_weak_number_is_named() -> None:
    reason = poor_rate("48", MERGER, "2022").reason
    assert "300.501" in reason
    assert "suy ra" in reason
    assert "2021" in reason
    assert "439.300" not in reason


def test_the_statements_used_are_listed_with_their_standing() -> None:
    shape = poor_rate("48", MERGER, "2022").as_json()
    standings = {one["value"]: (one["standing"], one["published"]) for one in shape["statements"]}
    assert standings["300501"] == ("reported", False)
    assert standings["439300"] == ("read", True)
    assert shape["basis"] == "published"


def test_a_constituent_without_a_number_leaves_the_figure_unknown() -> None:
    figure = poor_rate("48", MERGER, "2023")
    assert figure.value is None
    assert figure.part is None
    assert figure.coverage == (1, 2)
    assert "Đà Nẵng" in figure.reason
    assert "2023" in figure.reason


def test_a_province_on_its_own_boundaries_is_read_directly() -> None:
    figure = poor_rate("49", dt.date(2023, 12, 31), "2023")
    assert (figure.value, figure.reason) == (Decimal("5.57"), "")


def test_another_standard_is_another_number() -> None:
    figure = published("poor_household_rate", "49", dt.date(2022, 12, 31), read_period("2022"), "poverty-2016")
    assert figure.value is None


def test_any_part_and_whole_can_be_named() -> None:
    day = dt.date(2022, 12, 31)
    figure = published(
        "x", "49", day, read_period("2022"), "poverty-2022", part="near_poor_households", whole="households"
    )
    assert figure.value == Decimal("1.97")


def test_a_printed_number_goes_before_a_worked_out_one(shipped: tuple[Statement, ...]) -> None:
    (worked_out,) = [one for one in shipped if one.id == "poverty/da-nang/2022/households"]
    printed = replace(
        worked_out,
        id="x",
        published=True,
        number=replace(worked_out.number, value=Decimal(310000), text="310000"),
    )
    figure = published(
        "poor_household_rate", "48", MERGER, read_period("2022"), "poverty-2022", statements=[*shipped, printed]
    )
    assert figure.whole == 310000 + 439300
    assert figure.reason == ""


def test_an_unknown_locality_is_refused() -> None:
    with pytest.raises(Refused):
        poor_rate("49", MERGER, "2022")


def test_a_missing_number_names_the_standard_under_which_there_is_one() -> None:
    """2021 was published under the line of 2022 as well: who asks without a standard hears of it."""
    under_old = published("poor_household_rate", "48", dt.date(2025, 7, 1), read_period("2021"), "poverty-2016")
    assert under_old.value is None
    assert "có số theo poverty-2022: chọn bằng --standard." in under_old.reason
    nothing = published("poor_household_rate", "48", dt.date(2025, 7, 1), read_period("2019"), "poverty-2016")
    assert "--standard" not in nothing.reason


@pytest.mark.parametrize("state", [{"edition": 2}, {"known_text": "2020-01-01"}])
def test_published_numbers_have_no_editions_and_no_acts(state: dict[str, Any]) -> None:
    """A number printed in 2023 was not known in 2020; the answer does not say that it was."""
    asked = question_of(measure="poor_household_rate", locality="49", period=read_period("2022"), **state)
    with pytest.raises(Refused) as refused:
        published_figure(asked)
    assert [one.code for one in refused.value.problems] == ["C-052"]
