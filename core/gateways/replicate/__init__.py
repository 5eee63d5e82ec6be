"""Replicate, the provider of production generation: its client is known here and nowhere else."""
