"""The few pages that buyers see in a browser."""
