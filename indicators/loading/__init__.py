"""The data folder and config.yaml as one Dataset: loaded whole, or again in part; kept as a snapshot between starts."""
