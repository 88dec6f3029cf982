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
        # What was added to an earlier review since it was closed is asked of each of its figures: without this every
        # sheet since is read to find that there is none.
        Index(fields=["period", "added_by"], name="poverty_sheets_period"),
        # Lists: the newest of a review, those of a commune in it, and a household through the years.
        Index(fields=["period", "id"], name="poverty_sheets_newest"),
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
