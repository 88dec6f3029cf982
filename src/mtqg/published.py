"""Figures on the basis "published": a measure read from what was printed, never mixed with the register."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from mtqg.catalogue import CATALOGUE
from mtqg.core.errors import Refused, code
from mtqg.core.figure import Figure, Question
from mtqg.core.instance import open_instance
from mtqg.core.measure import Ratio
from mtqg.law.book import seed as law_seed
from mtqg.statements.figures import PublishedFigure, published
from mtqg.statements.model import Statement
from mtqg.statements.office import office_statements

NOT_PUBLISHED = code(
    "C-051",
    vi="Chỉ tiêu {given} chưa nối với số liệu đã công bố.",
    en="The measure {given} is not tied to published numbers.",
    remedy_vi="Dùng --basis register, hoặc một trong: {known}.",
    remedy_en="Use --basis register, or one of: {known}.",
    wrong_use=True,
)


NO_STATES = code(
    "C-052",
    vi="Số liệu đã công bố không có lần chốt hay thời điểm ghi nhận: {given}.",
    en="Published numbers have no editions and no acts: {given}.",
    remedy_vi="Bỏ --edition và --known, hoặc dùng --basis register.",
    remedy_en="Leave out --edition and --known, or use --basis register.",
    wrong_use=True,
)


def published_figure(question: Question, home: Path | None = None) -> Figure:
    """The figure from statements about the units that make up the locality; their sums are divided, never averaged.

    home: the instance whose own published numbers count too.
    """
    found, measure = _found(question, _own(home))
    have, of = found.coverage
    return Figure(
        measure=measure,
        question=question,
        place=found.locality,
        standard=found.standard or None,
        basis="published",
        exact=found.exact,
        part=_whole(found.part),
        whole=_whole(found.whole),
        have=have,
        of=of,
        law=tuple(law_seed().citation(cite.document, cite.place) for cite in measure.law),
        reasons=found.reasons,
    )


def published_explanation(question: Question, *, of: str, home: Path | None = None) -> dict[str, Any]:
    """The figure, the numbers of each constituent, and the statements with where they were printed."""
    figure = published_figure(question, home)
    found, _ = _found(question, _own(home))
    parts = [
        {
            "locality": {"code": one.version.code, "name": one.version.name},
            "part": _whole(one.part.value) if one.part else None,
            "whole": _whole(one.whole.value) if one.whole else None,
        }
        for one in found.constituents
    ]
    rows = [
        {
            "id": statement.id,
            "locality": one.version.code,
            "amount": _whole(statement.value),
            "values": statement.as_json(),
            "source": {"file": statement.publication, "sheet": "", "cell": statement.place},
            "act": None,
            "decision": None,
        }
        for one in found.constituents
        if (statement := one.part if of == "part" else one.whole)
    ]
    page = {"number": 1, "size": len(rows), "pages": 1, "rows": len(rows)}
    return {**figure.as_json(), "parts": parts, "of": of, "rows": rows, "page": page}


def _own(home: Path | None) -> tuple[Statement, ...]:
    return office_statements(open_instance(home)) if home is not None else ()


def _found(question: Question, own: Sequence[Statement]) -> tuple[PublishedFigure, Ratio]:
    measure = CATALOGUE.measure(question.measure)
    tied = [one.name for one in CATALOGUE.measures.values() if isinstance(one, Ratio) and one.published]
    if not isinstance(measure, Ratio) or measure.published is None:
        raise Refused(NOT_PUBLISHED.at(given=question.measure, known=", ".join(tied)))
    states = {"--edition": question.edition, "--known": None if question.known == "now" else question.known}
    if asked := [f"{option} {value}" for option, value in states.items() if value is not None]:
        raise Refused(NO_STATES.at(given=", ".join(asked)))
    last = question.period.last
    standard = question.standard or (law_seed().standard_on(measure.standards, last) if measure.standards else None)
    part, whole = measure.published
    found = published(
        measure.name,
        question.locality,
        question.boundaries,
        question.period,
        standard or "",
        part=part,
        whole=whole,
        scale=measure.scale,
        places=measure.places,
        more=own,
    )
    return found, measure


def _whole(value: Any) -> int | None:
    """Households are whole; a statement that is not stays visible through the checks of statements."""
    if value is None:
        return None
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else None
