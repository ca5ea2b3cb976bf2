"""Membership: who is in which wadah, the file to the agency, and its answer line by line."""
