"""Tables over what the stores know; they decide nothing and draw nothing."""
