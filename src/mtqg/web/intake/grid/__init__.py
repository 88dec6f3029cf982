"""The keying grid: paper keyed back, a household a line, kept as it is typed and sent as one batch."""
