"""The officer's screen of a month: each wadah from the decree to the money, each number with its people."""
