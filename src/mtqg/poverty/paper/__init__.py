"""The review on paper: sheets, lists, minutes, postings, decisions, certificates, letters, and what to key them in."""
