"""The thread screen and its parts."""
