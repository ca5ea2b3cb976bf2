"""What every page shows besides its own: where one is, who one is, what one may open."""

from typing import Any

from django.http import HttpRequest

from tedung.office.access.actor import current
from tedung.office.base import clock


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page: the day, the actor."""
    return {"today": clock.today(), "actor": current(), "path": request.path}
