"""Pictures of the pages for review."""
