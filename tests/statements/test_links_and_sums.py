from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache, reduce
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg.statements.checks import check
from mtqg.statements.checks.sums import sum_of_parts
from mtqg.statements.figures import shipped_places
from mtqg.statements.links import Linked, PartOf
from mtqg.statements.model import Finding, Statement
from mtqg.statements.numbers import Interval
from mtqg.statements.places import Places

Tested = Callable[..., list[Finding]]


@cache
def agreeing() -> list[PartOf]:
    """Complete partitions of the shipped numbers that add up."""
    links = Linked(shipped_places()).parts_of
    return [
        link
        for link in links
        if link.complete and reduce(Interval.plus, (one.interval for one in link.parts)).meets(link.whole.interval)
    ]


def width(one: Statement) -> Decimal:
    interval = one.interval
    assert interval.high is not None
    return Decimal(ceil(interval.high - interval.low))


def moved(one: Statement, by: Decimal) -> Statement:
    """The number changed by at least so much, printed with as many decimals and no closing zero."""
    unit = Decimal(1).scaleb(-one.decimals)
    value = (one.value + by).quantize(unit) // (unit * 10) * (unit * 10) + unit * 11
    return replace(one, number=replace(one.number, text=str(value), value=value, prefix=""))


def test_the_rules_link_what_the_pages_call_whole_and_parts() -> None:
    rules = {link.rule for link in agreeing()}
    assert {"measure", "kind", "source", "programme", "carry", "six regions", "halves", "items"} <= rules


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_changing_one_number_of_an_agreeing_partition_is_found(data: st.DataObject) -> None:
    """Whole or part, moved by more than all the rounding of the partition: a finding names it."""
    link = data.draw(st.sampled_from(agreeing()))
    members = [link.whole, *link.parts]
    chosen = data.draw(st.sampled_from(members))
    by = sum(map(width, members), Decimal(1)) * data.draw(st.integers(1, 50))
    changed = moved(chosen, by)
    findings = list(sum_of_parts(Linked([changed if one is chosen else one for one in members])))
    assert any(changed in finding.statements for finding in findings)


def test_one_household_too_many_among_all_numbers_is_found(shipped: tuple[Statement, ...], places: Places) -> None:
    (rural,) = [one for one in shipped if one.text == "22846"]
    changed = replace(rural, number=replace(rural.number, text="22847", value=Decimal(22847)))
    findings = check([changed if one is rural else one for one in shipped], places.below)
    (finding,) = [one for one in findings if changed in one.statements]
    assert (finding.test, finding.printed, finding.implied) == ("sum_of_parts", "24669", "24670")


def poverty(unit: str, level: str, **cells: str) -> dict[str, str]:
    return {"unit": unit, "level": level, "year": "2023", "source": "báo cáo", **cells}


def test_missing_parts_raise_no_alarm(tested: Tested) -> None:
    assert (
        tested("poverty", poverty("Sơn La", "province", poor="100"), poverty("Sơn La - urban", "sub-area", poor="20"))
        == []
    )


def test_known_parts_above_the_whole_do(tested: Tested) -> None:
    rows = [poverty("Sơn La", "province", poor="100"), poverty("Sơn La - urban", "sub-area", poor="120")]
    (finding,) = tested("poverty", *rows)
    assert (finding.test, finding.printed, finding.implied) == ("sum_of_parts", "100", "120")


def test_districts_must_add_up_only_when_all_are_there(tested: Tested, places: Places) -> None:
    """Côn Đảo's province has eight districts; the register of the day says when the set is complete."""
    import datetime as dt

    day = dt.date(2023, 12, 31)
    province = next(one for one in places.book.tree(day, level="province") if one.bare_name == "Bà Rịa - Vũng Tàu")
    districts = [one.bare_name for one in places.book.children(province.code, day)]
    whole = poverty("Bà Rịa - Vũng Tàu", "province", near_poor=str(10 * len(districts) + 1))
    parts = [poverty(f"{name} (Bà Rịa - Vũng Tàu)", "district", near_poor="10") for name in districts]
    assert tested("poverty", whole, *parts[1:]) == []
    (finding,) = tested("poverty", whole, *parts)
    assert finding.implied == str(10 * len(districts))


def test_a_district_without_its_province_in_print_is_placed_by_the_register(tested: Tested) -> None:
    rows = [poverty("Quảng Nam", "province", poor="100"), poverty("Bắc Trà My", "district", poor="101")]
    (finding,) = tested("poverty", *rows)
    assert finding.test == "sum_of_parts"


def test_units_that_nobody_knows_are_tested_too(tested: Tested) -> None:
    rows = [
        poverty("Tỉnh Nào Đó", "province", households="1000", poor="50", poor_rate="5.1"),
        poverty("Tỉnh Nào Đó - thành thị", "sub-area", poor="20"),
        poverty("Tỉnh Nào Đó - nông thôn", "sub-area", poor="31"),
    ]
    assert {one.test for one in tested("poverty", *rows)} == {"sum_of_parts", "rate_is_amount_over_base"}


def money(**cells: str) -> dict[str, str]:
    fixed = {"area": "Sơn La", "level": "province", "period": "2025", "as_of": "2025-06-30", "publisher_url": "a.vn"}
    given = {"programme": "DTTS", "source": "all", "kind": "total", "measure": "plan", "certainty": "read"}
    return {**fixed, **given, **cells}


def test_rounded_money_adds_up_within_its_print(tested: Tested) -> None:
    parts = [money(kind="investment", amount_bn_vnd="48.3"), money(kind="recurrent", amount_bn_vnd="26.6")]
    assert tested("capital", money(amount_bn_vnd="75"), *parts) == []
    assert [one.test for one in tested("capital", money(amount_bn_vnd="75.2"), *parts)] == ["sum_of_parts"]


def test_central_and_local_money_are_not_all_money(tested: Tested) -> None:
    parts = [money(source="central", amount_bn_vnd="50"), money(source="local", amount_bn_vnd="20")]
    assert tested("capital", money(amount_bn_vnd="90"), *parts) == []
    assert tested("capital", money(source="state_budget", amount_bn_vnd="90.1"), *parts) != []
    other = money(source="other", amount_bn_vnd="25")
    assert [one.test for one in tested("capital", money(amount_bn_vnd="90"), *parts, other)] == ["sum_of_parts"]
