"""The native console; stands on core.domain and core.schemas only."""
