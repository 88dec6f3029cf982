"""Exchange with another office's software: its export held against our sheets, and a file that it can take in."""
