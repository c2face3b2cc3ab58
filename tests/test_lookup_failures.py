"""Everything that can go wrong between here and a registry: one clear reason, and nowhere asked that is not allowed."""

import json

import pytest
from django.core.cache import cache
from django.utils import translation

from papers.lookup import Identifier, LookupFailed, Reason, asking, identify, look_up, network, pacing
from papers.lookup.network import Deadline, is_public
from tests.registries import ARXIV, ATOM, CROSSREF, CSL, DOI, HTML, JSON, OPENREVIEW, USENIX, WORK, bomb, feed

PAPER = identify("10.1145/3341301.3359646")
PREPRINT = identify("2309.06180")
MB = 1024 * 1024

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/1</id><title>&d;</title></entry></feed>"""
OUTSIDE = LAUGHS.replace('"lol"', 'SYSTEM "file:///etc/passwd"')


def reason_for(identifier=PAPER):
    with pytest.raises(LookupFailed) as failure:
        look_up(identifier)
    text = str(failure.value)
    assert text
    assert "\n" not in text
    assert "%" not in text
    return failure.value.reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, Reason.NOT_FOUND), (410, Reason.NOT_FOUND), (400, Reason.NOT_FOUND), (406, Reason.NOT_FOUND),
        (401, Reason.REFUSED), (403, Reason.REFUSED), (451, Reason.REFUSED), (429, Reason.BUSY), (503, Reason.BUSY),
        (500, Reason.BUSY), (502, Reason.BUSY), (204, Reason.INVALID), (206, Reason.INVALID), (304, Reason.INVALID),
        (302, Reason.INVALID), (418, Reason.INVALID),
    ],
)  # fmt: skip
def test_every_status_has_its_reason(registries, status, reason):
    registries.serve(DOI, b"", CSL, status=status)
    assert reason_for() == reason


def test_a_registry_that_is_silent(registries, settings):
    settings.LOOKUP_SECONDS = 0.2
    registries.serve(DOI, registries.silence(), CSL)
    assert reason_for() == Reason.SLOW


def test_a_registry_that_trickles(registries, settings):
    settings.LOOKUP_SECONDS = 0.2
    registries.serve(DOI, registries.forever(), CSL)
    assert reason_for() == Reason.SLOW


def test_many_quick_redirects_do_not_add_up_to_more_time(registries, settings):
    settings.LOOKUP_SECONDS = 0.2
    registries.redirect(DOI, CROSSREF)
    registries.serve(CROSSREF, registries.forever(), CSL)
    assert reason_for() == Reason.SLOW


def test_a_name_that_is_long_in_resolving(registries, settings, monkeypatch):
    settings.LOOKUP_SECONDS = 0.1
    monkeypatch.setattr(network, "resolve", lambda host, port: registries.is_over.wait())
    assert reason_for() == Reason.SLOW


@pytest.mark.parametrize("said", ["says its length", "does not"])
def test_too_large(registries, said):
    body = b" " * (5 * MB + 1)
    registries.serve(DOI, body if said == "says its length" else iter([body]), CSL)
    assert reason_for() == Reason.LARGE


def test_just_not_too_large(registries, settings):
    body = json.dumps(WORK).encode()
    settings.LOOKUP_MAX_BYTES = len(body)
    registries.serve(DOI, body, CSL)
    assert look_up(PAPER).record.year == 2019


def test_a_packed_bomb_is_left_at_its_first_megabytes(registries, monkeypatch):
    pieces = []
    plain = asking.httpx2.Response.iter_bytes
    monkeypatch.setattr(
        asking.httpx2.Response,
        "iter_bytes",
        lambda self: (pieces.append(len(piece)) or piece for piece in plain(self)),
    )
    registries.serve(DOI, bomb(50 * MB), CSL, Content_Encoding="gzip")
    assert reason_for() == Reason.LARGE
    assert sum(pieces) < 8 * MB


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "deflate", "zstd", "x-odd"])
def test_packings_that_were_not_asked_for(registries, packing):
    registries.serve(DOI, bomb(MB), CSL, Content_Encoding=packing)
    assert reason_for() == Reason.INVALID


@pytest.mark.parametrize("body", [b"not gzip at all", bomb(MB)[:50]], ids=["no packing", "cut short"])
def test_a_packing_that_is_broken(registries, body):
    registries.serve(DOI, body, CSL, Content_Encoding="gzip")
    assert reason_for() == Reason.INVALID


PRIVATE = [
    "10.0.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "255.255.255.255", "224.0.0.1", "198.18.0.1", "192.0.0.8", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1",
    "fc00::1", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::1", "2001:0:a00:1::1", "2001:db8::1", "100::1", "fe80::1%eth0", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_never_reached(registries, address):
    registries.names["doi.org"] = [address]
    registries.serve(DOI, WORK, CSL)
    assert reason_for() == Reason.UNSAFE
    assert (registries.reached, registries.asked) == ([], [])


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8"])
def test_public_addresses(address):
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough(registries):
    registries.names["doi.org"] = ["93.184.215.14", "10.0.0.1"]
    assert reason_for() == Reason.UNSAFE
    assert registries.reached == []


def test_the_address_that_was_checked_is_the_one_that_is_reached(registries, monkeypatch):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    monkeypatch.setattr(network, "resolve", lambda host, port: next(answers))
    registries.serve(DOI, WORK, CSL)
    assert look_up(PAPER).record.year == 2019
    assert registries.reached == ["93.184.215.14"]
    assert next(answers) == ["127.0.0.1"], "the name was resolved once"


def test_the_next_address_is_tried_where_one_is_dead(registries, monkeypatch):
    registries.names["doi.org"] = ["2606:4700::1", "93.184.215.14"]
    registries.serve(DOI, WORK, CSL)
    reach = registries.reach

    def dead(address, port, timeout):
        if ":" in address:
            raise network.httpcore2.ConnectError("no route")
        return reach(address, port, timeout)

    monkeypatch.setattr(network, "reach", dead)
    assert look_up(PAPER).registry == "doi.org"


@pytest.mark.parametrize(
    "target",
    [
        "http://api.crossref.org/x", "https://evil.example/x", "https://127.0.0.1/x", "https://169.254.169.254/latest/",
        "https://api.crossref.org@evil.example/", "https://x@api.crossref.org/", "https://api.crossref.org:8443/x",
        "//evil.example/x", "ftp://doi.org/x", "file:///etc/passwd", "https://[::1]/x", "https://doi.org.evil.example/",
        "javascript:alert(1)", "https://DOI.ORG.:443@evil.example/x", "gopher://doi.org:25/_x", "https://localhost/",
    ],
)  # fmt: skip
def test_a_redirect_that_leads_elsewhere_is_not_followed(registries, target):
    registries.redirect(DOI, target)
    assert reason_for() in {Reason.UNSAFE, Reason.INVALID}
    assert [host for host, _path in registries.asked] == ["doi.org"]


@pytest.mark.parametrize("target", ["https://[", "https://a b/", "http://\u2028/", "https://doi.org:99999/"])
def test_a_redirect_that_is_no_address(registries, target):
    registries.redirect(DOI, target.encode("utf-8").decode("latin-1"))
    assert reason_for() in {Reason.UNSAFE, Reason.INVALID}


def test_a_redirect_to_a_host_whose_name_is_private(registries):
    registries.names["api.crossref.org"] = ["10.0.0.1"]
    registries.redirect(DOI, CROSSREF)
    assert reason_for() == Reason.UNSAFE
    assert [host for host, _path in registries.asked] == ["doi.org"]


def test_redirects_without_end(registries):
    registries.redirect(DOI, DOI)
    assert reason_for() == Reason.INVALID
    assert len(registries.asked) == asking.HOPS + 1


@pytest.mark.parametrize(
    ("doi", "path"),
    [
        ("10.1/../../x", "/10.1%2F..%2F..%2Fx"), ("10.1/%0d%0ahost:x", "/10.1%2F%250d%250ahost%3Ax"),
        ("10.1/a?b#c", "/10.1%2Fa%3Fb%23c"), ("10.1//evil.example/x", "/10.1%2F%2Fevil.example%2Fx"),
        ("10.1/中文", "/10.1%2F%E4%B8%AD%E6%96%87"), ("10.1/\r\nHost: evil", "/10.1%2F%0D%0AHost%3A%20evil"),
    ],
)  # fmt: skip
def test_a_doi_is_one_segment_of_a_path_on_doi_org(registries, doi, path):
    assert reason_for(Identifier("doi", doi)) == Reason.NOT_FOUND
    assert registries.asked == [("doi.org", path)]


@pytest.mark.parametrize(
    ("identifier", "url", "kind"),
    [(PAPER, DOI, CSL), (identify("https://openreview.net/forum?id=H1eA7AEtvS"), OPENREVIEW, JSON)],
)
@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"nonsense", b"\xff\xfe\x00", b'{"title": ' + b"[" * 200_000, b'{"a":' * 100_000, b"1" * 10_000,
        b"NaN", b'{"title": "\xff"}', b'{"title": "\\ud800"}',
    ],
)  # fmt: skip
def test_json_that_is_broken(registries, identifier, url, kind, body):
    registries.serve(url, body, kind)
    assert reason_for(identifier) in {Reason.INVALID, Reason.NOT_FOUND}


@pytest.mark.parametrize(
    "body",
    [
        "", "<feed", "nonsense", "<html/>", LAUGHS, OUTSIDE, LAUGHS.encode("utf-16"), "<!DOCTYPE feed><feed/>",
        "<?xml version='1.0' encoding='nonsense'?><feed/>", b"\x00\x00", "<a>" * 200_000,
        feed().replace("</title>", ""), feed().replace("<title>Paging", "<title>&unknown;"),
    ],
)  # fmt: skip
def test_xml_that_is_broken_or_has_entities(registries, body):
    registries.serve(ARXIV, body, ATOM)
    assert reason_for(PREPRINT) == Reason.INVALID


@pytest.mark.parametrize(
    ("identifier", "url", "kind"),
    [
        (PAPER, DOI, HTML), (PAPER, DOI, ""), (PAPER, DOI, "text/json"), (PREPRINT, ARXIV, "text/plain"),
        (PREPRINT, ARXIV, JSON), (identify(USENIX), USENIX, "application/pdf"),
    ],
)  # fmt: skip
def test_another_kind_of_content(registries, identifier, url, kind):
    registries.serve(url, WORK, kind)
    assert reason_for(identifier) == Reason.INVALID


def test_a_connection_that_is_refused(registries, monkeypatch):
    registries.close()
    assert reason_for() == Reason.OFFLINE


def test_a_connection_that_ends_in_the_middle(registries):
    registries.serve(DOI, iter([b'{"title"']), CSL, Content_Length="5000")
    assert reason_for() == Reason.INVALID


def test_offline():
    assert reason_for() == Reason.OFFLINE


def test_switched_off(registries, settings):
    settings.LOOKUP = False
    registries.serve(DOI, WORK, CSL)
    assert reason_for() == Reason.OFF
    assert registries.asked == []


def test_a_host_that_is_off_the_list_is_not_asked(registries, settings):
    settings.LOOKUP_HOSTS = {"export.arxiv.org"}
    assert reason_for() == Reason.UNSAFE
    assert registries.reached == []


def test_the_reason_is_told_in_the_reader_s_language():
    failure = LookupFailed(Reason.BUSY, "arXiv")
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert "arXiv" in str(failure)


def test_an_answer_is_remembered(registries):
    registries.serve(DOI, WORK, CSL)
    assert look_up(PAPER) == look_up(PAPER)
    assert len(registries.asked) == 1


def test_so_is_that_there_is_none_but_not_a_passing_trouble(registries):
    for _ in range(2):
        reason_for()
    assert len(registries.asked) == 1
    registries.serve(ARXIV, status=500)
    for _ in range(2):
        reason_for(PREPRINT)
    assert len(registries.asked) == 3


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self, monkeypatch):
        self.now = 1_000_000.0
        self.slept = []
        monkeypatch.setattr(pacing, "time", lambda: self.now)
        monkeypatch.setattr(pacing, "sleep", self.sleep)

    def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.mark.parametrize(("host", "between"), [("export.arxiv.org", 3.0), ("doi.org", 1.0)])
def test_one_host_is_asked_at_a_polite_rate(monkeypatch, host, between):
    clock = Clock(monkeypatch)
    for _ in range(3):
        pacing.wait_turn(host, "It", Deadline(10))
    assert clock.slept == [between, between]
    pacing.wait_turn("www.usenix.org", "Another", Deadline(10))
    assert len(clock.slept) == 2


@pytest.mark.parametrize(("between", "seconds"), [(3.0, 2.5), (5.0, 10)])
def test_who_would_wait_too_long_is_told_so_at_once(monkeypatch, between, seconds):
    monkeypatch.setitem(pacing.SECONDS_BETWEEN, "export.arxiv.org", between)
    clock = Clock(monkeypatch)
    with pytest.raises(LookupFailed) as failure:
        for _ in range(5):
            pacing.wait_turn("export.arxiv.org", "arXiv", Deadline(seconds))
    assert failure.value.reason == Reason.BUSY
    assert clock.slept == []


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("", 60), ("soon", 60), ("99999999", 600), ("-1", 60), ("²", 60)]
)
def test_a_registry_that_has_enough_is_left_alone(registries, monkeypatch, header, seconds):
    Clock(monkeypatch)
    registries.serve(DOI, status=429, Retry_After=header.encode("utf-8").decode("latin-1"))
    assert reason_for() == Reason.BUSY
    assert cache.get(pacing.key("doi.org")) == pytest.approx(1_000_000 + seconds)
    if seconds > pacing.PATIENCE:
        assert reason_for() == Reason.BUSY
        assert len(registries.asked) == 1


@pytest.mark.parametrize("contact", ["", "list@example.org", "a\r\nX-Evil: 1", "组@example.org"])
def test_it_says_who_asks(registries, settings, contact):
    settings.LOOKUP_CONTACT = contact
    registries.serve(DOI, WORK, CSL)
    look_up(PAPER)
    agent = registries.headers[0]["User-Agent"]
    assert agent.startswith("readinglist/")
    assert ("mailto:" in agent) == bool(contact)
    assert "X-Evil" not in registries.headers[0]


def test_it_sends_no_cookie_and_keeps_none(registries):
    registries.serve(DOI, status=302, Location=CROSSREF, Set_Cookie="a=b; Domain=org")
    registries.serve(CROSSREF, WORK, CSL)
    look_up(PAPER)
    assert all("Cookie" not in headers for headers in registries.headers)


def test_no_proxy_of_the_environment_is_used(registries, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    registries.serve(DOI, WORK, CSL)
    assert look_up(PAPER).record.year == 2019
