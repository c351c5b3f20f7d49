"""One function a page: the address -> figures, tables and words."""
