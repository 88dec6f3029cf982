"""Villages, lists and events that an office adds."""

from __future__ import annotations

from mtqg.localities.terms import LIST_MEMBERS, OFFICE_EVENTS, OFFICE_FLOWS, OFFICE_LOCALITIES, VILLAGES
from mtqg.web.facts import fact_model

Villages = fact_model(VILLAGES, __name__)
ListMembers = fact_model(LIST_MEMBERS, __name__)
OfficeEvents = fact_model(OFFICE_EVENTS, __name__)
OfficeLocalities = fact_model(OFFICE_LOCALITIES, __name__)
OfficeFlows = fact_model(OFFICE_FLOWS, __name__)
