"""The error of all stores, without what they need."""


class StoreError(Exception):
    """Something could not be stored or read; the message is one line for the user."""
