"""The office as a WSGI application: what granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tedung.office.settings")
application = get_wsgi_application()
