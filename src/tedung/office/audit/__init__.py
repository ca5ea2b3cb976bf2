"""Who changed what and when: kept by the database itself, never by the program's good will."""
