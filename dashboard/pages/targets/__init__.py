"""The targets page: all targets at a glance, then the road to each."""
