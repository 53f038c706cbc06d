"""Hacker News over HTTP."""
