"""A small OpenID Connect provider on this machine: one client, one person at a time, codes that work once."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = {"id": "reading-list", "secret": "a secret of this test"}


class Provider:
    """``person`` holds the claims of whoever is signed in there; ``is_away`` lets it answer 500, ``denies`` says no."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.is_away = self.denies = False
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.refused: list[str] = []
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"provider": self}))
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        if self.denies:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        checks = {
            "code": asked is not None,
            "client": (sent.get("client_id"), sent.get("client_secret")) == (CLIENT["id"], CLIENT["secret"]),
            "redirect_uri": asked is not None and asked["redirect_uri"] == sent.get("redirect_uri"),
            "verifier": asked is not None
            and asked.get("code_challenge") == base64.urlsafe_b64encode(proof).decode().rstrip("="),
        }
        if not all(checks.values()):
            self.refused += [name for name, held in checks.items() if not held]
            return None
        access = secrets.token_urlsafe(8)
        self.tokens.add(access)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT["id"], "iat": now, "exp": now + 300, **self.person}
        identity = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": identity}


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:  # noqa: N802
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        url = self.provider.url
        if self.provider.is_away:
            self.say(500, {})
        elif parts.path == "/.well-known/openid-configuration":
            ends = {f"{name}_endpoint": f"{url}/{name}" for name in ("authorization", "token", "userinfo")}
            methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
            self.say(200, {"issuer": url, "jwks_uri": f"{url}/jwks", **ends, **methods})
        elif parts.path == "/authorization":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(asked))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif parts.path == "/userinfo":
            known = self.headers.get("Authorization", "").removeprefix("Bearer ") in self.provider.tokens
            self.say(200 if known else 401, self.provider.person if known else {})
        else:
            self.say(404, {})

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.provider.token({name: values[0] for name, values in parse_qs(body).items()})
        self.say(200 if answer else 400, answer or {"error": "invalid_grant"})

    def say(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Silent."""
