"""Evidence on the pages."""
