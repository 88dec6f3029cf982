"""Programmes: the targets of an office."""
