"""Lapor kejadian: a death or an accident, told by anybody in the field; what it stops and what it opens."""
