"""The subcommands, one a module: each has `main(arguments) -> exit status`."""
