"""The seeded generator of invented files."""
