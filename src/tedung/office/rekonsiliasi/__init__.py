"""Our list of members against the agency's, month by month, until both sign that they agree."""
