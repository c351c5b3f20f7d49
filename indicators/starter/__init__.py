"""A project for another country, written from the figures of the world that come with the software."""
