"""Communes that have not sent a form, and what somebody chooses to count in their place."""
