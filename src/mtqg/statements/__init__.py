"""Numbers that somebody published, kept as printed, and the tests of their arithmetic."""
