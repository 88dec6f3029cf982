"""What the addresses answer: the shapes of the command line's JSON, by what is asked for."""

from __future__ import annotations

from mtqg.web.api.shapes.chain import ActLine, ActPage, ChainHead, Finding, Me, Verification
from mtqg.web.api.shapes.common import Day, Fault, Number, ProblemDetails, Text, Values
from mtqg.web.api.shapes.figures import (
    Citation,
    Coverage,
    Edition,
    Explanation,
    Figure,
    FigureLocality,
    Measure,
    Paging,
    Part,
    PartLocality,
    Snapshot,
)
from mtqg.web.api.shapes.imports import Batch, CellFault, Form, Undone, Upload, UploadedFile, UploadJob
from mtqg.web.api.shapes.law import Document, DocumentWhole, LawValue, Pending
from mtqg.web.api.shapes.localities import Locality, LocalityEvent, LocalityWhole, Membership
from mtqg.web.api.shapes.registers import (
    ActSaid,
    Record,
    RecordPage,
    RecordSource,
    RecordWhole,
    Register,
    RegisterColumn,
)
from mtqg.web.api.shapes.statements import Statement, StatementFinding
from mtqg.web.api.shapes.submissions import AppraiseStep, SendStep, Step, Submission, SubmissionCell, SubmissionEvent

__all__ = [
    "ActLine",
    "ActPage",
    "ActSaid",
    "AppraiseStep",
    "Batch",
    "CellFault",
    "ChainHead",
    "Citation",
    "Coverage",
    "Day",
    "Document",
    "DocumentWhole",
    "Edition",
    "Explanation",
    "Fault",
    "Figure",
    "FigureLocality",
    "Finding",
    "Form",
    "LawValue",
    "Locality",
    "LocalityEvent",
    "LocalityWhole",
    "Me",
    "Measure",
    "Membership",
    "Number",
    "Paging",
    "Part",
    "PartLocality",
    "Pending",
    "ProblemDetails",
    "Record",
    "RecordPage",
    "RecordSource",
    "RecordWhole",
    "Register",
    "RegisterColumn",
    "SendStep",
    "Snapshot",
    "Statement",
    "StatementFinding",
    "Step",
    "Submission",
    "SubmissionCell",
    "SubmissionEvent",
    "Text",
    "Undone",
    "Upload",
    "UploadJob",
    "UploadedFile",
    "Values",
    "Verification",
]
