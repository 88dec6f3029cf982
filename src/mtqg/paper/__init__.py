"""Paper: a template with data becomes a PDF for the archive. It knows no domain."""
