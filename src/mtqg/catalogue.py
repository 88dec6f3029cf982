"""Everything this version knows: the forms, tables and measures of all domains."""

from __future__ import annotations

from mtqg.access.terms import ACCESS_TOKENS, ROLE_GRANTS
from mtqg.auditing.terms import AUDITING_TABLES
from mtqg.core.catalogue import catalogue
from mtqg.core.measure import against_target
from mtqg.decisions.terms import DECISION_FORM, DECISION_ITEM_FORM
from mtqg.evidence.terms import EVIDENCE_TABLES
from mtqg.intake.terms import REMEMBERED_ANSWERS
from mtqg.law.terms import OFFICE_TABLES as LAW_TABLES
from mtqg.localities.terms import AREA_LIST_FORM, VILLAGE_FORM
from mtqg.localities.terms import OFFICE_TABLES as LOCALITY_TABLES
from mtqg.minority.measures import MEASURES as MINORITY
from mtqg.ntm.measures import MEASURES as NTM
from mtqg.ntm.terms import RECOGNITION_FORM
from mtqg.ocop.measures import MEASURES as OCOP
from mtqg.ocop.terms import OCOP_FORM, PRODUCER_FORM
from mtqg.poverty.estimates.terms import ESTIMATE_FORM
from mtqg.poverty.fillable import FILLABLE
from mtqg.poverty.measures import FAMILIES
from mtqg.poverty.measures import MEASURES as POVERTY
from mtqg.poverty.review.terms import FORMS as REVIEW_FORMS
from mtqg.poverty.review.terms import REVIEW_EVENTS
from mtqg.poverty.sheet.terms import ANSWER_FORM, SHEET_BOOKS
from mtqg.poverty.terms import HOUSEHOLD_COUNT_FORM, HOUSEHOLD_FORM, MEMBER_FORM, POVERTY_REVIEW_FORM
from mtqg.programmes.terms import TARGET_FORM
from mtqg.statements.registers import STATEMENT_FORM
from mtqg.steering.difficulty_terms import DIFFICULTY_TABLES
from mtqg.steering.terms import COMMITTEE_FORM, DOCUMENT_FORM, STEERING_TABLES
from mtqg.submissions.gaps.terms import GAP_CHOICES
from mtqg.submissions.terms import SUBMISSION_EVENTS, SUBMISSIONS

# What decisions assign beside the poverty figures that say so themselves: rates of minorities, titles, products.
ASSIGNED = tuple(one for measure in (*MINORITY, *NTM, *OCOP) for one in against_target(measure))

CATALOGUE = catalogue(
    forms=(
        VILLAGE_FORM,
        AREA_LIST_FORM,
        HOUSEHOLD_COUNT_FORM,
        POVERTY_REVIEW_FORM,
        ANSWER_FORM,
        HOUSEHOLD_FORM,
        MEMBER_FORM,
        *REVIEW_FORMS,
        ESTIMATE_FORM,
        RECOGNITION_FORM,
        OCOP_FORM,
        PRODUCER_FORM,
        DECISION_FORM,
        DECISION_ITEM_FORM,
        TARGET_FORM,
        STATEMENT_FORM,
        DOCUMENT_FORM,
        COMMITTEE_FORM,
    ),
    tables=(
        *LAW_TABLES,
        *LOCALITY_TABLES,
        *SHEET_BOOKS,
        SUBMISSIONS,
        SUBMISSION_EVENTS,
        GAP_CHOICES,
        REMEMBERED_ANSWERS,
        REVIEW_EVENTS,
        ROLE_GRANTS,
        *STEERING_TABLES,
        *DIFFICULTY_TABLES,
        *AUDITING_TABLES,
        *EVIDENCE_TABLES,
        ACCESS_TOKENS,
    ),
    measures=(*POVERTY, *MINORITY, *NTM, *OCOP, *ASSIGNED),
    families=FAMILIES,
    fillable=FILLABLE,
)
