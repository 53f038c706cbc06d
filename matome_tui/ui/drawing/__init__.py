"""Glyphs, colours, spans and formats: how things look, below any widget."""
