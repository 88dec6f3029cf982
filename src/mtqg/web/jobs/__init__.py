"""Long work that the server does beside the pages."""
