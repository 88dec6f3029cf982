"""OCOP products, what was decided of them, and who makes them."""

from __future__ import annotations

from mtqg.ocop.terms import OCOP_PRODUCERS, OCOP_PRODUCTS
from mtqg.web.facts import fact_model

OcopProducts = fact_model(OCOP_PRODUCTS, __name__)
OcopProducers = fact_model(OCOP_PRODUCERS, __name__)
