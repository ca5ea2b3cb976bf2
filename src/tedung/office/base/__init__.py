"""What every part of the office stands on: keys, clock, database, refusals, scoped rows, changes."""
