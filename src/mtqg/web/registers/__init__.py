"""Registers: the rows that one may see."""
