"""The one kind of fault a user is meant to read."""


class TedungError(Exception):
    """What was asked cannot be done; the message is a sentence for the user.

    It says what was asked, what is true and what to do, and never holds a NIK or a
    person's name.  The command prints it and ends with exit status 2.
    """
