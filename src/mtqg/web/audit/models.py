"""The book of findings."""

from __future__ import annotations

from mtqg.auditing.terms import AUDIT_FINDING_EVENTS, AUDIT_FINDINGS
from mtqg.web.facts import fact_model

AuditFindings = fact_model(AUDIT_FINDINGS, __name__)
AuditFindingEvents = fact_model(AUDIT_FINDING_EVENTS, __name__)
