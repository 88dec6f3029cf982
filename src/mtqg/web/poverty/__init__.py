"""Poverty: counts of households and sheets of the review."""
