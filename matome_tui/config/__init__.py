"""Settings, and config.toml."""
