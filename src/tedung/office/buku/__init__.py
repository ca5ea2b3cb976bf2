"""Buku pembantu iuran: every rupiah of a contribution as balanced postings that never change.

The city's finance system is the book of record; this one proves, month by month and wadah by wadah,
what was due, what was paid, and what is left.
"""
