"""A member brings a paper by its address: filled in, found to be here, kept for the curators or entered at once."""

import pytest
from django.urls import reverse

from papers.models import Origin, Paper, Suggestion
from tests.factories import make_member, make_paper, make_suggestion, make_topic, permit
from tests.filling import fields_of, filled
from tests.pages import elements, links_in
from tests.registries import ARXIV, ATOM, CSL, DOI, WORK, feed
from tests.test_queries import queries
from tests.xss import HOSTILE_TITLE

URL = "/papers/add/"
ABS = "https://arxiv.org/abs/2309.06180"
ACM = "https://dl.acm.org/doi/10.1145/3341301.3359646"


def shown(page):
    """What the form holds."""
    return {name: values[0] for name, values in fields_of(page, "add-form").items() if values}


def send(client, page=None, **fields):
    return client.post(URL, filled(page or client.get(URL), "add-form", **fields))


def signed(paper):
    return {(one.field, one.source, one.registry) for one in Origin.objects.filter(paper=paper)}


@pytest.fixture
def acm(registries):
    registries.serve(DOI, WORK, CSL)
    return registries


@pytest.fixture
def trusted(settings):
    settings.TRUST_MEMBERS = True


def test_an_address_is_looked_up_and_the_form_filled_in(shelf, acm):
    page = shelf.get(URL, {"url": ACM})
    form = shown(page)
    assert page.status_code == 200
    assert (form["title"], form["venue"], form["year"]) == ("Sharing a GPU Cluster Fairly", "SOSP", "2019")
    assert (form["authors"], form["doi"]) == ("Ada Byron\nHua Li", "10.1145/3341301.3359646")
    assert form["links"] == "https://doi.org/10.1145/3341301.3359646"
    assert form["abstract"].startswith("Jobs share")
    assert not Suggestion.objects.exists()
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "url", [ABS, "https://example.org/a", "nonsense\x00", "x" * 5000, "10.1/../../x", "javascript:alert(1)"]
)
def test_where_no_registry_helps_it_can_be_filled_in_by_hand(shelf, url):
    page = shelf.get(URL, {"url": url, "title": "A page’s\x00 <b>title</b>"})
    assert page.status_code == 200
    assert shown(page)["title"] == "A page’s title"
    assert elements(page, "p", class_="errors")
    assert send(shelf, page, title="By hand").status_code == 302
    assert Suggestion.objects.get().record["title"] == "By hand"


def test_a_web_address_that_no_registry_knows_is_a_link_already(shelf):
    assert shown(shelf.get(URL, {"url": "https://example.org/a.pdf"}))["links"] == "https://example.org/a.pdf"


def test_a_suggestion_waits_for_a_curator(shelf, member, acm):
    topic = make_topic("Scheduling", "调度")
    page = shelf.get(URL, {"url": ACM})
    response = send(shelf, page, year="2020", tags="GPU，公平, GPU", topic=topic.pk, why="We run one.")
    assert (response.status_code, response["Location"]) == (302, URL)
    row = Suggestion.objects.get()
    assert (row.by, row.state, row.topic, row.why, row.url) == (member, "waiting", topic, "We run one.", ACM)
    assert (row.record["year"], row.record["tags"]) == (2020, ["GPU", "公平"])
    assert row.registry == "doi.org"
    assert {*row.found} == {"title", "authors", "venue", "abstract", "doi", "links"}
    assert not Paper.objects.exists()


def test_a_double_click_makes_one_row(shelf):
    page = shelf.get(URL)
    assert [send(shelf, page, title=title).status_code for title in ("The Paper", "the paper.")] == [302, 302]
    assert Suggestion.objects.count() == 1


def test_two_members_may_suggest_the_same(shelf, other, as_user):
    for client in (shelf, as_user(other)):
        send(client, title="The Paper")
    assert Suggestion.objects.count() == 2


