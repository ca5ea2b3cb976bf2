"""The people of a place: reference tables, and synthetic people for demos and tests."""
