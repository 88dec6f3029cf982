"""Figures: overview, explanation, reading sheet, reports."""
