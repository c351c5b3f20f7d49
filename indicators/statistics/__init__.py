"""What the numbers say: change, rank, figures of groups, progress to a target. Pure functions."""
