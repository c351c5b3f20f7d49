"""One module a publisher: how its exports are recognised and reshaped."""
