"""What allauth asks of us: nobody signs up, and the secret of the second factor is encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from tedung.office.base.crypto import decrypt, encrypt

PLACE = "mfa_authenticator.data"


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Users are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Say no."""
        return False


class EncryptedSecrets(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Keep the second factor's secrets encrypted."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret."""
        return encrypt(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret."""
        return decrypt(encrypted_text, PLACE)
