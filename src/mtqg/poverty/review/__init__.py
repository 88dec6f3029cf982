"""The review's register: requests, village meetings, postings, the case of each household, and households' lineage."""
