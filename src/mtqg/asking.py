"""Ask for a figure: the instance's snapshots, or what was published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from mtqg.books import open_shelf
from mtqg.core.errors import Refused
from mtqg.core.explain import Page, explain
from mtqg.core.figure import Figure, Question, figure
from mtqg.core.instance import open_instance
from mtqg.core.period import Period
from mtqg.core.shelf import Shelf
from mtqg.core.terminal import NO_HOME


def answer(
    home: Path | None,
    *,
    measure: str,
    locality: str,
    period: Period,
    on: dt.date | None = None,
    known: dt.datetime | int | None = None,
    known_text: str = "now",
    standard: str | None = None,
    basis: str = "register",
    edition: int | None = None,
) -> Figure:
    """The figure for these selectors."""
    question = Question(
        measure=measure,
        locality=locality,
        period=period,
        on=on,
        standard=standard,
        edition=edition,
        known=known_text,
    )
    if basis == "published":
        from mtqg.published import published_figure

        return published_figure(question)
    return figure(question, _shelf(home, known))


def explanation(
    home: Path | None, *, of: str, page: int, size: int, known: dt.datetime | int | None = None, **asked: Any
) -> tuple[Figure, dict[str, Any]]:
    """The figure and its explanation as the contract shapes it."""
    if asked.get("basis") == "published":
        from mtqg.published import published_explanation

        found = answer(home, known=known, **asked)
        return found, published_explanation(found, of=of)
    from mtqg.poverty.explain import with_proposal

    shelf = _shelf(home, known)
    asked.pop("basis", None)
    found = figure(Question(known=asked.pop("known_text", "now"), **asked), shelf)
    law = shelf.books.law
    said = explain(
        found, shelf, of=of, page=Page(page, size), enrich=lambda table, rows: with_proposal(table, rows, law)
    )
    return found, said


def _shelf(home: Path | None, known: dt.datetime | int | None) -> Shelf:
    if home is None:
        raise Refused(NO_HOME.at())
    return open_shelf(open_instance(home), known)
