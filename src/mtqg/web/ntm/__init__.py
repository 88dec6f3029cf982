"""New rural development: recognitions."""
