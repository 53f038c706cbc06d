"""The text of one comment: parsed, wrapped, highlighted."""
