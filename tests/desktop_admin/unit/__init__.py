"""Parts of the console that need no served team."""
