"""Reports as fixed documents: the screens' own numbers, kept with their day, their law and their data."""
