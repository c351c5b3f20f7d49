"""Codes and names of places as publishers write them -> places of places.csv, groups kept apart, the rest told."""

from indicators.places.gazetteer import Gazetteer
from indicators.places.match import PlaceMatch
from indicators.places.prepare import gazetteer

__all__ = ["Gazetteer", "PlaceMatch", "gazetteer"]
