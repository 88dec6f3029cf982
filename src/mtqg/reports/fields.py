"""Fields of a slot: how one figure is printed at its place in a sentence, as runs that stay bound to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from mtqg.core.figure import Figure
from mtqg.programmes.targets import DIRECTIONS, Target
from mtqg.reports import wording
from mtqg.reports.document import Run, Runs


@dataclass(frozen=True)
class Said:
    """A figure in a slot, the target it is held against, and the words for its standard."""

    figure: Figure
    target: Target | None = None
    standard: str = ""
    padded: bool = False

    def number(self, text: str, field: str, target: Target | None = None) -> Run:
        return Run(text, "number", self.figure, field, target)


def printed(figure: Figure, field: str, *, padded: bool = False) -> Runs:
    """A cell of a table: value, part or whole; a dash where it is unknown."""
    said = Said(figure, padded=padded)
    missing = getattr(figure, {"value": "exact"}.get(field, field)) is None
    return (Run("–", "reason", figure, field),) if missing else FIELDS[field](said)


def _value(said: Said) -> Runs:
    return (said.number(wording.value(said.figure, padded=said.padded), "value"),)


def reservations(figure: Figure) -> Runs:
    """Coverage that is not full, and a status below official, follow the value."""
    runs: list[Run] = []
    if figure.fills:
        return (*_filled(figure),)
    if figure.have < figure.of:
        runs += [Run(" (số liệu của "), *coverage(figure), Run(" đơn vị)")]
    if figure.status in ("estimate", "preliminary"):
        runs.append(Run(f" ({wording.STATUSES[figure.status]})"))
    return tuple(runs)


def _filled(figure: Figure) -> Iterator[Run]:
    """An estimate says how many communes sent theirs, for how many somebody chose, and how much of the sum that is."""
    yield Run(f" ({wording.STATUSES['estimate']}; số liệu của ")
    yield from coverage(figure)
    yield Run(" xã, ")
    yield from filled(figure)
    if figure.filled_share is not None:
        yield Run(" chiếm ")
        yield Run(wording.exact(figure.filled_share * 100, 1, "%"), "number", figure, "filled_share")
    yield Run(")")


def filled(figure: Figure) -> Runs:
    """For how many communes a choice is counted."""
    return Run("ước "), Run(wording.number(figure.filled), "number", figure, "filled"), Run(" xã")


def coverage(figure: Figure) -> Runs:
    """How many localities the figure speaks for, of how many."""
    have, of = wording.number(figure.have), wording.number(figure.of)
    return Run(have, "number", figure, "have"), Run("/"), Run(of, "number", figure, "of")


def _amount(field: str) -> Callable[[Said], Runs]:
    def runs(said: Said) -> Runs:
        amount = getattr(said.figure, field)
        return (said.number(wording.count(amount, padded=said.padded), field),)

    return runs


def _ratio(said: Said) -> Runs:
    return (*_amount("part")(said), Run("/"), *_amount("whole")(said))


def _exact(said: Said) -> Fraction:
    assert said.figure.exact is not None  # a sentence with an unknown figure is not worded by its pattern
    return said.figure.exact


def _size(said: Said) -> Runs:
    measure = said.figure.measure
    return (said.number(wording.exact(abs(_exact(said)), measure.places, ""), "value"),)


def _moved(said: Said) -> Runs:
    return (Run("giảm" if _exact(said) >= 0 else "tăng"),)


def _target(said: Said) -> Runs:
    target = _wanted(said)
    values = [one for one in (target.value, target.value_to) if one is not None]
    runs = [said.number(wording.number(one), "target", target) for one in values]
    return (runs[0], *(one for upper in runs[1:] for one in (Run("-"), upper)))


def _bound(said: Said) -> Runs:
    return (Run(DIRECTIONS[_wanted(said).direction]),)


def _target_document(said: Said) -> Runs:
    target = _wanted(said)
    signed = f" ngày {wording.day(target.signed_on)}" if target.signed_on else ""
    return (Run(f"{target.document}{signed}", "law"),)


def _over(said: Said) -> Runs:
    difference = _exact(said) - Fraction(_wanted(said).value)
    text = wording.difference(difference, said.figure.measure.places)
    return (said.number(text, "over_target", _wanted(said)),)


def _over_size(said: Said) -> Runs:
    difference = abs(_exact(said) - Fraction(_wanted(said).value))
    text = wording.exact(difference, said.figure.measure.places, "")
    return (said.number(text, "over_target", _wanted(said)),)


def _compared(said: Said) -> Runs:
    difference = _exact(said) - Fraction(_wanted(said).value)
    return (Run("cao hơn" if difference > 0 else "thấp hơn" if difference < 0 else "chênh lệch so với"),)


def met(said: Said) -> bool:
    """Whether the exact value reaches the target."""
    exact, target = _exact(said), _wanted(said)
    wanted = Fraction(target.value)
    return {
        "at_least": exact >= wanted,
        "more_than": exact > wanted,
        "at_most": exact <= wanted,
        "less_than": exact < wanted,
    }[target.direction]


def _met(said: Said) -> Runs:
    return (Run("đạt" if met(said) else "chưa đạt"),)


def _wanted(said: Said) -> Target:
    assert said.target is not None  # the outline asks for these fields under ``if_target`` only
    return said.target


FIELDS: dict[str, Callable[[Said], Runs]] = {
    "value": _value,
    "size": _size,
    "moved": _moved,
    "part": _amount("part"),
    "whole": _amount("whole"),
    "ratio": _ratio,
    "since": lambda said: (Run(wording.day(said.figure.question.period.first), "day"),),
    "until": lambda said: (Run(wording.day(said.figure.question.period.last), "day"),),
    "year": lambda said: (Run(wording.when(said.figure), "day"),),
    "years": lambda said: (Run(wording.years(said.figure.question.period), "day"),),
    "run": lambda said: (Run(wording.run(said.figure.question.period), "day"),),
    "standard": lambda said: (Run(said.standard, "law"),),
    "target": _target,
    "target_years": lambda said: (Run(wording.years(_wanted(said).period), "day"),),
    "target_document": _target_document,
    "bound": _bound,
    "over": _over,
    "over_size": _over_size,
    "compared": _compared,
    "met": _met,
}
