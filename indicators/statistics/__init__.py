"""Compute change, rank, figures of groups and progress to a target: pure functions of arrays."""
