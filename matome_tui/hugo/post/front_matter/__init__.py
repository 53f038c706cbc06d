"""Front matter: found, parsed and edited in place, in TOML, YAML and JSON."""
