"""Numbers that an office published."""

from __future__ import annotations

from mtqg.statements.registers import STATEMENTS
from mtqg.web.facts import fact_model

Statements = fact_model(STATEMENTS, __name__)
