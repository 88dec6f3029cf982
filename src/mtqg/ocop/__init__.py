"""One Commune One Product."""
