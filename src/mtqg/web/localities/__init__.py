"""Localities that an office adds: villages and lists."""
