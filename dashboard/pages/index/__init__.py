"""The index page: where a place stands in all, how sure that is, and what would change it."""
