"""Who may see and do what: users, roles, grants, row scope, and the one way to change anything."""
