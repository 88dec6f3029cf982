"""Attached files, as their rows say them."""

from __future__ import annotations

from mtqg.evidence.terms import EVIDENCE, LAW_SCANS
from mtqg.web.facts import fact_model

Evidence = fact_model(EVIDENCE, __name__)
LawScans = fact_model(LAW_SCANS, __name__)
