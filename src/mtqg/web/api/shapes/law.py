"""What is answered of law."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from mtqg.web.api.shapes.common import Values


class LawValue(BaseModel):
    """A value of the law with its days and its provision; ``value`` is null where none is in force."""

    name: str
    standard: str | None = None
    area: str | None = None
    region: str | None = None
    group: str | None = None
    issuer: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    value: int | str | None
    unit: str | None = None
    document: str | None = None
    issued_by: str | None = None
    signed_on: str | None = None
    place: str | None = None
    standing: str | None = None
    source: str | None = None
    note: str | None = None
    judges: bool = False
    on: str | None = None
    reason: str | None = None


class Document(BaseModel):
    """A document of the register of law."""

    number: str
    kind: str | None
    issued_by: str
    signed_on: str | None
    subject_vi: str | None
    in_force_from: str | None
    in_force_to: str | None
    text_held: str | None
    standing: str
    source: str | None
    note: str | None
    in_force: str | None = None


class DocumentWhole(Document):
    """A document with its links, provisions and values."""

    links: list[Values]
    provisions: list[Values]
    values: list[LawValue]


class Pending(BaseModel):
    """What waits for confirmation, and what waits for it."""

    unverified: list[dict[str, Any]]
    missing_texts: list[dict[str, Any]]
    proposals: list[dict[str, Any]]
