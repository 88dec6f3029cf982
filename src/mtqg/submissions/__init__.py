"""Submissions: what a locality hands in for a form and a period, and what became of it."""
