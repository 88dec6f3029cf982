"""OCOP products and what was decided of them."""

from __future__ import annotations

from mtqg.ocop.terms import OCOP_PRODUCTS
from mtqg.web.facts import fact_model

OcopProducts = fact_model(OCOP_PRODUCTS, __name__)
