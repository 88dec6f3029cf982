"""What is answered of figures, measures and snapshots."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class Citation(BaseModel):
    """Where a law says it."""

    document: str
    place: str


class Measure(BaseModel):
    """What can be asked."""

    measure: str
    label: str
    kind: str
    unit: str
    places: int
    law: list[Citation]


class Edition(BaseModel):
    """A snapshot as a figure names it. ``acts_until``: not a snapshot, but the register up to that act."""

    dataset: str
    locality: str
    period: str
    edition: int | None
    hash: str | None
    acts_until: int | None = None


class Snapshot(Edition):
    """A snapshot in the list."""

    status: str
    closed_at: str
    n: int
    reason: str


class FigureLocality(BaseModel):
    """The place of a figure."""

    code: str
    name: str
    valid_from: str | None


class Coverage(BaseModel):
    """Over how many communes it speaks."""

    have: int
    of: int


class Figure(BaseModel):
    """A figure: never a bare number. ``value`` and ``exact`` are exact texts, or null where it is not known."""

    measure: str
    label: str
    standard: str | None
    basis: str
    value: str | None
    exact: str | None
    part: int | None
    whole: int | None
    unit: str
    period: str
    locality: FigureLocality
    on: str
    known: str
    status: str | None
    coverage: Coverage
    law: list[dict[str, Any]]
    snapshots: list[dict[str, Any]]
    inputs: list[Figure]
    reason: str | None


class PartLocality(BaseModel):
    """A unit below."""

    code: str
    name: str


class Part(BaseModel):
    """What a unit below adds."""

    locality: PartLocality
    part: int | None
    whole: int | None


class Paging(BaseModel):
    """Which rows these are."""

    number: int
    size: int
    pages: int
    rows: int


class Explanation(Figure):
    """A figure with its parts and rows. ``withheld``: rows of the page that you may not see one by one."""

    parts: list[Part]
    of: str
    rows: list[dict[str, Any]]
    page: Paging
    withheld: int
