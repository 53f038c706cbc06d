"""The linter of `matome check`: finds problems in posts, with Hugo's rules but without Hugo."""
