"""Usulan: a village's or an office's list of whom to cover, from the file as it is to what was accepted."""
