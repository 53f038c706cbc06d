"""Finding what is wrong in posts, without Hugo."""
