"""Hugo sites on disk."""
