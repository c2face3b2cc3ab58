"""What attackers type into summaries, in a real browser: with the policy that would stop it, and without."""

import re

import pytest
from django.conf import settings as configured
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from notes.models import Summary
from papers.models import Paper
from tests.factories import make_paper, make_summary
from tests.xss import ATTACKS, HOSTILE_TITLE, MATHEMATICS

# what no summary may hold, as the browser understands it
ODD = r"""() => {
  const elements = 'script, style, link, meta, base, iframe, object, embed, img, form, button, video, audio, details';
  const leads = (a) => ['http:', 'https:', 'mailto:'].includes(a.protocol);
  const ours = (id) => /^(fn|fnref)?-?\d+-(en|zh-hans)-(h?\d+)(:\d+)?$/.test(id);
  const acts = (e) => [...e.attributes].some((a) => /^(on|hx-|data-|srcdoc|action|formaction)/i.test(a.name));
  return [...document.querySelectorAll('.text')].flatMap((text) => [
    ...text.querySelectorAll(elements),
    ...[...text.querySelectorAll('a')].filter((a) => !leads(a)),
    ...[...text.querySelectorAll('[id]')].filter((e) => !ours(e.id)),
    ...[...text.querySelectorAll('*')].filter(acts),
    ...[...text.querySelectorAll('svg, math, [style]')].filter((e) => !e.closest('.katex')),
  ]).map((e) => e.outerHTML);
}"""


@pytest.fixture(params=["without the policy", "with the policy"])
def live_server(request, settings):
    if request.param == "without the policy":
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != configured.CSP_MIDDLEWARE]
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def has_policy(request):
    return request.node.callspec.params["live_server"] == "with the policy"


def attacked(*texts):
    """A paper with a text in each language, or in English alone."""
    paper = make_paper()
    for language, text in zip(("en", "zh-hans"), texts, strict=False):
        # without NUL, which no form takes and PostgreSQL cannot hold
        make_summary(paper, language, f"Before.\n\n{text}".replace("\0", ""))
    return paper


def test_no_attack_runs_loads_or_leaves_the_page(visit, member, watch, has_policy):
    make_paper(HOSTILE_TITLE, nickname="hostile")
    together = 5 if has_policy else 1  # alone, no attack can hide in what another has left open
    texts = ["\n\n".join(ATTACKS[start : start + together]) for start in range(0, len(ATTACKS), together)]
    papers = [attacked(*texts[start : start + 2]) for start in range(0, len(texts), 2)]
    page = visit(member)
    moves = []
    page.on("framenavigated", lambda frame: moves.append(frame.url))
    for paper in papers:
        moves.clear()
        answer = page.goto(paper.get_absolute_url())
        assert bool(answer.headers.get("content-security-policy")) == has_policy
        expect(page.locator(".summary .text").first).to_contain_text("Before.")
        attacks = [summary.body for summary in paper.summaries.all()]
        assert page.evaluate("window.pwned") is None, attacks
        assert page.evaluate(ODD) == [], attacks
        assert len(page.frames) == 1, attacks
        assert len(moves) == 1, attacks
        assert watch.found == [], attacks
    assert page.evaluate("typeof document.getElementById + typeof document.querySelectorAll") == "functionfunction"


def test_katex_sets_no_link_picture_or_attribute_of_theirs(visit, member, watch):
    paper = make_paper("Formulas")
    make_summary(paper, "en", "\n\n".join(("$a^2$", *MATHEMATICS)))
    page = visit(member, paper.get_absolute_url())
    expect(page.locator(".math .katex").first).to_be_visible()
    assert page.locator(".math a, .math img, .math [onclick], .math [data-onclick], #csrfmiddlewaretoken").count() == 0
    assert page.locator(".math .status").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("window.pwned") is None


def test_these_tests_would_notice(visit, member, watch, has_policy):
    """An attack that the renderer had let through is seen, and with the policy it is stopped."""
    paper = attacked("x")
    leak = '<img src="https://evil.example/pixel.png"><img src="data:," onerror="alert(1); window.pwned = 1">'
    Summary.objects.update(html=f'<p>Before.</p><a href="javascript:alert(2)">x</a>{leak}')
    assert Paper.objects.get() == paper
    page = visit(member, paper.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert page.evaluate(ODD)
    assert page.evaluate("window.pwned ?? null") == (None if has_policy else 1)
    seen = "\n".join(watch.found)
    assert ("dialog: 1" in seen) != has_policy
    assert re.search("CSP" if has_policy else "asked https://evil.example/pixel.png", seen)
    watch.problems.clear()
