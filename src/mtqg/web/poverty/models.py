"""Households and their members, counts of households, and sheets of the review with what was decided."""

from __future__ import annotations

from mtqg.poverty.terms import HOUSEHOLD_COUNTS, HOUSEHOLD_MEMBERS, HOUSEHOLDS, POVERTY_SHEETS
from mtqg.web.facts import fact_model

HouseholdCounts = fact_model(HOUSEHOLD_COUNTS, __name__)
PovertySheets = fact_model(POVERTY_SHEETS, __name__)
Households = fact_model(HOUSEHOLDS, __name__)
HouseholdMembers = fact_model(HOUSEHOLD_MEMBERS, __name__)
