"""Figures that an office reports before the review is decided: estimates, and preliminary results without rows."""
