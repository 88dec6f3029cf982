"""The review on paper: sheets, lists, minutes, postings, decisions, certificates, letters, and the sheet to key from."""
