"""Backup, restore and upgrade of an instance."""
