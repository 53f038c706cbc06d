"""Tasks with questions to the user: save, resolve a conflict, preview, set up a site."""
