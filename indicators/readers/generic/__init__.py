"""Tables of no known publisher: which column is the place, the period, the value."""
