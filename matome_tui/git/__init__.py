"""Git repositories of sites: what changed, commits of single files, and pushes."""
