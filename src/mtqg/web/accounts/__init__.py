"""Accounts: one a person."""
