"""Composite indices: a score of many indicators, with every step that led to it.

The steps follow OECD and JRC, "Handbook on Constructing Composite Indicators: Methodology and User
Guide" (2008).
"""
