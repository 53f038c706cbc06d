"""The text of pages that stories and comments link to."""
