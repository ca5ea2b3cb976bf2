"""Whether the office works: for whoever looks after it, and for the machine that asks every minute."""
