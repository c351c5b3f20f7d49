"""What one cell or header says: a number, period, unit, footnote mark, status."""
