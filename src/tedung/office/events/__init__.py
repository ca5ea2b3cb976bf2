"""What happened to a person, told once and never changed: the line of life on the person's page."""
