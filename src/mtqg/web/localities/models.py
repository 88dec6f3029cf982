"""Villages and lists that an office adds."""

from __future__ import annotations

from mtqg.localities.terms import LIST_MEMBERS, VILLAGES
from mtqg.web.facts import fact_model

Villages = fact_model(VILLAGES, __name__)
ListMembers = fact_model(LIST_MEMBERS, __name__)
