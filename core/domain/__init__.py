"""Floor 1, pure: rules, states, money, refusals and pricing; no I/O and no clock."""
