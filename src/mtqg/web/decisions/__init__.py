"""Decisions, and what each decided."""
