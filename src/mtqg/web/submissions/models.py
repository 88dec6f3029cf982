"""Submissions and their events."""

from __future__ import annotations

from django.db import models

from mtqg.submissions.gaps.terms import GAP_CHOICES
from mtqg.submissions.terms import SUBMISSION_EVENTS, SUBMISSIONS
from mtqg.web.facts import fact_model

# Who sent it does not approve it. Whoever else entered it is kept from it by a trigger (``duties``).
_APART = models.CheckConstraint(
    condition=~models.Q(event="approved")
    | (models.Q(entered_by__isnull=False) & ~models.Q(acted_by=models.F("entered_by"))),
    name="submission_events_apart",
)

Submissions = fact_model(SUBMISSIONS, __name__)
SubmissionEvents = fact_model(SUBMISSION_EVENTS, __name__, constraints=[_APART])
GapChoices = fact_model(GAP_CHOICES, __name__)
