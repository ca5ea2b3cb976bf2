"""What an office sets for itself: its name and numbers, its groups, the regions it knows; data, never code."""
