"""Published numbers, kept as printed: those that everybody knows, and the office's own of places in reach."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest

from mtqg.access.scope import Scope
from mtqg.core.period import read_period
from mtqg.localities.book import Localities
from mtqg.statements.checks import check
from mtqg.statements.figures import shipped_places
from mtqg.statements.model import Finding, Statement
from mtqg.statements.office import office_statements
from mtqg.statements.places import Places
from mtqg.web import access
from mtqg.web.api import shapes
from mtqg.web.api.declaring import get
from mtqg.web.api.shapes import Text
from mtqg.web.figures.answers import instance


@get("/statements", "see", area="statements", answer=list[shapes.Statement], is_of_state=True)
def statements(
    request: HttpRequest, locality: Text | None = None, measure: Text | None = None, period: Text | None = None
) -> list[dict[str, Any]]:
    """Published numbers: of a locality, of a measure, about times within a period."""
    span = read_period(period) if period else None
    return [
        one.as_json()
        for one in (*shipped_places(), *_own(request))
        if (not locality or one.key.scope.code == locality)
        and (not measure or one.key.measure == measure)
        and (span is None or bool(one.first and one.last and span.first <= one.first and one.last <= span.last))
    ]


@get("/statements/findings", "see", area="statements", answer=list[shapes.StatementFinding], is_of_state=True)
def statement_findings(request: HttpRequest) -> list[dict[str, Any]]:
    """Where published numbers do not fit their own parts, their bases or each other."""
    return [one.as_json() for one in _found(_own(request))]


def _own(request: HttpRequest) -> tuple[Statement, ...]:
    scope: Scope = access.reader(request).scope
    found = office_statements(instance(), access.book())
    return tuple(one for one in found if scope.holds(one.key.scope.code, one.last))


@lru_cache(maxsize=4)
def _found(own: tuple[Statement, ...]) -> tuple[Finding, ...]:
    return tuple(check([*shipped_places(), *own], Places(Localities.seed()).below))
