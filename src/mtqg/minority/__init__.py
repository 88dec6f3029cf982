"""Ethnic-minority and mountainous areas."""
