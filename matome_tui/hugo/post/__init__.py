"""Posts: text read into blocks, edited, and rendered to the byte."""

from matome_tui.hugo.post.blocks import parse, render
from matome_tui.hugo.post.encode import decode_body, encode_body

__all__ = ["decode_body", "encode_body", "parse", "render"]
