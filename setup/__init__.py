"""Makes a checkout ready to run, with the standard library only: it runs before anything is installed."""
