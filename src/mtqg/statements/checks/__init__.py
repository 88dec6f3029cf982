"""The named tests: each takes linked statements and gives findings. ``check`` runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mtqg.statements.checks.changes import change_is_difference
from mtqg.statements.checks.counts import count_is_whole_number
from mtqg.statements.checks.days import day_exists
from mtqg.statements.checks.larger import part_larger_than_whole, share_at_most_100
from mtqg.statements.checks.means import mean_of_rates
from mtqg.statements.checks.rates import other_base, rate_is_amount_over_base
from mtqg.statements.checks.sums import sum_of_parts
from mtqg.statements.checks.twice import same_printed_twice
from mtqg.statements.links import Below, Linked
from mtqg.statements.model import Finding, Statement

Test = Callable[[Linked], Iterable[Finding]]

TESTS: tuple[Test, ...] = (
    sum_of_parts,
    rate_is_amount_over_base,
    other_base,
    change_is_difference,
    share_at_most_100,
    same_printed_twice,
    part_larger_than_whole,
    count_is_whole_number,
    mean_of_rates,
    day_exists,
)


def check(statements: Iterable[Statement], below: Below | None = None) -> list[Finding]:
    """Everything that the named tests find, in the order of the tests; ``below`` as in ``Linked``."""
    linked = Linked(statements, below)
    return [finding for test in TESTS for finding in test(linked)]
