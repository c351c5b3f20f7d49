"""Delimited text: encoding, records, columns; each row with its line in the file."""
