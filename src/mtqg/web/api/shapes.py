"""What the addresses answer: the shapes of the command line's JSON."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

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


# Localities


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


# Law


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


# Figures


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


# Statements


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


# Registers


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


# Imports


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


# Submissions


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


# The chain


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
