"""What `check --deploy` asks besides Django's own questions."""

import stat
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from tedung.office.base import keys


@register(Tags.security, deploy=True)
def keys_are_closed(**_: Any) -> list[Error]:
    """Find keys that others on the computer may read."""
    open_ones = [
        name
        for name in keys.NAMES
        if (path := settings.KEYS / f"{name}.key").exists()
        and stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    said = "{}.key can be read by others: chmod 600 it, and make new keys if somebody may have seen it."
    return [Error(said.format(name), id="tedung.E001") for name in open_ones]
