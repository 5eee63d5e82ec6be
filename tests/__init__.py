"""The tests: a mirror of the tree, whole stories, benchmarks, and the house's own rules."""
