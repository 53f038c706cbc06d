"""Glyphs, colours, and text formats."""
