"""Ask for a figure: the instance's snapshots, or what was published."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from mtqg.books import opened_shelf
from mtqg.core.errors import Refused, code
from mtqg.core.figure import Figure, Question
from mtqg.core.instance import open_instance
from mtqg.core.period import Period
from mtqg.core.shelf import Shelf
from mtqg.core.status import Stage, figure_as, stages
from mtqg.core.terminal import NO_HOME

STATUS_WITH = code(
    "C-053",
    vi="Không dùng {given} cùng với {other}.",
    en="{given} does not go with {other}.",
    remedy_vi="Bỏ một trong hai: bản chốt và số đã công bố tự mang tình trạng của mình.",
    remedy_en="Leave one out: an edition and a published number have a status of their own.",
    wrong_use=True,
)


def question_of(
    *,
    measure: str,
    locality: str,
    period: Period,
    on: dt.date | None = None,
    known_text: str = "now",
    standard: str | None = None,
    edition: int | None = None,
) -> Question:
    """The selectors as a question."""
    return Question(
        measure=measure, locality=locality, period=period, on=on, standard=standard, edition=edition, known=known_text
    )


def answer(
    home: Path | None,
    *,
    basis: str = "register",
    known: dt.datetime | int | None = None,
    status: str | None = None,
    **asked: Any,
) -> Figure:
    """The figure for these selectors (those of ``question_of``), from the snapshots or from what was published.

    status: the figure of that status alone, see ``core.status``.
    """
    question = question_of(**asked)
    _refuse_status(basis, status, question)
    if basis == "published":
        from mtqg.published import published_figure

        return published_figure(question, home)
    with _shelf(home, known) as shelf:
        return figure_as(question, shelf, status)


def answered_stages(home: Path | None, *, known: dt.datetime | int | None = None, **asked: Any) -> list[Stage]:
    """The figures of each status that are known, in order, each with what it differs from the one before."""
    with _shelf(home, known) as shelf:
        return stages(question_of(**asked), shelf)


def explanation(
    home: Path | None,
    *,
    of: str,
    page: int,
    size: int,
    basis: str = "register",
    known: dt.datetime | int | None = None,
    status: str | None = None,
    **asked: Any,
) -> tuple[Figure, dict[str, Any]]:
    """The figure and its explanation as the contract shapes it."""
    question = question_of(**asked)
    _refuse_status(basis, status, question)
    if basis == "published":
        from mtqg.published import published_explanation, published_figure

        return published_figure(question, home), published_explanation(question, of=of, home=home)
    from mtqg.core.explain import Page, explain
    from mtqg.law.book import Law
    from mtqg.poverty.explain import with_proposal

    with _shelf(home, known) as shelf:
        law = shelf.books.law
        assert isinstance(law, Law)
        found = figure_as(question, shelf, status)
        said = explain(
            found, shelf, of=of, page=Page(page, size), enrich=lambda table, rows: with_proposal(table, rows, law)
        )
    return found, said


def _refuse_status(basis: str, status: str | None, question: Question) -> None:
    """An edition has its status, and published numbers have their own."""
    other = "--basis published" if basis == "published" else f"--edition {question.edition}"
    if status is not None and (basis == "published" or question.edition is not None):
        raise Refused(STATUS_WITH.at(given=f"--status {status}", other=other))


def _shelf(home: Path | None, known: dt.datetime | int | None) -> AbstractContextManager[Shelf]:
    if home is None:
        raise Refused(NO_HOME.at())
    return opened_shelf(open_instance(home), known)
