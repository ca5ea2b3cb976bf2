"""What an office sets for itself: its name, its numbers, its groups, its regions; data, never code."""
