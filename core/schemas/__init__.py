"""Floor 2: shapes of the HTTP API, safe for clients."""
