"""One module for each kind of table: its columns and how a row becomes statements."""
