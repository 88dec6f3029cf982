"""Kinds of values, and why there is no answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

# Without the sign that no database of text can hold.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=1000)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"})]
Number = Annotated[int, Field(ge=0, le=2**53)]
Values = dict[str, str | int | float | bool | None]


class ProblemDetails(BaseModel):
    """Why there is no answer (RFC 9457), with each problem's code, message and remedy."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    remedy: str
    errors: list[Fault]


class Fault(BaseModel):
    """One problem."""

    code: str
    message: str
    place: str
    given: str
    remedy: str
    law: str | None
