"""Ask for a figure: the instance's snapshots, or what was published."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from mtqg.books import opened_shelf
from mtqg.core.errors import Refused
from mtqg.core.figure import Figure, Question, figure
from mtqg.core.instance import open_instance
from mtqg.core.period import Period
from mtqg.core.shelf import Shelf
from mtqg.core.terminal import NO_HOME


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
    home: Path | None, *, basis: str = "register", known: dt.datetime | int | None = None, **asked: Any
) -> Figure:
    """The figure for these selectors (those of ``question_of``), from the snapshots or from what was published."""
    question = question_of(**asked)
    if basis == "published":
        from mtqg.published import published_figure

        return published_figure(question, home)
    with _shelf(home, known) as shelf:
        return figure(question, shelf)


def explanation(
    home: Path | None,
    *,
    of: str,
    page: int,
    size: int,
    basis: str = "register",
    known: dt.datetime | int | None = None,
    **asked: Any,
) -> tuple[Figure, dict[str, Any]]:
    """The figure and its explanation as the contract shapes it."""
    question = question_of(**asked)
    if basis == "published":
        from mtqg.published import published_explanation, published_figure

        return published_figure(question, home), published_explanation(question, of=of, home=home)
    from mtqg.core.explain import Page, explain
    from mtqg.law.book import Law
    from mtqg.poverty.explain import with_proposal

    with _shelf(home, known) as shelf:
        law = shelf.books.law
        assert isinstance(law, Law)
        found = figure(question, shelf)
        said = explain(
            found, shelf, of=of, page=Page(page, size), enrich=lambda table, rows: with_proposal(table, rows, law)
        )
    return found, said


def _shelf(home: Path | None, known: dt.datetime | int | None) -> AbstractContextManager[Shelf]:
    if home is None:
        raise Refused(NO_HOME.at())
    return opened_shelf(open_instance(home), known)
