"""What the console knows: plain state and signals, no widgets."""
