"""The rate of a merged unit is not the plain mean of the rates of what was merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from mtqg.core.numbers import rounded
from mtqg.statements import terms, wording
from mtqg.statements.checks.common import HUNDRED, common_base, finding
from mtqg.statements.links import Linked
from mtqg.statements.model import ERROR, Finding, Key, Statement
from mtqg.statements.numbers import Interval, vietnamese
from mtqg.statements.scopes import Scope


def mean_of_rates(linked: Linked) -> Iterator[Finding]:
    """A merged rate that equals the mean of the old rates, but not the amounts added and divided last."""
    for rate in linked.levels:
        if rate.key.measure not in terms.RATES or len(rate.key.scope.parts) < 2:
            continue
        keys = [rate.key.but(scope=_old(name, rate.key.scope)) for name in rate.key.scope.parts]
        rates = [linked.best(key, rate) for key in keys]
        readded = _readded(linked, rate, keys)
        known = tuple(one for one in rates if one)
        if readded is None or len(known) < len(keys):
            continue
        mean = reduce(Interval.plus, (one.interval for one in known)).times(Fraction(1, len(known)))
        if mean.meets(rate.interval) and not readded.meets(rate.interval):
            yield _finding(rate, known, readded)


def _old(name: str, merged: Scope) -> Scope:
    return replace(merged, name=name, merged=False, parts=(), printed=name, code="", valid_from="")


def _readded(linked: Linked, rate: Statement, keys: list[Key]) -> Interval | None:
    """Amounts of the parts over their bases, each added first."""
    amount_name, base_name = terms.RATES[rate.key.measure]
    amounts = [linked.best(key.but(measure=amount_name), rate) for key in keys]
    bases = [common_base(linked, key, base_name) for key in keys]
    if not all(amounts) or not all(bases):
        return None
    amount = reduce(Interval.plus, (one.interval for one in amounts if one))
    base = reduce(Interval.plus, (one for one in bases if one))
    quotient = amount.over(base)
    return quotient.times(HUNDRED) if quotient else None


def _finding(rate: Statement, old: tuple[Statement, ...], readded: Interval) -> Finding:
    mean = sum((Fraction(one.value) for one in old), Fraction(0)) / len(old)
    sentence = (
        f"{wording.about(rate)}, đúng bằng trung bình cộng của "
        f"{' và '.join(wording.number(one) for one in old)} ({vietnamese(mean, rate.decimals)}); cộng số hộ rồi mới "
        f"chia thì được {wording.between(readded, rate.decimals)} %."
    )
    return finding(
        "mean_of_rates",
        (rate, *old),
        printed=rate.text,
        implied=str(rounded(readded.middle, rate.decimals)),
        explanation=sentence,
        severity=ERROR,
    )
