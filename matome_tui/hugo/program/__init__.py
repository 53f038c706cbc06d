"""The hugo program on somebody's site."""
