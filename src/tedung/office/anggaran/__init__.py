"""Pos anggaran: the lines of the budget that contributions are paid from, and what is left of them."""
