"""The pages of the console; each is a folder of its own, found by the registry."""
