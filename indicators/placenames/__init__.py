"""Codes and names of places as publishers write them -> places of places.csv, groups kept apart, the rest told."""

from indicators.placenames.found import Found
from indicators.placenames.gazetteer import Gazetteer
from indicators.placenames.prepare import gazetteer

__all__ = ["Found", "Gazetteer", "gazetteer"]
