"""Intake: sheets that rows came from, documents set aside, answers remembered."""
