"""Values and documents of law that one person proposes and another confirms."""

from __future__ import annotations

from django.db.models import CheckConstraint, F, Q

from mtqg.law.terms import LAW_CONFIRMATIONS, LAW_DOCUMENTS, LAW_VALUES, PROPOSALS
from mtqg.web.facts import fact_model

LawValueProposals = fact_model(LAW_VALUES, __name__)
LawDocuments = fact_model(LAW_DOCUMENTS, __name__)
LawConfirmations = fact_model(
    LAW_CONFIRMATIONS,
    __name__,
    constraints=(
        # The database itself refuses that a person confirms what the same person proposed; triggers tie the names here
        # to the authors of the two acts.
        CheckConstraint(
            condition=~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_person=F("proposed_person")),
            name="law_confirmations_two_people",
        ),
        CheckConstraint(
            condition=Q(proposal_table__in=[table.name for table in PROPOSALS]), name="law_confirmations_of_what"
        ),
    ),
)
