"""The same thing printed twice with two numbers; the same number printed for two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from mtqg.statements import terms, wording
from mtqg.statements.checks.common import finding
from mtqg.statements.labels import label
from mtqg.statements.links import Linked
from mtqg.statements.model import ERROR, WARNING, Finding, Statement
from mtqg.statements.numbers import COUNT
from mtqg.statements.scopes import Scope

# Smaller numbers repeat by chance: of two counts of households of one province, one in a thousand or so.
TELLING_COUNT = 1_000
TELLING_IN_ONE_PLACE = 100


def same_printed_twice(linked: Linked) -> Iterator[Finding]:
    """One thing has one number; a large number belongs to one thing and one year."""
    yield from _two_values(linked)
    yield from _same_in_next_period(linked)
    yield from _same_for_two_things(linked)


def repeats(statements: Iterable[Statement], one: Statement) -> list[Statement]:
    """The same large count of the same place and measure for other periods."""
    if not _is_telling(one, TELLING_COUNT):
        return []
    plain = one.key.but(period="")
    return [
        other
        for other in statements
        if other.value == one.value and other.key != one.key and other.key.but(period="") == plain
    ]


def _two_values(linked: Linked) -> Iterator[Finding]:
    for group in linked.by_key.values():
        known = [one for one in group if one.published]
        if any(not one.interval.meets(two.interval) for one, two in combinations(known, 2)):
            values = " và ".join(dict.fromkeys(wording.number(one) for one in known))
            sentence = f"{wording.subject(known[0])} được in hai giá trị: {values}{_elsewhere(linked, known)}."
            yield finding(
                "same_printed_twice",
                tuple(known),
                printed=known[-1].text,
                implied=known[0].text,
                explanation=sentence,
                severity=ERROR,
            )


def _elsewhere(linked: Linked, known: list[Statement]) -> str:
    """Where the same numbers stand for another measure or year of the place: a hint at what went wrong."""
    hints = []
    for one in known:
        for other in linked.by_place[one.key.scope]:
            same = one.value and other.value == one.value and other.unit == one.unit
            if same and other.key not in {two.key for two in known}:
                hints.append(f"{wording.number(one)} cũng là {wording.subject(other)}")
    return "; " + "; ".join(dict.fromkeys(hints)) if hints else ""


def _same_in_next_period(linked: Linked) -> Iterator[Finding]:
    series: dict[object, dict[str, Statement]] = defaultdict(dict)
    for one in linked.levels:
        if _is_telling(one, TELLING_COUNT) and one.flow == "stock" and not one.key.as_of:
            series[one.key.but(period="")].setdefault(one.key.period, one)
    pairs: dict[tuple[Scope, str, str], list[tuple[Statement, Statement]]] = defaultdict(list)
    for by_period in series.values():
        for first, second in pairwise(sorted(by_period)):
            one, two = by_period[first], by_period[second]
            if one.value == two.value:
                pairs[one.key.scope, first, second].append((one, two))
    for (_, first, second), found in pairs.items():
        yield _repeated(first, second, found)


def _repeated(first: str, second: str, found: list[tuple[Statement, Statement]]) -> Finding:
    named = "; ".join(f"{label(one.key.measure)} {wording.number(one)}" for one, _ in found)
    scope = found[0][0].key.scope.printed
    derived = "" if all(one.published for pair in found for one in pair) else " (số suy ra, không in)"
    sentence = f"{scope}: kỳ {first} và kỳ {second} cùng một số{derived}: {named}; có thể đã chép lại số kỳ trước."
    statements = tuple(one for pair in found for one in pair)
    return finding(
        "same_printed_twice",
        statements,
        printed=found[0][1].text,
        implied="",
        explanation=sentence,
        severity=WARNING,
    )


def _same_for_two_things(linked: Linked) -> Iterator[Finding]:
    by_value: dict[tuple[Scope, object], list[Statement]] = defaultdict(list)
    for one in linked.levels:
        if _is_telling(one, TELLING_IN_ONE_PLACE) and one.flow not in ("target", "plan") and one.published:
            by_value[one.key.scope, one.value].append(one)
    for group in by_value.values():
        found = [(one, two) for one, two in combinations(group, 2) if _are_two_things(one, two)]
        if found:
            statements = tuple(dict.fromkeys(one for pair in found for one in pair))
            yield _two_things(statements)


def _are_two_things(one: Statement, two: Statement) -> bool:
    """Different measures of one publication, or of one family of measures; not a set and its subset."""
    first, second = one.key.measure, two.key.measure
    if first == second or _related(first, second) or one.key.kind != two.key.kind:
        return False
    same_page = one.publication == two.publication and one.key.period == two.key.period
    return same_page or (_family(first) == _family(second) and not _family(first).startswith("base:"))


def _related(first: str, second: str) -> bool:
    if "base:" in first + second or terms.SUBSETS.get(first) == second or terms.SUBSETS.get(second) == first:
        return True
    return any(
        first in _names(partition) and second in _names(partition)
        for partition in terms.PARTITIONS
        if partition.column == "measure"
    )


def _names(partition: terms.Partition) -> Iterable[str]:
    return (*partition.whole, *(name for names in partition.parts for name in names), *partition.more)


def _family(measure: str) -> str:
    return measure.partition("_")[0]


def _two_things(statements: tuple[Statement, ...]) -> Finding:
    one = statements[0]
    things = "; ".join(f"{wording.subject(two)} ({two.publication})" for two in statements)
    sentence = f"{one.key.scope.printed}: cùng số {wording.number(one)} in cho hai việc khác nhau: {things}."
    return finding(
        "same_printed_twice", statements, printed=one.text, implied="", explanation=sentence, severity=WARNING
    )


def _is_telling(one: Statement, least: int) -> bool:
    return terms.nature(one.key.measure, one.unit) == COUNT and one.value >= least and not one.number.prefix
