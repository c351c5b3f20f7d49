"""SDMX-CSV: components, measures, attributes, time periods."""
