"""Decisions, and what each decided."""

from __future__ import annotations

from mtqg.decisions.terms import DECISION_ITEMS, DECISIONS
from mtqg.web.facts import fact_model

Decisions = fact_model(DECISIONS, __name__)
DecisionItems = fact_model(DECISION_ITEMS, __name__)
