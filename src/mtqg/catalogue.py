"""Everything this version knows: the forms, tables and measures of all domains."""

from __future__ import annotations

from mtqg.core.catalogue import catalogue
from mtqg.localities.terms import AREA_LIST_FORM, VILLAGE_FORM
from mtqg.minority.measures import MEASURES as MINORITY
from mtqg.ntm.measures import MEASURES as NTM
from mtqg.ntm.terms import RECOGNITION_FORM
from mtqg.ocop.measures import MEASURES as OCOP
from mtqg.ocop.terms import OCOP_FORM
from mtqg.poverty.measures import MEASURES as POVERTY
from mtqg.poverty.terms import HOUSEHOLD_COUNT_FORM, POVERTY_REVIEW_FORM

CATALOGUE = catalogue(
    forms=(VILLAGE_FORM, AREA_LIST_FORM, HOUSEHOLD_COUNT_FORM, POVERTY_REVIEW_FORM, RECOGNITION_FORM, OCOP_FORM),
    measures=(*POVERTY, *MINORITY, *NTM, *OCOP),
)
