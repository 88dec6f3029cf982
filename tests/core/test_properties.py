"""What must hold for any rows: totals are the sum of their localities, later acts change no older answer."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqg.core.numbers import decimal_text, rounded

COMMUNES = ("14845", "14848", "14854", "14866", "14872", "15772")
ANYTHING = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

rows = st.lists(
    st.tuples(st.sampled_from(COMMUNES), st.integers(1, 500), st.sampled_from(["poor", "near_poor", "not_poor", None])),
    min_size=1,
    max_size=25,
)


def _fill(office, make, given_rows):
    office.add(
        "household_counts",
        [make["counts"](f"{code}-{at:02}", code, households) for at, (code, households, _) in enumerate(given_rows)],
    )
    office.add(
        "poverty_sheets",
        [make["sheet"](f"H{at}", code, decided) for at, (code, _, decided) in enumerate(given_rows)],
    )


@ANYTHING
@given(given_rows=rows)
def test_a_total_is_the_sum_of_its_localities(new_office, make, given_rows):
    office = new_office()
    _fill(office, make, given_rows)
    office.close("poverty", "2023")
    whole = office.ask("poor_household_rate", "2023")
    assert whole.part == sum(decided == "poor" for _, _, decided in given_rows)
    assert whole.whole == sum(households for _, households, _ in given_rows)
    for children in (_children(office, whole, "district"), _children(office, whole, "commune")):
        assert sum(one.part for one in children) == whole.part
        assert sum(one.whole for one in children) == whole.whole


@ANYTHING
@given(first=rows, later=rows)
def test_a_later_act_never_changes_what_was_known_before_it(new_office, make, first, later):
    office = new_office()
    _fill(office, make, first)
    office.close("poverty", "2023")
    before = office.ask("poor_household_rate", "2023").as_json()
    n = office.instance_now.chain.n
    _fill(office, make, [(code, households + 1, decided) for code, households, decided in later])
    office.close("poverty", "2023", reason="bổ sung")
    again = office.ask("poor_household_rate", "2023", known=n).as_json()
    assert again == before
    assert office.ask("poor_household_rate", "2023", edition=1).as_json() == before


@given(part=st.integers(0, 10**9), whole=st.integers(1, 10**9), places=st.integers(0, 4))
def test_the_printed_value_is_within_half_a_unit_of_the_exact_one(part, whole, places):
    from decimal import Decimal
    from fractions import Fraction

    exact = Fraction(100 * part, whole)
    printed = rounded(exact, places)
    assert abs(Fraction(printed) - exact) <= Fraction(1, 2 * 10**places)
    assert abs(Fraction(Decimal(decimal_text(exact))) - exact) < Fraction(1, 10**20)


def _children(office, figure, level):
    codes = set(figure.readings["part"].reported)
    if level == "district":
        from mtqg.localities.book import Localities

        codes = {Localities.seed().version(code, dt.date(2023, 12, 31)).parent_code for code in codes}
    return [office.ask("poor_household_rate", "2023", locality=code) for code in sorted(codes)]
