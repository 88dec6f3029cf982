"""What is answered of published numbers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class Statement(BaseModel):
    """A published number, as printed."""

    id: str
    text: str
    value: str
    unit: str
    measure: str
    form: str
    standard: str | None
    period: str | None
    since: str | None
    as_of: str | None
    status: str | None
    flow: str | None
    scope: dict[str, Any]
    programme: str | None
    source: str | None
    kind: str | None
    carry: str | bool | None
    publication: str
    place: str | None
    standing: str
    published: bool


class StatementFinding(BaseModel):
    """Where published numbers exclude each other."""

    code: str
    statements: list[str]
    printed: str | None
    implied: str | None
    test: str
    explanation: str
    source: str
    severity: str
