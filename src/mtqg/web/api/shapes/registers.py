"""What is answered of registers and their rows."""

from __future__ import annotations

from pydantic import BaseModel, Field

from mtqg.web.api.shapes.common import Values


class RegisterColumn(BaseModel):
    """A column. A personal one is always masked here."""

    name: str
    label: str
    kind: str
    personal: bool
    choices: dict[str, str] | None


class Register(BaseModel):
    """A register that you may open."""

    register_name: str = Field(alias="register")
    label: str
    keeper: str
    columns: list[RegisterColumn]


class Record(BaseModel):
    """A row in force: ``id`` is the act that added it and its number there."""

    id: str
    act: int
    values: Values


class RecordPage(BaseModel):
    """Rows, the newest first. ``next``: ask again with ``after`` of this; null at the end.

    ``is_cut``: the words were not looked for in the oldest rows.
    """

    register_name: str = Field(alias="register")
    rows: list[Record]
    next: str | None
    is_cut: bool


class RecordSource(BaseModel):
    """The file, sheet and cells that a row came from."""

    file: str
    sheet: str
    cells: str
    sha256: str


class ActSaid(BaseModel):
    """An act as a record names it."""

    n: int | None
    at: str
    by: str
    role: str
    why: str


class RecordWhole(Record):
    """A row with where it came from and what became of it."""

    source: RecordSource | None
    added_by: ActSaid
    ended_by: ActSaid | None
