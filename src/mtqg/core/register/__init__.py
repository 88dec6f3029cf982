"""The register: acts, rows and people's values in a database, without Django."""
