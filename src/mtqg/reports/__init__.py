"""Reports: outlines, wording, documents."""
