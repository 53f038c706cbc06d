"""SQLite: drafts with their history, and threads kept for reading offline."""
