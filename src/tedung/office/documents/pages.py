"""A document comes as a file, never shown in place, to whoever sees its row; who fetched it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from tedung.office.access.pages import page
from tedung.office.documents.kinds import OWN_DOOR
from tedung.office.documents.models import Document
from tedung.office.documents.services import fetched


@page("documents.view")
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand a document out as a file."""
    document = get_object_or_404(Document.objects.exclude(kind__in=OWN_DOOR), public_id=public_id)
    return as_file(fetched(document), document.name, document.media_type)


def as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Answer with a file that no browser opens in place, keeps or takes for something else."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
