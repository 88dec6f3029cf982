from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg.statements.numbers import COUNT, MONEY, RATE, Interval, is_unsure, notations, read_number, rounded, vietnamese


@pytest.mark.parametrize(
    ("text", "notation", "value"),
    [
        ("12,5 %", "comma", "12.5"),
        ("1.234,5", "comma", "1234.5"),
        ("1,234.5", "point", "1234.5"),
        ("1.234.567", "comma", "1234567"),
        ("137664.959", "point", "137664.959"),
        ("25.084817642069552", "point", "25.084817642069552"),
        ("hơn 2.700", "comma", "2700"),
        ("-3,27", "comma", "-3.27"),
        ("−3,27", "comma", "-3.27"),
        ("0.0060", "point", "0.0060"),
    ],
)
def test_a_printed_number_is_read_in_its_notation(text: str, notation: str, value: str) -> None:
    assert notation in notations(text)
    number = read_number(text, notation)
    assert number.value == Decimal(value)
    assert number.text == text


@pytest.mark.parametrize(
    "text", ["88,8,6%", "12.34.5", "1.23.456", "abc", "%", "-", "1 234", "12,5.", ",5", "1e5", "--1"]
)
def test_what_is_no_number_is_read_in_no_notation(text: str) -> None:
    assert notations(text) == set()


def test_three_digits_after_one_mark_are_unsure() -> None:
    assert is_unsure("1.234")
    assert is_unsure("350,561 %")
    assert not any(map(is_unsure, ("1234", "12,5", "0.123", "1.234.567", "1.234,5", "1.2345")))


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("3.52", RATE, "3.515", "3.525"),
        ("58", RATE, "57.5", "58.5"),
        ("50", RATE, "49.5", "50.5"),
        ("35320", COUNT, "35320", "35320"),
        ("300500", COUNT, "300500", "300500"),
        ("4820.1", MONEY, "4820.05", "4820.15"),
        ("6005", MONEY, "6004.5", "6005.5"),
        ("75000", MONEY, "74500", "75500"),
        ("1000", MONEY, "950", "1050"),
        ("2700", MONEY, "2699.5", "2700.5"),
        (">565", MONEY, "565", "566"),
        ("~2480", MONEY, "2470", "2490"),
        ("<75000", MONEY, "74000", "75000"),
        (">9850", COUNT, "9850", "9860"),
    ],
)
def test_a_print_stands_for_the_values_that_round_to_it(text: str, kind: str, low: str, high: str) -> None:
    assert read_number(text).interval(kind) == Interval(Fraction(low), Fraction(high))


@given(value=st.decimals(min_value=0, max_value=10**9, places=4), decimals=st.integers(0, 3))
def test_a_value_lies_in_the_interval_of_its_rounded_print(value: Decimal, decimals: int) -> None:
    printed = read_number(str(rounded(Fraction(value), decimals)))
    interval = printed.interval(RATE)
    assert interval.high is not None
    assert interval.low <= Fraction(value) <= interval.high


def test_rounding_is_half_up_away_from_zero() -> None:
    assert rounded(Fraction("1.565"), 2) == Decimal("1.57")
    assert rounded(Fraction("-1.565"), 2) == Decimal("-1.57")
    assert rounded(Fraction("2.4"), 0) == Decimal("2")


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert vietnamese(Decimal("1972767")) == "1.972.767"
    assert vietnamese(Decimal("6748.3")) == "6.748,3"
