"""Observations computed from others: formulas, metrics in Python, averages and sums of groups."""
