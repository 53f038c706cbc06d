"""Helpers shared by tests: data, servers, and drivers of the program."""
