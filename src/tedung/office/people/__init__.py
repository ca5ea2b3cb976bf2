"""Persons: who somebody is, however many lists name them."""
