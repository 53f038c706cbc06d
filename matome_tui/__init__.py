"""Read Hacker News threads, mark the best comments, save them as a Hugo post."""

__version__ = "0.1.0"
