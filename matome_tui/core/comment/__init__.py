"""The text of one comment: parsed, highlighted, split into words, laid out in lines."""
