"""SQLite stores: drafts with their history, and threads for offline reading."""
