"""Iuran: the bill of a wadah for some months, its payment code, the treasury's papers, what is left."""
