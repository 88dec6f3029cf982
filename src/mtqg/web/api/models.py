"""Tokens of people for their programs."""

from __future__ import annotations

from django.db import models

from mtqg.access.terms import ACCESS_TOKENS
from mtqg.web.facts import fact_model

AccessTokens = fact_model(
    ACCESS_TOKENS,
    __name__,
    constraints=(models.UniqueConstraint(fields=["token_digest"], name="access_tokens_digest"),),
)
