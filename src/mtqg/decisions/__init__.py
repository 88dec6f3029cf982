"""Decisions: the register of documents by which offices decide, and what each of them decided."""
