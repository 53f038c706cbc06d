"""Drafts: clips, remarks and sections, edited as immutable values."""
