"""The Django project: the office's pages and the schema of its register. Nothing imports it but the command line."""
