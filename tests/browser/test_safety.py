"""What people type never runs, even where no policy would stop it; and the policy is never broken by our own pages."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from papers.models import Author, Authorship, Link
from tests.browser.controls import rows, status
from tests.factories import (
    make_curator,
    make_entry,
    make_list,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_topic,
    make_venue,
)

CORPUS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "' autofocus onfocus='alert(4)",
    '" onmouseover="alert(5)" x="',
    "</title></textarea></style><script>alert(6)</script>",
    "javascript:alert(7)",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "<!--><iframe srcdoc='<script>parent.alert(8)</script>'>",
)
SUMMARY = "\n\n".join(
    (
        *CORPUS,
        "[one](javascript:alert(11))",
        "[two](JaVaScRiPt&#58;alert(12))",
        "[three](data:text/html,<script>alert(13)</script>)",
        "[four](vbscript:alert(14))",
        "<javascript:alert(15)>",
        "[five][ref]",
        "![six](http://evil.example/pixel.png)",
        '[seven](http://example.org/"onmouseover="alert(16))',
        "[eight](http://example.org 'title\" onmouseover=\"alert(17)')",
        '<a href="javascript:alert(18)">nine</a>',
        "| <b onclick=alert(19)>a</b> |\n|---|\n| <details open ontoggle=alert(20)> |",
        "[ref]: javascript:alert(21)",
    )
)
UNSAFE = "a[href^='javascript:' i], a[href^='data:' i], a[href^='vbscript:' i], iframe, object, embed, base, .text img"
HANDLERS = """() => [...document.querySelectorAll('main *')].flatMap((e) => [...e.attributes])
  .filter((a) => a.name.startsWith('on') || a.name === 'style' || a.name === 'srcdoc').map((a) => a.name)"""


@pytest.fixture
@transaction.atomic
def hostile(member):
    """A paper, a list and a topic in which every text is an attack; the paper is returned."""
    topics = tuple(make_topic(text, text) for text in CORPUS)
    names = tuple(text.replace(",", "") for text in CORPUS)
    for text in CORPUS[1:]:
        make_paper(text, make_venue(text[:60], full_name=text).name, year=2020)
    paper = make_paper(
        " ".join(CORPUS), CORPUS[0], nickname=CORPUS[1], abstract="\n\n".join(CORPUS), topics=topics, tags=names,
        institutions=CORPUS, year=2021,
    )  # fmt: skip
    for position, text in enumerate(CORPUS):
        author = Author.objects.create(name=text)
        Authorship.objects.create(paper=paper, author=author, position=position)
    Link.objects.create(paper=paper, url="https://example.org/?<script>alert(30)</script>", label=CORPUS[1])
    group = make_list(CORPUS[1], description=CORPUS[0], source_url='https://example.org/"onclick="alert(31)')
    for text in CORPUS:
        make_entry(paper, make_section(group, text, number=CORPUS[2][:20]), claimed_title=text, claimed_venue=text)
    author = make_curator(CORPUS[1])
    author.first_name = CORPUS[0]
    author.save()
    make_summary(paper, "en", SUMMARY, author=author, last_editor=author)
    make_summary(paper, "zh-hans", SUMMARY, author=author, last_editor=author)
    make_reading(member, paper, "reading")
    make_reading(author, paper, "read")
    paper.title = " ".join(reversed(CORPUS))  # for the history
    paper.save()
    return paper


def test_what_people_type_never_runs(visit, hostile, administrator, watch):
    watch.allow("404 (Not Found)")
    page = visit(administrator, bypass_csp=True)
    admin = f"/admin/papers/paper/{hostile.pk}/change/"
    group = hostile.entries.first().list
    attack = "%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(40)%3E"
    paths = [
        "/", "/papers/", f"/papers/?q={attack}", f"/papers/?topic={attack}&venue={attack}&sort={attack}&page={attack}",
        "/papers/?tag=" + hostile.tags.first().slug, hostile.get_absolute_url(), "/lists/", group.get_absolute_url(),
        f"/me/?status={attack}", f"/papers/1/{attack}/", "/admin/papers/paper/", admin, "/admin/notes/summary/",
        "/admin/papers/venue/", "/admin/papers/institution/", "/admin/papers/tag/",
        f"/admin/papers/paper/{hostile.pk}/history/", f"/papers/{hostile.pk}/write/",
        f"/papers/{hostile.pk}/translate/zh/", f"/papers/{hostile.pk}/summary/en/history/",
    ]  # fmt: skip
    for path in paths:
        page.goto(path)
        assert page.locator(UNSAFE).count() == 0, path
        if not path.startswith("/admin/"):
            assert page.evaluate(HANDLERS) == [], path


def test_what_people_type_stays_text_where_names_complete_themselves(visit, hostile, curator):
    page = visit(curator, f"/admin/papers/paper/{hostile.pk}/change/", bypass_csp=True)
    page.locator(".field-venue .select2-selection").click()
    page.locator(".select2-search__field").last.fill("img")
    page.locator(".select2-results__option", has_text="onerror=alert(2)").click()
    expect(page.locator(".field-venue .select2-selection")).to_contain_text("<img src=x onerror=alert(2)>")
    assert page.locator(".select2 img, .select2-results img").count() == 0


def test_what_people_type_stays_text_after_a_swap(visit, hostile, member):
    page = visit(member, "/papers/", bypass_csp=True)
    page.locator("#search").fill("<img src=x onerror=alert(41)>")
    expect(page.locator(".chips")).to_contain_text("onerror=alert(41)")
    page.locator("#chip-all").click()
    expect(rows(page)).to_have_count(len(hostile.__class__.objects.all()))
    row = page.locator(f'.row[data-paper="{hostile.pk}"]')
    status(row, "Read").click()
    expect(row.locator(".undo")).to_be_visible()
    page.locator(".rail a", has_text="onerror").first.click()
    expect(page.locator(".chips")).to_be_visible()
    assert page.locator(UNSAFE).count() == 0


def test_the_undo_message_keeps_a_title_as_text(visit, hostile, member):
    page = visit(member, hostile.get_absolute_url(), java_script_enabled=False, bypass_csp=True)
    page.locator(".status button").first.click()
    expect(page.locator(".say")).to_contain_text("<script>alert(1)</script>")


def test_links_in_summaries_lead_only_to_the_web(page, hostile):
    page.goto(hostile.get_absolute_url())
    addresses = page.locator(".summary .text a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert addresses
    assert all(address.startswith("http://") for address in addresses)


def test_curation_keeps_to_the_policy(visit, curator, library):
    page = visit(curator)
    change = f"/admin/papers/paper/{library.gavel.pk}/change/"
    summary = library.gavel.summaries.first()
    for path in (
        "/admin/", "/admin/papers/paper/", "/admin/papers/paper/?q=gpu", "/admin/papers/paper/add/", change,
        f"/admin/papers/paper/{library.gavel.pk}/history/", f"/admin/papers/paper/{library.gavel.pk}/delete/",
        "/admin/papers/paperlist/", f"/admin/papers/paperlist/{library.group.pk}/change/", "/admin/papers/topic/",
        "/admin/papers/venue/", f"/admin/papers/venue/{library.gavel.venue_id}/change/", "/admin/papers/listentry/",
        "/admin/notes/summary/", f"/admin/notes/summary/{summary.pk}/change/", "/admin/notes/reading/",
    ):  # fmt: skip
        assert page.goto(path).status == 200, path
