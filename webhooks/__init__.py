"""The HTTP wing: callbacks of the providers and the admin API."""
