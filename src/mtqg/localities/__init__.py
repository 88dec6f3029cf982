"""Administrative units through time: versions, the flows between them, names, lists. A code is not an identity."""
