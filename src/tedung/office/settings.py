"""How the office runs, read from the environment once; everything an officer may change is in the database.

TEDUNG_HOME        folder of the database, the keys and the documents            ./kantor
TEDUNG_DATABASE    postgresql://user:password@host:port/name                     SQLite in TEDUNG_HOME
TEDUNG_HOSTS       names under which it is reached, separated by commas          127.0.0.1,localhost
TEDUNG_MODE        production, demo or test                                      demo
TEDUNG_REGION      Kemendagri code of the regency or city whose office it is     51.71
TEDUNG_KEYS        folder of the keys, apart from the database                   TEDUNG_HOME/keys
TEDUNG_PROXIES     how many servers of ours stand before it and end TLS          1 in production, else 0
TEDUNG_SMTP        smtps://user:password@host:465: mail goes out by itself       mail is sent by hand
TEDUNG_METRICS     token with which a monitoring system reads /sehat/angka/    no numbers are handed out
TEDUNG_DAY         the day it is, 2026-12-01 say, never in production            the day of the computer
"""

import os
from datetime import date
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from tedung.office.base import clock, database, keys

MODE = os.environ.get("TEDUNG_MODE", "demo")
HOME = Path(os.environ.get("TEDUNG_HOME", "kantor")).resolve()
KEYS = keys.folder(HOME, os.environ.get("TEDUNG_KEYS", ""))
PRODUCTION = MODE == "production"
HOME_REGION = os.environ.get("TEDUNG_REGION", "51.71")  # whose office this is: a grant of it sees every row
PROXIES = int(os.environ.get("TEDUNG_PROXIES", "1" if PRODUCTION else "0"))
GIVEN_DAY = "" if PRODUCTION else os.environ.get("TEDUNG_DAY", "")
DEMO_DAY = date.fromisoformat(GIVEN_DAY) if GIVEN_DAY else None

SMTP = os.environ.get("TEDUNG_SMTP", "")
METRICS_TOKEN = os.environ.get("TEDUNG_METRICS", "")

SECRET_KEY = keys.secret(KEYS)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TEDUNG_HOSTS", "127.0.0.1,localhost,testserver").split(",")

PARTS = [
    "access",
    "audit",
    "reference",
    "organisations",
    "people",
    "review",
    "documents",
    "tasks",
    "events",
    "jobs",
    "letters",
    "outbox",
    "usulan",
    "padan",
    "penetapan",
    "wadah",
    "rekonsiliasi",
    "mutasi",
    "kepesertaan",
    "kejadian",
    "anggaran",
    "iuran",
    "mandiri",
    "api",
    "buku",
    "laporan",
    "kajian",
    "home",
    "retention",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(f"tedung.office.{part}" for part in PARTS),
]
MIDDLEWARE = [
    "tedung.office.health.watching.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tedung.office.documents.uploads.UploadLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tedung.office.access.middleware.ActorMiddleware",
    "tedung.office.base.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "tedung.office.urls"
WSGI_APPLICATION = "tedung.office.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tedung.office.base.page.context",
            ],
            "builtins": ["tedung.office.base.templatetags.tedung"],
        },
    }
]
DATABASES = {"default": database.settings(os.environ.get("TEDUNG_DATABASE", ""), HOME)}
if MODE == "test" and not os.environ.get("TEDUNG_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}  # a file, as in an office
CACHES = {
    "default": {  # shared by all workers: limits of sign-in count for the office, not for a process
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    "process": {  # of this process alone, for what its key tells whole: see base/kept.py
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "kept",
        "TIMEOUT": 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
if MODE == "test":  # a thousand users are made and signed in
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_ADAPTER = "tedung.office.access.adapter.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # computers of an office have several users
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tedung"
MFA_ADAPTER = "tedung.office.access.adapter.EncryptedSecrets"
TOTP_REQUIRED = PRODUCTION  # the demo's users sign in with what `make run` prints
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = clock.zone_name(HOME_REGION)  # in which an instant is shown

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # unused: see documents/
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATICFILES_DIRS = [Path(__file__).parent / "static"]
MEDIA_ROOT = ""  # documents are never served from a folder: see documents/
DOCUMENTS = HOME / "documents"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
)  # else anybody may claim it
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "tedung.office.base.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"tedung.requests": {"level": "INFO" if PRODUCTION else "WARNING"}},
}
