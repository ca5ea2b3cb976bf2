"""The web office: one folder a part, each with its models, services, queries and pages."""
