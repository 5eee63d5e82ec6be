"""A local stand-in of Stripe: its API, its Checkout page and its webhooks, as real servers see them."""
