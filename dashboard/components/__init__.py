"""Selectors and small parts that pages share."""
