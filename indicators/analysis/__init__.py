"""Analyse a loaded Dataset: standing, comparison, correlation, revisions, search, lineage."""
