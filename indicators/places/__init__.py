"""Match codes and names of places, as publishers write them, with the places of places.csv."""

from indicators.places.gazetteer import Gazetteer
from indicators.places.match import PlaceMatch
from indicators.places.prepare import gazetteer

__all__ = ["Gazetteer", "PlaceMatch", "gazetteer"]
