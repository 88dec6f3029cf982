"""OCOP: certified products."""
