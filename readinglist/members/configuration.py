"""What the settings say of mail and of the sign-in provider; half of either stops the start with the missing line."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from readinglist.environment import text

PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
OIDC = ("OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


class Mail(NamedTuple):
    """The mail server; without a host what would be mailed is printed to the console."""

    backend: str = "django.core.mail.backends.console.EmailBackend"
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    timeout: int = 10  # seconds

    @property
    def options(self) -> dict[str, Any]:
        """What ``MAILERS`` of Django 6.1 calls them."""
        if not self.host:
            return {}
        return {
            "host": self.host, "port": self.port, "username": self.user, "password": self.password,
            "use_tls": self.starttls, "use_ssl": self.tls, "timeout": self.timeout,
        }  # fmt: skip


def mail() -> Mail:
    """The server that EMAIL_URL names."""
    url = text("EMAIL_URL")
    if not url:
        return Mail()
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts, port = urlsplit(""), 0
    if not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL is not understood; write smtp+tls://user:password@host:587 (STARTTLS), "
            "smtp+ssl://user:password@host:465 or smtp://host:25."
        )
    if "@" not in text("DEFAULT_FROM_EMAIL"):
        raise ImproperlyConfigured(
            "EMAIL_URL is set, but nobody to send from. Add to .env: "
            f"DEFAULT_FROM_EMAIL=reading-list@{parts.hostname.partition('.')[2] or 'example.org'}"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    return Mail(smtp, parts.hostname, port, user, password, parts.scheme == "smtp+tls", parts.scheme == "smtp+ssl")


def openid() -> dict[str, str]:
    """The four values that describe the provider, or none of them."""
    values = {name: text(name) for name in OIDC}
    missing = [name for name, value in values.items() if not value]
    if missing and len(missing) < len(OIDC):
        raise ImproperlyConfigured(f"OpenID Connect is set up by half. Add to .env: {', '.join(missing)}")
    address = urlsplit(values["OIDC_SERVER_URL"])
    is_here = address.hostname in {"localhost", "127.0.0.1", "::1"}
    if not missing and not (address.hostname and (address.scheme == "https" or (address.scheme == "http" and is_here))):
        raise ImproperlyConfigured(
            f"OIDC_SERVER_URL is {values['OIDC_SERVER_URL']!r}; write the https address of the provider, such as "
            "https://login.example.org/realms/lab"
        )
    return {} if missing else values


def provider(values: dict[str, str]) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS, as allauth wants it; ``group`` is what addresses call the provider."""
    if not values:
        return {}
    app = {
        "provider_id": "group",
        "name": values["OIDC_NAME"],
        "client_id": values["OIDC_CLIENT_ID"],
        "secret": values["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": values["OIDC_SERVER_URL"]},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origin(url: str) -> list[str]:
    """The origin of an address as a policy names it; none for none."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