def test_who_is_trusted_makes_the_paper_at_once(shelf, member, acm, trusted):
    topic = make_topic("Scheduling")
    response = send(shelf, shelf.get(URL, {"url": ACM}), venue="SOSP", year="2020", tags="GPU", topic=topic.pk)
    paper = Paper.objects.get()
    assert response["Location"] == paper.get_absolute_url()
    assert (paper.added_by, paper.year, paper.venue.name) == (member, 2020, "SOSP")
    assert [author.author.name for author in paper.authorships.all()] == ["Ada Byron", "Hua Li"]
    assert [*paper.topics.all()] == [topic]
    assert [tag.name for tag in paper.tags.all()] == ["GPU"]
    assert [link.url for link in paper.links.all()] == ["https://doi.org/10.1145/3341301.3359646"]
    assert {("year", "member", ""), ("tags", "member", ""), ("topics", "member", "")} <= signed(paper)
    assert {("title", "registry", "doi.org"), ("venue", "registry", "doi.org")} <= signed(paper)
    assert ("year", "registry", "doi.org") not in signed(paper)
    assert paper.history.count() >= 1
    assert not Suggestion.objects.exists()


def test_so_does_who_may_add_papers(shelf, member):
    permit(member, "add_paper")
    send(shelf, title="Mine")
    assert Paper.objects.get().added_by == member


def test_a_double_click_of_who_is_trusted_makes_one_paper(shelf, trusted):
    page = shelf.get(URL)
    answers = [send(shelf, page, title="Mine") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert Paper.objects.get().get_absolute_url() in links_in(answers[1])


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "the  gavel PAPER!"},
        {"title": "Another name", "doi": "https://doi.org/10.1145/ABC"},
        {"title": "Another name", "arxiv_id": "arXiv:2309.06180v2"},
        {"title": "Another name", "doi": "10.48550/arXiv.2309.06180"},
        {"title": "Another name", "links": "https://a.example/x/"},
    ],
)
@pytest.mark.parametrize("trust", [True, False])
def test_what_is_here_already_is_not_made_again(shelf, settings, fields, trust):
    settings.TRUST_MEMBERS = trust
    paper = make_paper("Gavel Paper", doi="10.1145/abc", arxiv_id="2309.06180", links=("http://a.example/x",))
    response = send(shelf, **fields)
    assert response.status_code == 422
    assert paper.get_absolute_url() in links_in(response)
    assert (Paper.objects.count(), Suggestion.objects.count()) == (1, 0)


@pytest.mark.parametrize("trust", [True, False])
def test_two_papers_may_have_one_title(shelf, settings, trust):
    settings.TRUST_MEMBERS = trust
    make_paper("Janus")
    response = send(shelf, title="JANUS")
    assert response.status_code == 422
    assert send(shelf, response, another="on").status_code == 302
    assert Paper.objects.count() + Suggestion.objects.count() == 2


@pytest.mark.parametrize("url", [ACM, "10.1145/3341301.3359646", "https://doi.org/10.1145/3341301.3359646"])
def test_what_is_here_is_told_before_anybody_is_asked(shelf, acm, url):
    paper = make_paper("Here", doi="10.1145/3341301.3359646")
    page = shelf.get(URL, {"url": url})
    assert paper.get_absolute_url() in links_in(page)
    assert acm.asked == []


