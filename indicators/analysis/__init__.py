"""What a loaded Dataset says: standing among peers, comparison, correlation, revisions, search, lineage."""
