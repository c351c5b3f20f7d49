"""Load the data folder and config.yaml as one Dataset: whole, or again in part.

A snapshot of it is kept between starts.
"""