def test_a_paper_of_the_title_that_was_found_is_told(shelf, acm):
    paper = make_paper("Sharing a GPU Cluster, Fairly")
    page = shelf.get(URL, {"url": ACM})
    assert paper.get_absolute_url() in links_in(page)
    assert elements(page, "input", name="another")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, "id_title"), ({"title": "x" * 501}, "id_title"), ({"year": "12"}, "id_year"),
        ({"year": "x"}, "id_year"), ({"year": "1" * 100}, "id_year"), ({"doi": "nonsense"}, "id_doi"),
        ({"doi": "10.1/" + "x" * 280}, "id_doi"), ({"arxiv_id": "nonsense"}, "id_arxiv_id"),
        ({"links": "javascript:alert(1)"}, "id_links"), ({"links": "ftp://a.b/"}, "id_links"),
        ({"links": "https://a.example/" + "x" * 1000}, "id_links"), ({"venue": "x" * 101}, "id_venue"),
        ({"tags": "x" * 101}, "id_tags"), ({"tags": ",".join(map(str, range(31)))}, "id_tags"),
        ({"topic": "99999"}, "id_topic"), ({"topic": "x"}, "id_topic"), ({"authors": "x" * 201}, "id_authors"),
        ({"authors": "\n".join(map(str, range(501)))}, "id_authors"), ({"why": "x" * 2001}, "id_why"),
        ({"abstract": "x" * 10_001}, "id_abstract"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_is_named_and_all_is_kept(shelf, trusted, fields, wrong):
    response = send(shelf, **({"title": "Kept", "venue": "OSDI"} | fields))
    assert response.status_code == 422
    assert elements(response, "span", id=f"{wrong}_error")
    name = next(iter(fields))
    assert name == "topic" or shown(response)[name] == fields[name]
    assert not Paper.objects.exists()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("trust", [True, False])
def test_hostile_texts_are_kept_as_text(shelf, settings, trust):
    settings.TRUST_MEMBERS = trust
    title = HOSTILE_TITLE + "\x00\x1b[31m\u202e\r\nb"
    send(
        shelf,
        title=title,
        authors=HOSTILE_TITLE,
        venue='"><img src=x>',
        tags="<b onclick=1>",
        why="<script>alert(1)</script>\x00",
    )
    page = shelf.get(Paper.objects.get().get_absolute_url() if trust else URL)
    assert page.status_code == 200
    assert not elements(page, "img")
    assert not elements(page, "b", onclick="1")
    kept = Paper.objects.get().title if trust else Suggestion.objects.get().record["title"]
    assert kept == f"{HOSTILE_TITLE} [31m b".replace("[31m b", "[31m b")
    assert kept.isprintable()


def test_registries_can_send_what_they_like(shelf, registries):
    said = {
        "title": HOSTILE_TITLE + "\x00\u202e",
        "abstract": HOSTILE_TITLE,
        "container-title": HOSTILE_TITLE,
        "event": None,
    }
    registries.serve(DOI, WORK | said, CSL)
    page = shelf.get(URL, {"url": ACM})
    assert page.status_code == 200
    assert not elements(page, "img")
    assert shown(page)["title"].isprintable()
    assert send(shelf, page).status_code == 302


def test_what_is_empty_can_be_looked_up_later(shelf, registries):
    registries.serve(ARXIV, feed(), ATOM)
    response = shelf.post(
        URL, filled(shelf.get(URL), "add-form", title="My title", arxiv_id="2309.06180") | {"look": "1"}
    )
    form = shown(response)
    assert response.status_code == 200
    assert (form["title"], form["year"], form["authors"]) == ("My title", "2023", "Ada Byron\n李华")
    assert not Suggestion.objects.exists()
    assert send(shelf, response).status_code == 302
    assert "title" not in Suggestion.objects.get().found


@pytest.mark.parametrize(
    "fields", [{}, {"title": "x"}, {"doi": "nonsense"}, {"links": "https://example.org/"}, {"year": "x"}]
)
def test_looking_up_nothing_keeps_what_was_typed(shelf, fields):
    response = shelf.post(URL, filled(shelf.get(URL), "add-form", **fields) | {"look": "1"})
    assert response.status_code == 200
    assert shown(response).items() >= fields.items()


@pytest.mark.parametrize("said", ["", "nonsense", "eyJ0aXRsZSI6IngifQ:1x:forged"])
def test_what_a_registry_said_cannot_be_made_up(shelf, acm, said):
    send(shelf, shelf.get(URL, {"url": ACM}), said=said)
    row = Suggestion.objects.get()
    assert (row.registry, row.found) == ("", [])


def test_only_so_many_wait(shelf, member, settings):
    settings.SUGGESTIONS_WAITING = 2
    for title in ("One", "Two"):
        assert send(shelf, title=title).status_code == 302
    response = send(shelf, title="Three", why="Kept")
    assert response.status_code == 422
    assert "2 suggestions of yours wait" in response.content.decode()
    assert shown(response)["why"] == "Kept"
    Suggestion.objects.filter(title_key="one").update(state="declined")
    assert send(shelf, response).status_code == 302


def test_a_member_sees_their_own_and_what_became_of_them(shelf, member, other, curator):
    make_suggestion(other, "Somebody else’s")
    make_suggestion(member, "Waiting one")
    make_suggestion(member, "Declined one", state="declined", answer="Not our <b>field</b>.", decided_by=curator)
    paper = make_paper("Accepted one")
    make_suggestion(member, "Accepted one", state="accepted", paper=paper, decided_by=curator)
    page = shelf.get(URL)
    text = page.content.decode()
    assert all(title in text for title in ("Waiting one", "Declined one", "Accepted one", "Not our &lt;b&gt;field"))
    assert "Somebody else" not in text
    assert paper.get_absolute_url() in links_in(page)


def test_a_waiting_one_can_be_withdrawn(shelf, member, other):
    mine, another = make_suggestion(member), make_suggestion(other)
    assert shelf.post(reverse("suggestion-withdraw", args=[mine.pk])).status_code == 302
    assert shelf.post(reverse("suggestion-withdraw", args=[another.pk])).status_code == 404
    assert [*Suggestion.objects.all()] == [another]


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_one_that_is_decided_on_stays(shelf, member, state):
    row = make_suggestion(member, state=state)
    assert shelf.post(reverse("suggestion-withdraw", args=[row.pk])).status_code == 409
    assert Suggestion.objects.get().state == state


def test_the_list_of_one_s_own_has_pages(shelf, member):
    for number in range(25):
        make_suggestion(member, f"Paper {number}", state="declined")
    assert elements(shelf.get(URL), "a", rel="next")
    assert "Paper 0" in shelf.get(URL, {"page": "2"}).content.decode()


def test_it_asks_as_often_for_20_rows_as_for_10(shelf, member):
    def fill(count, start):
        for number in range(start, start + count):
            make_suggestion(
                member, f"Paper {number}", paper=make_paper(), decided_by=make_member(f"c{number}"), state="accepted"
            )
            make_topic(f"Topic {number}")

    fill(10, 0)
    ten = queries(shelf, URL)
    fill(10, 10)
    assert queries(shelf, URL) == ten


def test_known_papers_take_no_more_questions(shelf, member):
    for number in range(3):
        make_paper("The same title", venue="OSDI", year=2000 + number)
    few = queries(shelf, f"{URL}?url=10.1145/1")
    for number in range(10):
        make_paper("The same title", venue=f"V{number}")
    assert queries(shelf, f"{URL}?url=10.1145/1") == few


def test_the_bookmarklet_is_ours_alone(shelf, settings):
    settings.ALLOWED_HOSTS = ["papers.example.org"]
    page = shelf.get(
        URL, {"url": "https://x/'\"><script>", "title": "');alert(1)//"}, headers={"host": "papers.example.org"}
    )
    link = elements(page, "a", id="bookmarklet")[0].get("href")
    assert link == (
        "javascript:void(window.open('http://papers.example.org/papers/add/?url='+encodeURIComponent(location.href)"
        "+'&title='+encodeURIComponent(document.title),'_blank','noopener'))"
    )
    assert elements(page, "pre", id="bookmarklet-code")[0].text == link
    assert [href for href in links_in(page) if href.lower().startswith("javascript:")] == [link]


def test_a_forged_host_is_not_put_into_it(shelf, settings):
    settings.ALLOWED_HOSTS = ["papers.example.org"]
    assert shelf.get(URL, headers={"host": "evil.example"}).status_code == 400


def test_the_catalogue_leads_there_for_members(shelf, client, settings):
    settings.PUBLIC_CATALOGUE = True
    assert URL in links_in(shelf.get("/papers/"))
    assert URL not in links_in(client.get("/papers/"))
