"""Messages to people: by the mail server, else by hand; never twice, never pretended."""
