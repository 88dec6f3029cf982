"""Law that an office adds."""
