"""The study of a population and its budget: who is unprotected, whom to cover, at what cost.

Pure functions on tables: the office calls them, the command prints what they return.
"""
