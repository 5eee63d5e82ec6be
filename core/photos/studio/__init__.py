"""The local studio: makes headshots of a person's own selfies, without a network; it retouches, it invents nothing."""
