"""A printed rate, its amount and its base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from mtqg.core.numbers import rounded
from mtqg.statements import terms, wording
from mtqg.statements.checks.common import HUNDRED, finding, implied_base
from mtqg.statements.links import Linked, RateOn
from mtqg.statements.model import ERROR, WARNING, Finding, Statement
from mtqg.statements.numbers import Interval, vietnamese


def rate_is_amount_over_base(linked: Linked) -> Iterator[Finding]:
    """The rate is its amount over the base that it means, within the rounding of the three.

    A rate printed as zero beside an amount above zero, over no known base, is told too.
    """
    for link in linked.rates:
        if not link.meant:
            yield from _zero_rate(link)
        elif not any(_fits(link, base) for base in link.bases):
            yield _wrong_rate(link)


def other_base(linked: Linked) -> Iterator[Finding]:
    """The rate does not fit the base that it means, but another printed amount of the same place.

    And two rates over one base that is not printed must leave a number that this base can be.
    """
    for link in linked.rates:
        others = [base for base in link.bases[link.meant :] if _fits(link, base)]
        if link.meant and others and not any(_fits(link, base) for base in link.bases[: link.meant]):
            yield _other_base(link, others[0])
    yield from _two_bases(linked)


def exact_rate(link: RateOn, base: Statement) -> Interval | None:
    quotient = link.amount.interval.over(base.interval)
    return quotient.times(HUNDRED) if quotient else None


def _fits(link: RateOn, base: Statement) -> bool:
    rate = exact_rate(link, base)
    return rate is None or rate.meets(link.rate.interval)


def _quotient(link: RateOn, base: Statement) -> str:
    """amount / base = rate, as a sentence with the decimals of the print."""
    value = Fraction(link.amount.value) / Fraction(base.value)
    return f"{_plain(link.amount)} / {_plain(base)} = {wording.percent(value, _shown(link.rate))}"


def _wrong_rate(link: RateOn) -> Finding:
    base, *more = link.bases[: link.meant]
    value = rounded(Fraction(link.amount.value) / Fraction(base.value) * 100, _shown(link.rate))
    over = implied_base(link.amount, link.rate)
    sentence = f"{wording.about(link.rate)}, nhưng {_quotient(link, base)} ({wording.subject(base)})"
    sentence += "".join(f"; {_quotient(link, one)}" for one in more)
    if over:
        sentence += f"; tỷ lệ in ra cần mẫu số {wording.between(over, min(link.amount.decimals, 1))}"
    guessed = not (link.rate.base_named and base.key.measure in (link.rate.base, f"base:{link.rate.rate_of}"))
    weak = guessed or not (base.published and link.amount.published)
    return finding(
        "rate_is_amount_over_base",
        (link.rate, link.amount, base, *more),
        printed=link.rate.text,
        implied=str(value),
        explanation=sentence + ".",
        severity=WARNING if weak else ERROR,
    )


def _other_base(link: RateOn, other: Statement) -> Finding:
    meant = link.bases[0]
    value = rounded(Fraction(link.amount.value) / Fraction(meant.value) * 100, _shown(link.rate))
    sentence = (
        f"{wording.about(link.rate)}, nhưng {_quotient(link, meant)} ({wording.subject(meant)}); "
        f"tỷ lệ in ra khớp mẫu số khác: {_quotient(link, other)} ({wording.subject(other)})."
    )
    return finding(
        "other_base",
        (link.rate, link.amount, meant, other),
        printed=link.rate.text,
        implied=str(value),
        explanation=sentence,
        severity=WARNING,
    )


def _zero_rate(link: RateOn) -> Iterator[Finding]:
    if link.rate.value == 0 and link.amount.value > 0 and link.rate.decimals > 1:
        over = implied_base(link.amount, link.rate)
        if over:
            sentence = (
                f"{wording.about(link.rate)}, nhưng có {wording.number(link.amount)}; để làm tròn thành 0 thì mẫu số "
                f"phải {wording.between(over, 0)}."
            )
            yield finding(
                "rate_is_amount_over_base",
                (link.rate, link.amount),
                printed=link.rate.text,
                implied="> 0",
                explanation=sentence,
                severity=WARNING,
            )


def _two_bases(linked: Linked) -> Iterator[Finding]:
    groups: dict[tuple[object, ...], list[RateOn]] = defaultdict(list)
    for link in linked.rates:
        if link.rate.key.measure in terms.RATES and not link.meant and link.amount.published:
            groups[link.rate.key.but(measure=link.rate.base), link.rate.base].append(link)
    for links in groups.values():
        for one, two in combinations(links, 2):
            first, second = implied_base(one.amount, one.rate), implied_base(two.amount, two.rate)
            if first and second and not first.meets(second):
                yield _apart(one, two, first, second)


def _apart(one: RateOn, two: RateOn, first: Interval, second: Interval) -> Finding:
    sentence = (
        f"Hai tỷ lệ trên cùng một mẫu số lại suy ra hai mẫu số: {wording.about(one.rate)} với {_plain(one.amount)} "
        f"cần {wording.between(first, 0)}; {wording.about(two.rate)} với {_plain(two.amount)} cần "
        f"{wording.between(second, 0)}."
    )
    return finding(
        "other_base",
        (one.rate, two.rate, one.amount, two.amount),
        printed=one.rate.text,
        implied=str(rounded(second.middle, 0)),
        explanation=sentence,
        severity=WARNING,
    )


def _plain(one: Statement) -> str:
    return vietnamese(one.value, min(one.decimals, 4))


def _shown(rate: Statement) -> int:
    """Decimals to show an exact rate with: those of the print, and at least one."""
    return max(rate.decimals, 1)
