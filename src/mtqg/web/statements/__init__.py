"""Statements: the numbers that an office published."""
