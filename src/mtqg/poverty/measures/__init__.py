"""What is said of many households: published rates, and the families of counts that the report forms are made of."""

from __future__ import annotations

from mtqg.poverty.measures.distance import MEASURES as _DISTANCE
from mtqg.poverty.measures.families import FAMILIES as FAMILIES
from mtqg.poverty.measures.families import MEASURES as _FAMILIES
from mtqg.poverty.measures.rates import MEASURES as _RATES

MEASURES = (*_RATES, *_FAMILIES, *_DISTANCE)
