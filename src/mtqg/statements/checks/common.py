"""What the tests share: making a finding, and the interval of a base that is known through its rates."""

from __future__ import annotations

from fractions import Fraction

from mtqg.statements import terms
from mtqg.statements.links import Linked
from mtqg.statements.model import ERROR, WARNING, Finding, Key, Statement
from mtqg.statements.numbers import Interval
from mtqg.statements.problems import FINDINGS

HUNDRED = Fraction(100)


def finding(
    test: str,
    statements: tuple[Statement, ...],
    *,
    printed: str,
    implied: str,
    explanation: str,
    severity: str = "",
) -> Finding:
    """A finding; without a severity it is an error, or a warning where a value was worked out by the compiler."""
    strength = severity or (ERROR if all(one.published for one in statements) else WARNING)
    return Finding(FINDINGS[test], test, strength, statements, printed, implied, explanation)


def implied_base(amount: Statement, rate: Statement) -> Interval | None:
    """The bases over which the amount gives the printed rate."""
    return amount.interval.times(HUNDRED).over(rate.interval.from_zero())


def common_base(linked: Linked, key: Key, measure: str) -> Interval | None:
    """What all amounts and rates over one base leave for it, together with the base itself where it is stated.

    None where nothing is known or where the rates exclude each other.
    """
    known = [one.interval for one in linked.by_key.get(key.but(measure=measure), ())]
    for rate_name, (amount_name, base_name) in terms.RATES.items():
        if base_name != measure:
            continue
        for amount in linked.by_key.get(key.but(measure=amount_name), ()):
            for rate in linked.by_key.get(key.but(measure=rate_name), ()):
                if rate.row == amount.row and (base := implied_base(amount, rate)):
                    known.append(base)
    return _all(known)


def exact_interval(linked: Linked, one: Statement) -> Interval:
    """The values of a rate that its amount and base allow; what its own print allows where these are not known."""
    if one.key.measure not in terms.RATES:
        return one.interval
    amount_name, base_name = terms.RATES[one.key.measure]
    base = common_base(linked, one.key, base_name)
    amount = linked.best(one.key.but(measure=amount_name), one)
    exact = amount.interval.times(HUNDRED).over(base) if amount and base else None
    return (exact.both(one.interval) if exact else None) or one.interval


def _all(intervals: list[Interval]) -> Interval | None:
    if not intervals:
        return None
    common: Interval | None = intervals[0]
    for one in intervals[1:]:
        common = common.both(one) if common else None
    return common
