"""Steering: directing documents in chains, the committee and its tasks, difficulties and their answers."""
