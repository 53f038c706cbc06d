"""Hugo posts and sites: reading, writing, building and checking them."""
