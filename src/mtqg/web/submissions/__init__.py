"""Submissions and their events."""
