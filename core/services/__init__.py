"""Floor 3: use cases; each change is one transaction."""
