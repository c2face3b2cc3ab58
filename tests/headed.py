"""What every answer says to the browser and to caches, and what no page contains."""

from typing import Any

from tests.pages import elements

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def assert_headed(response: Any, path: str) -> None:
    parts = [part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")]
    assert dict(parts) == CSP, path
    assert {name: response.get(name) for name in HEADERS} == HEADERS, path
    kept = response["Cache-Control"]
    assert "private" in kept or kept == "no-store" or "Cookie" not in response.get("Vary", ""), path


def assert_nothing_inline(response: Any) -> None:
    """No script, style or address that a page of ours would not need, in its elements."""
    for element in elements(response):
        name = f"<{element.tag} {element.attributes}>"
        assert element.tag != "style", name
        assert "style" not in element.attributes, name
        assert not [attribute for attribute in element.attributes if attribute.startswith("on")], name
        is_to_be_kept = element.get("id") == "bookmarklet"  # dragged to the bookmarks; on our pages it does nothing
        assert is_to_be_kept or not element.get("href").lower().startswith("javascript:"), name
        if element.tag == "script" and element.get("type") != "application/json":
            assert element.get("src").startswith(("/static/", "/admin/jsi18n/")), name
            assert not element.text, name
        if element.tag in {"link", "img", "script", "iframe", "source"}:
            assert "//" not in element.get("href") + element.get("src"), name
