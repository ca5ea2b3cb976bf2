"""What the command does with an office: make it, open it, add a user, move it to another database."""
