"""Households and their members, counts of households, and sheets of the review with what was decided."""

from __future__ import annotations

from django.db.models import CheckConstraint, F, Index, Q

from mtqg.poverty.estimates.terms import ESTIMATES
from mtqg.poverty.review.terms import (
    HOUSEHOLD_LINKS,
    REVIEW_EVENTS,
    REVIEW_MEETINGS,
    REVIEW_POSTINGS,
    REVIEW_REQUESTS,
    REVIEW_VOTES,
)
from mtqg.poverty.sheet.terms import POVERTY_ANSWERS, SCORE_CONFIRMATIONS, SCORE_TABLES
from mtqg.poverty.terms import HOUSEHOLD_COUNTS, HOUSEHOLD_MEMBERS, HOUSEHOLDS, POVERTY_SHEETS
from mtqg.web.facts import fact_model

HouseholdCounts = fact_model(HOUSEHOLD_COUNTS, __name__)
PovertySheets = fact_model(
    POVERTY_SHEETS,
    __name__,
    indexes=(
        # Lists of a commune in a review, and a household through the years. None begins with the period: half of all
        # rows have the same, and SQLite, which knows no better, would take it for as good as a person's number.
        Index(fields=["locality_code", "period"], name="poverty_sheets_review"),
        Index(fields=["household_code"], name="poverty_sheets_household"),
    ),
)
Households = fact_model(HOUSEHOLDS, __name__)
HouseholdMembers = fact_model(HOUSEHOLD_MEMBERS, __name__)
ReviewRequests = fact_model(REVIEW_REQUESTS, __name__)
ReviewMeetings = fact_model(REVIEW_MEETINGS, __name__)
ReviewVotes = fact_model(REVIEW_VOTES, __name__)
ReviewPostings = fact_model(REVIEW_POSTINGS, __name__)
ReviewEvents = fact_model(REVIEW_EVENTS, __name__)
HouseholdLinks = fact_model(HOUSEHOLD_LINKS, __name__)
PovertyAnswers = fact_model(POVERTY_ANSWERS, __name__)
Estimates = fact_model(ESTIMATES, __name__)
ScoreTables = fact_model(SCORE_TABLES, __name__)
ScoreConfirmations = fact_model(
    SCORE_CONFIRMATIONS,
    __name__,
    constraints=(
        # As at the law desk: the database itself refuses that a person confirms what the same person loaded.
        CheckConstraint(
            condition=~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_person=F("proposed_person")),
            name="score_confirmations_two_people",
        ),
        CheckConstraint(condition=Q(proposal_table=SCORE_TABLES.name), name="score_confirmations_of_what"),
    ),
)
