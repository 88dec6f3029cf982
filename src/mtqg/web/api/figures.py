"""Figures, what they are made of, and the snapshots they are read from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path
from pydantic import Field

from mtqg.acting import read_known
from mtqg.asking import answer, explanation
from mtqg.catalogue import CATALOGUE
from mtqg.commands import editions, measure_list
from mtqg.core.period import Period, read_day, read_period
from mtqg.web import access
from mtqg.web.api import shapes
from mtqg.web.api.declaring import get
from mtqg.web.api.shapes import Day, Text
from mtqg.web.figures.answers import instance
from mtqg.web.figures.rows_beside import reached

MOST_ROWS = 1000
Basis = Literal["register", "published"]
Editions = Annotated[int, Field(ge=1, le=10**6)]


@get("/measures", "see", area="figures", answer=list[shapes.Measure])
def measures(request: HttpRequest) -> list[dict[str, Any]]:
    """What can be asked: what is counted, in which unit, by which law."""
    return measure_list()


@get("/figures/{measure}", "see", area="figures", answer=shapes.Figure, is_of_state=True)
def figure(
    request: HttpRequest,
    measure: Path[Text],
    locality: Text,
    period: Text,
    on: Day | None = None,
    known: Text | None = None,
    standard: Text | None = None,
    basis: Basis = "register",
    edition: Editions | None = None,
) -> dict[str, Any]:
    """A measure for a locality and a period."""
    asked = _asked(request, measure, locality, period, on, known, standard, edition)
    return answer(instance().home, basis=basis, **asked).as_json()


@get("/figures/{measure}/explanation", "see", area="figures", answer=shapes.Explanation, is_of_state=True)
def figure_explanation(
    request: HttpRequest,
    measure: Path[Text],
    locality: Text,
    period: Text,
    of: Literal["part", "whole"] = "part",
    page: Annotated[int, Field(ge=1, le=10**6)] = 1,
    size: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100,
    on: Day | None = None,
    known: Text | None = None,
    standard: Text | None = None,
    basis: Basis = "register",
    edition: Editions | None = None,
) -> dict[str, Any]:
    """A figure with its parts and a page of its rows: each with file, sheet and cell, act and decision."""
    asked = _asked(request, measure, locality, period, on, known, standard, edition)
    found, said = explanation(instance().home, of=of, page=page, size=size, basis=basis, **asked)
    rows, _ = reached(request, said["rows"], found, of)
    paging = said.get("page") or {"number": 1, "size": len(said["rows"]), "pages": 1, "rows": len(said["rows"])}
    return {**said, "rows": rows, "withheld": len(said["rows"]) - len(rows), "page": paging, "of": of}


@get("/snapshots", "see", area="figures", answer=list[shapes.Snapshot], is_of_state=True)
def snapshots(request: HttpRequest) -> list[dict[str, Any]]:
    """The snapshots of places in your scope: dataset, locality, period, edition."""
    scope = access.reader(request).scope
    return [one for one in editions(instance()) if scope.holds(one["locality"], read_period(one["period"]).last)]


def _asked(
    request: HttpRequest,
    measure: str,
    locality: str,
    period: str,
    on: str | None,
    known: str | None,
    standard: str | None,
    edition: int | None,
) -> dict[str, Any]:
    """The selectors as the command line gives them. "Not found" for a place out of reach, and for no measure."""
    if measure not in CATALOGUE.measures:
        raise Http404
    span = read_period(period)
    day = read_day(on) if on else None
    within(request, locality, day, span)
    return {
        "measure": measure,
        "locality": locality,
        "period": span,
        "on": day,
        "known": read_known(known or None),
        "known_text": known or "now",
        "standard": standard or None,
        "edition": edition,
    }


def within(request: HttpRequest, locality: str, on: dt.date | None, period: Period) -> None:
    """ "Not found" unless the unit that a code is on the day of the boundaries is in reach."""
    if not access.reader(request).scope.holds(locality, on or period.last):
        raise Http404
