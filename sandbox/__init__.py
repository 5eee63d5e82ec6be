"""Stand-ins at the wire for the outside services, and the demo story; imports nothing of the product."""
