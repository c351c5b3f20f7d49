"""Compute change, rank and figures of groups: pure functions of arrays."""
