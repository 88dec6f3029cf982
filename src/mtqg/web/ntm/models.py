"""Recognitions of districts, communes and villages."""

from __future__ import annotations

from mtqg.ntm.terms import RECOGNITIONS
from mtqg.web.facts import fact_model

Recognitions = fact_model(RECOGNITIONS, __name__)
