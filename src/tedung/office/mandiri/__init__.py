"""Who pays oneself: what is declared, what is due each month, what was paid, and what follows from it."""
