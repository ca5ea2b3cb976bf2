"""A caller of the interface for its tests: a token of a grant, a call, an answer."""

from datetime import timedelta

from conftest_office import CITY
from django.core.files.uploadedfile import SimpleUploadedFile

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.access.models import Grant, User
from tedung.office.api.services import make_token
from tedung.office.base import clock

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class Caller:
    """Whoever calls by tokens of one user each: as("pptk").post("/rincian", {...}, "kunci-0001")."""

    def __init__(self, client, make_user):
        self.client, self.make_user, self.tokens = client, make_user, {}

    def by(self, role, kind="region", code=CITY, user=""):
        """Return the token of a grant; `user`: of the one who has another already."""
        name = (role, kind, code, user)
        if name not in self.tokens:
            with acting(SYSTEM):
                if user:
                    held = Grant.objects.create(
                        user=User.objects.get(username=user),
                        role=role,
                        scope_kind=kind,
                        scope_code=code,
                        since=clock.today(),
                    )
                else:
                    made = self.make_user(role, kind, code, username=f"api-{role}-{code}".replace(":", "-"))
                    held = Grant.objects.get(user=made)
                self.tokens[name] = make_token(held, "uji", clock.today() + timedelta(days=300))
        return self.tokens[name]

    def get(self, token, path, **asked):
        return self.client.get(f"/api/v1{path}", asked, headers={"Authorization": f"Bearer {token}"})

    def post(self, token, path, body=None, key="", **files):
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        where = f"/api/v1{path}"
        if files:
            uploads = {name: SimpleUploadedFile(*file) for name, file in files.items()}
            return self.client.post(where, {**(body or {}), **uploads}, headers=headers)
        return self.client.post(where, body or {}, content_type="application/json", headers=headers)
