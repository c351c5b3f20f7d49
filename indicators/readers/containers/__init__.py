"""ZIP, gzip and Excel files: bytes of a container become the tables in it."""
