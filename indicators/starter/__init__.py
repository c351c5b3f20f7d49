"""A project for another country, from the figures that come with the software."""
