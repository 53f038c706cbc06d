"""Threads: comments in ranked order, what of them is folded, and which lines are in view."""
