"""Counts of households, and sheets of the review with what was decided."""

from __future__ import annotations

from mtqg.poverty.terms import HOUSEHOLD_COUNTS, POVERTY_SHEETS
from mtqg.web.facts import fact_model

HouseholdCounts = fact_model(HOUSEHOLD_COUNTS, __name__)
PovertySheets = fact_model(POVERTY_SHEETS, __name__)
