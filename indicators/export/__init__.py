"""What leaves: the figures shown, with their unit, source and origin."""
