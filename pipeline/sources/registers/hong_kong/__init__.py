"""Hong Kong's list of registered pharmaceutical products."""
