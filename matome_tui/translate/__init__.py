"""Translation of comments by a service or a program that the user has set up."""
