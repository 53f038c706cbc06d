"""Settings: what can be set, and the config.toml that sets it."""
