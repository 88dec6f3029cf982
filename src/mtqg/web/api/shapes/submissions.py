"""What is said and answered of submissions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mtqg.web.api.shapes.common import Day, Number, Text


class SubmissionCell(BaseModel):
    """A cell to be mended."""

    sheet: Annotated[Text, Field(max_length=300)] = ""
    cell: Annotated[Text, Field(max_length=300)] = ""
    reason: Annotated[Text, Field(max_length=300)] = ""


class SubmissionEvent(BaseModel):
    """What happened to a submission."""

    number: int
    event: str
    day: str
    by: str
    due: str | None
    cells: list[dict[str, str]]
    note: str | None


class Submission(BaseModel):
    """What a locality hands in for a form and a period; its state is its last event, null where it is owed."""

    submission: str
    form: str
    locality: str
    period: str
    to_level: str
    due: str
    state: str | None
    late: bool
    events: list[SubmissionEvent]


class Step(BaseModel):
    """The next step. ``after``: number of the last event that you saw (0: none), so that nobody's step is overrun."""

    after: Number
    note: Text = ""


class SendStep(Step):
    """Hand in, or take back."""

    event: Literal["sent", "withdrawn"]


class AppraiseStep(Step):
    """Take as complete, or return with the day it is due again and the cells to be mended."""

    event: Literal["accepted", "returned"]
    due: Day | None = None
    cells: list[SubmissionCell] = Field(default=[], max_length=200)
