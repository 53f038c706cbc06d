"""Threads of comments: order, folds, search, and moving through them."""
