"""What is answered of forms, imports and uploads."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from mtqg.web.api.shapes.common import Fault


class Form(BaseModel):
    """A form that can be imported."""

    form: str
    label: str
    register_name: str = Field(alias="register")


class Batch(BaseModel):
    """A batch, or the undoing of one."""

    batch: int
    at: str
    by: str
    verb: str
    form: str
    files: list[str]
    locality: str
    rows: int
    new: int
    replaced: int
    ended: int
    set_aside: int
    undoes: int | None
    undone_by: int | None
    reason: str


class CellFault(BaseModel):
    """An error at its cell."""

    code: str
    message: str
    file: str
    sheet: str
    cell: str
    given: str
    remedy: str
    law: str | None


class UploadedFile(BaseModel):
    """What was found in a file; recorded when ``batch`` is given."""

    name: str
    file: str
    form: str
    locality: str
    period: str | None
    state: str
    batch: int | None
    rows_ok: int
    rows_bad: int
    new: int
    replaced: int
    unchanged: int
    error_count: int
    sha256: str
    messages: list[str]
    errors: list[CellFault]


class UploadJob(BaseModel):
    """The work on a larger upload. ``state``: waiting, running, done, failed or cancelled."""

    id: int
    state: str
    progress: int
    problems: list[Fault]


class Upload(BaseModel):
    """Files that were sent. ``state``: waiting (not read yet), checked (a dry run) or recorded."""

    upload: str
    state: Literal["waiting", "checked", "recorded"]
    locality: str
    files: list[UploadedFile]
    questions: list[dict[str, Any]]
    messages: list[str]
    job: UploadJob | None


class Undone(BaseModel):
    """What the undoing of a batch did."""

    batch: int
    act: int
    ended: int
    restored: int
