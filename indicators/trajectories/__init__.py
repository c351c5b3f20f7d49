"""Follow a series towards its target: status, the path needed, forecast, and how good that is."""
