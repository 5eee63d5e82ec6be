"""Writes Stripe's objects, field for field, at the API version that the stand-in speaks."""
