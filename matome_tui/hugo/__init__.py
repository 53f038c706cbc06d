"""Hugo: the text of posts, the sites they live in, and the program itself."""
