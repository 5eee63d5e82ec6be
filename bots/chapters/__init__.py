"""The conversation told in chapters; each answers some kinds of message, purely."""
