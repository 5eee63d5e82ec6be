"""What `closeup doctor` looks at: the settings, this machine, and every outside service it can reach."""
