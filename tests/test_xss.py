"""What attackers type comes out of the renderer as text, or as links that lead where links may lead."""

import re
from html.parser import HTMLParser

import pytest

from notes.rendering import ATTRIBUTES, TAGS, cleaner, render
from papers.models import Paper
from tests.xss import ATTACKS, HOSTILE_TITLE

VOID = {"br", "hr", "input"}
ADDRESS = re.compile(r"(https?:|mailto:|/|#)[^\x00-\x20\"<>]*", re.I)
RELATIVE = re.compile(r"[^:\x00-\x20\"<>]+")
ID = re.compile(r"7-en-h\d+|fn(ref)?-7-en-\d+(:\d+)?")
CLASS = re.compile(r"[a-z0-9 +-]*")


class Checker(HTMLParser):
    """Fails at the first thing that no summary may hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set()), name
            assert not name.startswith("on")
            if name == "href":
                assert ADDRESS.fullmatch(value) or RELATIVE.fullmatch(value), value
            if name == "id":
                assert ID.fullmatch(value), value
            if name == "class":
                assert CLASS.fullmatch(value), value
        if tag == "input":
            assert {"disabled", "type"} <= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def rendered(text):
    return render(text, "7-en", {"hostile": Paper(pk=1, title=HOSTILE_TITLE)})


def test_there_are_many_attacks_and_each_is_another():
    assert len(ATTACKS) >= 150
    assert len(set(ATTACKS)) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_only_text_and_links(attack):
    for text in (
        attack,
        f"> {attack}",
        f"- {attack}",
        f"| a |\n|---|\n| {attack} |",
        f"**{attack}**",
        f"A[^1]\n\n[^1]: {attack}",
    ):
        html = rendered(text)
        Checker(html)
        assert cleaner.clean(html) == html  # a browser reads it as it is meant


def test_attacks_together_are_only_text_and_links():
    Checker(rendered("\n\n".join(ATTACKS)))
    Checker(rendered("\n".join(ATTACKS)))
    Checker(rendered(" ".join(attack.replace("\n", " ") for attack in ATTACKS)))


@pytest.mark.parametrize(
    "html", ["<p onclick=x>", "<img src=x>", "<a href='javascript:x'>", "<h3 id=x></h3>", "<p>", "<!-- -->"]
)
def test_the_checker_finds_what_must_not_be(html):
    with pytest.raises(AssertionError):
        Checker(html)
