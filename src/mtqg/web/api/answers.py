"""Errors as problem details (RFC 9457), with our code, message and remedy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from mtqg.core.errors import Code, Problem
from mtqg.web.api import problems as said
from mtqg.web.journal import number_of

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
SAFE = ("GET", "HEAD", "OPTIONS")


def is_asked(request: HttpRequest) -> bool:
    """Whether the programming interface is asked, and not a page."""
    return request.path.startswith(PREFIX)


def problem(request: HttpRequest, status: int, problems: Sequence[Problem], **headers: str) -> HttpResponse:
    """What went wrong: the first problem as the answer's own, all of them in ``errors``."""
    first = problems[0]
    body: dict[str, Any] = {
        "type": f"urn:mtqg:{first.code}",
        "title": first.message,
        "status": status,
        "detail": first.remedy,
        "instance": request.path,
        "code": first.code,
        "remedy": first.remedy,
        "errors": [one.as_json() for one in problems],
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, headers=headers or None
    )


def refused(request: HttpRequest, problems: Sequence[Problem]) -> HttpResponse:
    """What the rules refuse: 400 a wrong question, 422 one without an answer, 409 a write that the state forbids."""
    if all(one.kind.wrong_use for one in problems):
        return problem(request, 400, problems)
    return problem(request, 422 if request.method in SAFE else 409, problems)


def of(request: HttpRequest, status: int) -> HttpResponse:
    """An answer by its status alone."""
    codes: dict[int, Code] = {
        400: said.BAD_REQUEST,
        401: said.NOT_SIGNED_IN,
        403: said.NOT_ALLOWED,
        404: said.NOT_FOUND,
        500: said.BROKEN,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    given = number_of(request) if status == 500 else None
    return problem(request, status, [codes[status].at(given=given)], **headers)
