"""The part as Django's."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, roles, grants; and what a deployment is asked."""

    name = "tedung.office.access"

    def ready(self) -> None:
        """Register the questions of `check --deploy`."""
        from tedung.office.base import checks  # noqa: F401 - its import registers them
