"""HTTP for all services: retries, limits, redirects, server-sent events."""
