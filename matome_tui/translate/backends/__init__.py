"""The services and programs that can translate."""
