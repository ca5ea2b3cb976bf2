"""Tedung: Indonesia's employment social security as a city lives it."""

__version__ = "0.1.0"
