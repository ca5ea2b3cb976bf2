"""What waits for somebody: a role within a scope, or one user; opened and closed by the parts that know."""
