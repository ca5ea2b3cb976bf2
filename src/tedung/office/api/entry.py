"""The door: who asks, how often, and what every refusal looks like."""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from tedung.office.access.actor import become
from tedung.office.api.models import Answered, Token
from tedung.office.api.schemas import Faults, Problem
from tedung.office.api.services import actor_with
from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.base.refusals import NotAllowed, Refusal

REFUSALS: dict[int, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Faults,
    429: Problem,
}
"""What every operation may answer besides its result."""


class ByToken(HttpBearer):
    """A token in the header `Authorization: Bearer`; it acts by one grant."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002 - ninja's
        """Let the token's grant act for the rest of the request."""
        found = actor_with(token)
        if found is None:
            return None
        become(found[1])
        return found[0]


class ByTokenRate(AuthRateThrottle):
    """So many calls a minute for a token, whatever its address."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """Count by token; before it is known, by nothing: the door answers 401."""
        token: Token | None = getattr(request, "auth", None)
        return "" if token is None else f"api:{token.pk}"


def token_of(request: HttpRequest) -> Token:
    """Return whose token this request came with, once the door let it in."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return token


api = NinjaAPI(
    title="Tedung",
    version="1",
    description=_(
        "Orang, usulan, keputusan, kepesertaan, iuran, dan pembayaran dalam lingkup satu hak. "
        "NIK selalu disamarkan."
    ),
    auth=ByToken(),
    throttle=[ByTokenRate("600/m")],
    docs_url=None,
    urls_namespace="api",
)


def problem(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    """Answer with a problem."""
    return api.create_response(request, {"code": code, "sentence": sentence}, status=status)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _fault: Any) -> HttpResponse:
    return problem(request, 401, "unauthenticated", _("Token tidak dikenal atau sudah berakhir."))


@api.exception_handler(NotAllowed)
def _forbidden(request: HttpRequest, _fault: Any) -> HttpResponse:
    return problem(request, 403, "forbidden", _("Hak token ini tidak mencakup permintaan itu."))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _fault: Any) -> HttpResponse:
    return problem(request, 404, "not_found", _("Tidak ada dalam lingkup token ini."))


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem(request, 409, fault.code, fault.sentence)


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, _fault: Any) -> HttpResponse:
    return problem(request, 429, "too_often", _("Terlalu sering; tunggu satu menit, lalu ulangi."))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: Any) -> HttpResponse:
    faults = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in fault.errors]
    told = {"code": "invalid", "sentence": _("Isi permintaan belum benar."), "faults": faults}
    return api.create_response(request, told, status=422)


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
def _unreadable(request: HttpRequest, _fault: Any) -> HttpResponse:
    return problem(request, 400, "unread", _("Isi permintaan belum benar."))


@api.exception_handler(HttpError)
def _unread(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem(request, fault.status_code, "unread", _("Isi permintaan belum benar."))


def once(
    request: HttpRequest, body: dict[str, Any], do: Callable[[], tuple[int, dict[str, Any]]]
) -> HttpResponse:
    """Do a write once for a key: the same key with the same body is given the same answer again."""
    token = token_of(request)
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 80 or not key.isascii() or not key.isprintable():
        raise Refusal(
            _("Sertakan header Idempotency-Key, 8 sampai 80 huruf, baru untuk setiap perintah."), "key"
        )
    # by our own key: a plain hash of few digits, a KPJ say, could be turned back into them
    asked = blind_index(json.dumps([request.path, body], sort_keys=True))
    known = Answered.objects.filter(token=token, key=key).first()
    if known is None:
        try:
            with transaction.atomic():
                status, answer = do()
                known = Answered.objects.create(
                    token=token, key=key, asked=asked, status=status, body=answer, at=clock.now()
                )
        except IntegrityError:  # asked twice at once: the other one was first, by this key or by another way
            known = Answered.objects.filter(token=token, key=key).first()
            if known is None:
                sentence = _("Perintah lain mendahului. Baca keadaannya lagi, lalu ulangi.")
                raise Refusal(sentence, "conflict") from None
    if known.asked != asked:
        raise Refusal(_("Idempotency-Key ini sudah dipakai untuk perintah lain."), "key")
    body = json.loads(json.dumps(known.body, sort_keys=True))  # a database keeps no order of its own
    return api.create_response(request, body, status=known.status)
