"""Floor 2: the outside world: Stripe and file storage; never sees a table."""
