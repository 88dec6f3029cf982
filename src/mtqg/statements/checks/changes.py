"""A printed change, or its mean per year, and the difference of the two numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from mtqg.core.numbers import rounded
from mtqg.statements import wording
from mtqg.statements.checks.common import exact_interval, finding
from mtqg.statements.links import Linked
from mtqg.statements.model import ERROR, NOTE, WARNING, Finding, Key, Statement
from mtqg.statements.numbers import Interval, vietnamese
from mtqg.statements.times import read_time

YEARLY = "change_per_year"


def change_is_difference(linked: Linked) -> Iterator[Finding]:
    """A change is the end less the start; per year, divided by the years; in steps, the sum of the steps.

    Rounded numbers stand for intervals, narrowed by the counts behind the rates. A change that fits only the
    difference of the rounded rates is told as such; so is, as a note, one that fits although they give another.
    """
    levels = _Levels(linked)
    for change in linked.statements:
        if change.key.form:
            yield from _against_levels(linked, levels, change)
    yield from _steps(linked)
    yield from _additions(linked, levels)


class _Levels:
    """Levels by what they are about, whatever their day of reference."""

    def __init__(self, linked: Linked) -> None:
        self.found: dict[Key, list[Statement]] = defaultdict(list)
        self.periods: dict[Key, set[str]] = defaultdict(set)
        for one in linked.levels:
            self.found[one.key.but(as_of="")].append(one)
            self.periods[one.key.but(as_of="", period="")].add(one.key.period)

    def at(self, key: Key, period: str, rounds: tuple[str, ...]) -> list[Statement]:
        plain = key.but(period=period, as_of="", form="", since="")
        return [one for name in rounds for one in self.found.get(plain.but(round=name), ())]

    def other_periods(self, key: Key) -> list[str]:
        return sorted(self.periods[key.but(as_of="", period="", form="", since="", round="final")])


@dataclass(frozen=True)
class _Pair:
    start: Statement
    end: Statement
    years: int

    def plain(self) -> Fraction:
        return (Fraction(self.end.value) - Fraction(self.start.value)) / self.years

    def interval(self, linked: Linked | None) -> Interval | None:
        """The differences that the prints allow, narrowed by counts where ``linked`` is given."""
        ends = [exact_interval(linked, one) if linked else one.interval for one in (self.end, self.start)]
        difference = ends[0].minus(ends[1])
        return difference.times(Fraction(1, self.years)) if difference else None


def _against_levels(linked: Linked, levels: _Levels, change: Statement) -> Iterator[Finding]:
    pairs = _pairs(levels, change, change.key.since)
    if not pairs:
        yield from _against_own_change(linked, change)
        return
    if any(_meets(pair.interval(linked), change) for pair in pairs):
        yield from _noted(pairs, change)
    elif any(_meets(pair.interval(None), change) for pair in pairs):
        yield _only_rounded(linked, pairs, change)
    else:
        yield _wrong(linked, levels, pairs, change)


def _pairs(levels: _Levels, change: Statement, since: str) -> list[_Pair]:
    """Start and end of a change. Its own publication is asked first, then all others."""
    ends = levels.at(change.key, change.key.period, (change.key.round,))
    starts = levels.at(change.key, since, tuple(dict.fromkeys((change.key.round, "final"))))
    years = _years(since, change.key.period) if change.key.form == YEARLY else 1
    if years < 1:
        return []
    found = [_Pair(start, end, years) for start in _own(starts, change) for end in _own(ends, change)]
    return sorted(found, key=lambda pair: not (pair.start.published and pair.end.published))


def _own(found: list[Statement], change: Statement) -> list[Statement]:
    return [one for one in found if one.publication == change.publication] or found


def _years(since: str, period: str) -> int:
    first, last = read_time(since).year, read_time(period).year
    return last - first if first and last else 0


def _meets(interval: Interval | None, change: Statement) -> bool:
    return interval is None or interval.meets(change.interval)


def _difference(pair: _Pair, decimals: int) -> str:
    """The subtraction as it would be done by hand."""
    end, start = (vietnamese(one.value, min(one.decimals, 4)) for one in (pair.end, pair.start))
    shown = vietnamese(pair.plain(), decimals)
    return f"({end} − {start}) / {pair.years} = {shown}" if pair.years > 1 else f"{end} − {start} = {shown}"


def _noted(pairs: list[_Pair], change: Statement) -> Iterator[Finding]:
    pair = pairs[0]
    plain = rounded(pair.plain(), change.decimals)
    if pair.start.published and pair.end.published and plain != change.value:
        sentence = (
            f"{wording.about(change)}; trừ hai số đã in thì được {_difference(pair, change.decimals + 1)}, tức "
            f"{vietnamese(plain)}. Hai số khớp nhau trong sai số làm tròn, không phải mâu thuẫn."
        )
        yield _finding(change, (pair.start, pair.end), str(plain), sentence, NOTE)


def _only_rounded(linked: Linked, pairs: list[_Pair], change: Statement) -> Finding:
    pair = pairs[0]
    exact = pair.interval(linked)
    shown = wording.between(exact, change.decimals + 2) if exact else "?"
    sentence = (
        f"{wording.about(change)}; tính từ số hộ thì mức thay đổi là {shown}. Số in ra chỉ khớp khi trừ hai tỷ lệ đã "
        f"làm tròn ({wording.number(pair.start)} và {wording.number(pair.end)})."
    )
    implied = str(rounded(exact.middle, change.decimals)) if exact else ""
    return _finding(change, (pair.start, pair.end), implied, sentence, WARNING)


def _wrong(linked: Linked, levels: _Levels, pairs: list[_Pair], change: Statement) -> Finding:
    pair = pairs[0]
    sentence = f"{wording.about(change)}, nhưng {_difference(pair, change.decimals)}"
    sentence += _other_start(levels, change) + _from_own_change(linked, levels, change)
    implied = str(rounded(pair.plain(), change.decimals))
    firm = pair.start.published and pair.end.published
    return _finding(change, (pair.start, pair.end), implied, sentence + ".", ERROR if firm else WARNING)


def _other_start(levels: _Levels, change: Statement) -> str:
    """Another start from which the printed change would be right."""
    for since in _fitting_starts(levels, change):
        return f"; số in ra khớp khi so với {since}: {_difference(_pairs(levels, change, since)[0], change.decimals)}"
    return ""


def _fitting_starts(levels: _Levels, change: Statement) -> Iterator[str]:
    for since in levels.other_periods(change.key):
        if since not in (change.key.since, change.key.period):
            pairs = _pairs(levels, change, since)
            if pairs and any(_meets(pair.interval(None), change) for pair in pairs):
                yield since


def _from_own_change(linked: Linked, levels: _Levels, change: Statement) -> str:
    """The mean that follows from the change printed in the same place, over its years."""
    whole = _own_change(linked, change)
    if whole is None:
        return ""
    told = []
    for since in (change.key.since, *_fitting_starts(levels, whole)):
        years = _years(since, change.key.period)
        if years > 1:
            mean = vietnamese(Fraction(whole.value) / years, change.decimals)
            told.append(f"{vietnamese(whole.value)} / {years} năm (từ {since}) = {mean}")
    return "; " + "; ".join(told) if told else ""


def _own_change(linked: Linked, change: Statement) -> Statement | None:
    if change.key.form != YEARLY:
        return None
    return linked.best(change.key.but(form="change"), change)


def _against_own_change(linked: Linked, change: Statement) -> Iterator[Finding]:
    """Where the levels are not printed, a mean per year is still the printed change over its years."""
    whole = _own_change(linked, change)
    years = _years(change.key.since, change.key.period)
    if whole is None or years < 1:
        return
    if not whole.interval.times(Fraction(1, years)).meets(change.interval):
        mean = rounded(Fraction(whole.value) / years, change.decimals)
        sentence = f"{wording.about(change)}, nhưng {vietnamese(whole.value)} / {years} năm = {vietnamese(mean)}."
        yield _finding(change, (whole,), str(mean), sentence, ERROR)


def _steps(linked: Linked) -> Iterator[Finding]:
    """Changes printed year by year add up to the change printed over all the years."""
    steps: dict[tuple[Key, str], dict[str, Statement]] = defaultdict(dict)
    for one in linked.statements:
        if one.key.form == "change":
            steps[_series(one.key), one.publication].setdefault(one.key.since, one)
            known = steps[_series(one.key), one.publication][one.key.since]
            if one.key.period < known.key.period:
                steps[_series(one.key), one.publication][one.key.since] = one
    for whole in linked.statements:
        if whole.key.form == "change":
            path = _path(steps[_series(whole.key), whole.publication], whole)
            total = reduce(Interval.plus, (one.interval for one in path)) if len(path) > 1 else whole.interval
            if not total.meets(whole.interval):
                value = sum((one.value for one in path), Decimal(0))
                sentence = f"{wording.about(whole)}, nhưng các kỳ cộng lại {wording.added(path)} = {vietnamese(value)}."
                yield _finding(whole, path, str(value), sentence, ERROR)


def _series(key: Key) -> Key:
    return key.but(period="", since="", round="", as_of="")


def _path(steps: dict[str, Statement], whole: Statement) -> tuple[Statement, ...]:
    """The steps that lead from the start of a change to its end without a gap; nothing where one is missing."""
    path: list[Statement] = []
    at = whole.key.since
    while at in steps and at < whole.key.period and steps[at] != whole:
        path.append(steps[at])
        at = steps[at].key.period
    return tuple(path) if at == whole.key.period else ()


def _additions(linked: Linked, levels: _Levels) -> Iterator[Finding]:
    """A stock cannot grow in a year by more than what was added in it; it may grow by less, when titles lapse."""
    for added in linked.levels:
        if not added.key.measure.endswith("_added") or added.flow != "flow" or added.last is None:
            continue
        key = added.key.but(measure=added.key.measure.removesuffix("_added"))
        now = linked.best(key, added)
        before = _last_year_end(levels, key, added.last.year - 1)
        growth = now.interval.minus(before.interval) if now and before else None
        limit = added.interval.high
        if now and before and growth and limit is not None and growth.low > limit:
            total = vietnamese(before.value + added.value)
            sentence = (
                f"{wording.about(now)}, nhưng số cuối năm trước {vietnamese(before.value)} + tăng thêm "
                f"{vietnamese(added.value)} = {total}: tăng nhiều hơn số được thêm."
            )
            yield _finding(now, (before, added), str(before.value + added.value), sentence, WARNING)


def _last_year_end(levels: _Levels, key: Key, year: int) -> Statement | None:
    for period in (f"{year}-12-31", f"{year}-12", f"{year}"):
        for one in levels.at(key, period, ("final",)):
            if one.flow == "stock":
                return one
    return None


def _finding(change: Statement, others: tuple[Statement, ...], implied: str, sentence: str, severity: str) -> Finding:
    return finding(
        "change_is_difference",
        (change, *others),
        printed=change.text,
        implied=implied,
        explanation=sentence,
        severity=severity,
    )
