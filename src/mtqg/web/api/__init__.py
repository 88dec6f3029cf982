"""The programming interface: what the pages show and do, as JSON, under the same declarations of access."""
