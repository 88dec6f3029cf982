"""New rural development."""
