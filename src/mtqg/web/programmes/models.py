"""An office's assigned targets."""

from __future__ import annotations

from mtqg.programmes.terms import TARGETS
from mtqg.web.facts import fact_model

Targets = fact_model(TARGETS, __name__)
