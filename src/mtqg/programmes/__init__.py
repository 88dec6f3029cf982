"""Programmes: what was assigned to whom, by which decision."""
