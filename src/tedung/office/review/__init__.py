"""Who is the same person: pairs that the machine does not decide, and what officers said of them."""
