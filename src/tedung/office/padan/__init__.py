"""Padan: the comparison with the civil registry, asked by file and answered line by line."""
