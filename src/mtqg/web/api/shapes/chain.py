"""What is answered of the chain, its acts, and who asks."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from mtqg.web.api.shapes.common import ProblemDetails
from mtqg.web.api.shapes.figures import Figure


class Finding(BaseModel):
    """Where a row or a file is not what the chain says."""

    code: str
    severity: str
    message: str
    place: str
    remedy: str


class Verification(BaseModel):
    """The last verification that you asked for: of which head, and what it found (the first of them)."""

    state: str
    n: int | None
    head: str | None
    ok: bool | None
    count: int | None
    findings: list[Finding]


class ChainHead(BaseModel):
    """Number and digest of the last act, and your last verification."""

    n: int
    head: str
    verification: Verification | None


class ActLine(BaseModel):
    """An act: who, in which role, where, when, what, why, and its link. ``touched``: rows added and ended by table."""

    n: int
    at: str
    by: str
    role: str
    where: str
    verb: str
    why: str
    previous: str
    digest: str
    touched: dict[str, tuple[int, int]]


class ActPage(BaseModel):
    """Acts, the newest first. ``next``: ask again with ``before`` of this; null at the end."""

    acts: list[ActLine]
    next: int | None


class Me(BaseModel):
    """Who asks: their account and roles, and what the token carries (null in a session)."""

    account: str
    roles: list[dict[str, str | None]]
    token: dict[str, Any] | None


ProblemDetails.model_rebuild()
Figure.model_rebuild()
