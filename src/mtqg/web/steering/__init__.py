"""Steering: documents, committee, tasks, difficulties."""
