"""Completion scripts and the man page; `python -m tests.share` writes them."""
