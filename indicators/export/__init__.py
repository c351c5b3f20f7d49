"""Writes the figures shown, with their unit, source and origin, as CSV, Excel and Arrow."""
