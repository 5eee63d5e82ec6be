"""What providers send: verified, recorded once, answered."""
