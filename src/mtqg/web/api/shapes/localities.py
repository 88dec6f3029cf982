"""What is answered of localities."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field


class Locality(BaseModel):
    """A unit through the days on which its territory, name, kind and parent stay."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str | None
    valid_from: str | None
    valid_to: str | None


class Membership(BaseModel):
    """A unit on a list."""

    list: str
    zone: str | None
    code: str
    name: str
    now: str | None
    first_day: str | None
    last_day: str | None
    document: str | None
    place: str | None
    standing: str


class LocalityWhole(Locality):
    """A unit with what lies above and in it, and the lists it stands on."""

    area: str | None
    ancestors: list[Locality]
    counts: dict[str, int]
    lists: list[Membership]
    source: str


class LocalityEvent(BaseModel):
    """What happened to a territory."""

    date: dt.date
    kind: str
    from_: list[str] = Field(alias="from")
    to: list[str]
    document: str | None
