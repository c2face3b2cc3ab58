"""The Chinese interface: complete, compiled, well set, and no English left on any page."""

from __future__ import annotations

import ast
import re
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

from notes.models import Reading
from papers.models import Paper
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section, make_summary, make_topic

BASE = Path(__file__).parent.parent
MESSAGES = BASE / "readinglist" / "locale" / "zh_Hans" / "LC_MESSAGES"
SOURCES = [
    path
    for app in ("papers", "notes", "readinglist")
    for path in sorted((BASE / app).rglob("*.py"))
    if not {"migrations", "management"} & set(path.parts)
]
TEMPLATES = sorted(path for kind in ("html", "txt") for path in (BASE / "templates").rglob(f"*.{kind}"))

HAN = "\u3400-\u9fff"
NAMES = {
    "EN",
    "BibTeX",
    "DOI",
    "arXiv",
    "CSV",
    "RIS",
    "CSL",
    "JSON",
    "Markdown",
    "OSDI",
    "Gavel",
    "PIN",
    "English",
    "JavaScript",
    "Europe",
    "Berlin",
    "Asia",
    "Shanghai",
}  # words that are the same in both languages
DJANGOS = {"Search", "True", "False"}  # what stands behind icons of the stock admin and cannot be translated

Key = tuple[str, str, str]  # context, message, plural


@cache
def po_entries() -> dict[Key, str]:
    """What the .po says, its header under ("", "", "")."""
    text = (MESSAGES / "django.po").read_text(encoding="utf-8")
    return {key: translated for key, translated, _ in parsed(text)}


def parsed(text: str) -> Iterator[tuple[Key, str, set[str]]]:
    """(key, translation, flags) of each message of a .po file."""
    for block in re.split(r"\n\s*\n", text.strip()):
        parts: dict[str, str] = {}
        flags: set[str] = set()
        name = ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags |= {flag.strip() for flag in line[2:].split(",")}
            if line.startswith("#"):
                continue
            keyword, _, rest = line.partition(" ")
            if not line.startswith('"'):
                name = keyword
            parts[name] = parts.get(name, "") + ast.literal_eval(line if line.startswith('"') else rest)
        if parts:
            key = (parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""))
            yield key, parts.get("msgstr", parts.get("msgstr[0]", "")), flags


def compiled() -> dict[Key, str]:
    """What the .mo says: two tables of (length, offset), one for messages and one for translations."""
    data = (MESSAGES / "django.mo").read_bytes()
    _magic, _revision, count, messages, translations = struct.unpack("<5I", data[:20])

    def strings(table: int) -> Iterator[str]:
        for place in range(count):
            length, start = struct.unpack_from("<2I", data, table + 8 * place)
            yield data[start : start + length].decode()

    found = {}
    for message, translated in zip(strings(messages), strings(translations), strict=True):
        context, _, rest = message.rpartition("\x04")
        singular, _, plural = rest.partition("\0")
        found[context, singular, plural] = translated
    return found


def texts() -> list[tuple[Key, str]]:
    return [(key, translated) for key, translated in po_entries().items() if key[1]]


def test_it_translates_every_message() -> None:
    text = (MESSAGES / "django.po").read_text(encoding="utf-8")
    assert [key for key, translated, flags in parsed(text) if not translated or "fuzzy" in flags] == []
    assert "\n#~" not in text
    assert len(texts()) > 100


def test_it_is_compiled() -> None:
    """`make messages` compiles; whoever edits the .po by hand runs it."""
    assert compiled() == po_entries()


def test_it_says_who_counts_how() -> None:
    header = po_entries()["", "", ""]
    assert "Language: zh_Hans\n" in header
    assert "Plural-Forms: nplurals=1; plural=0;\n" in header
    assert "charset=UTF-8" in header


def test_it_keeps_every_placeholder() -> None:
    def placeholders(text: str) -> Counter[str]:
        return Counter(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>", text))

    assert [key for key, translated in texts() if placeholders(key[2] or key[1]) != placeholders(translated)] == []


def test_it_sets_chinese_with_chinese_punctuation() -> None:
    half = re.compile(rf"[{HAN}][,.?!:;()\"'][{HAN}]|[{HAN}][,.?!:;](?:\s|$)|[{HAN}]\(|\)[{HAN}]|\.\.\.|[「」『』]")
    assert [translated for _, translated in texts() if half.search(translated)] == []


# What is marked in the sources


def marked_in_templates() -> Iterator[Key]:
    word = r"""(?:u?'((?:[^'\\]|\\.)*)'|u?"((?:[^"\\]|\\.)*)")"""
    calls = re.compile(rf"(?<![A-Za-z])(n?p?gettext|_)\({word}(?:,\s*{word})?(?:,\s*{word})?")
    for path in TEMPLATES:
        for name, *quoted in calls.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
            strings = [
                re.sub(r"\\(['\"\\])", r"\1", one or two) for one, two in zip(quoted[::2], quoted[1::2], strict=True)
            ]
            context = strings.pop(0) if "pgettext" in name else ""
            yield context, strings[0], strings[1] if name.startswith("n") else ""


def marked_in_code() -> Iterator[Key]:
    for path in SOURCES:
        for call in calls_in(path):
            name = called(call).removesuffix("_lazy").removesuffix("_noop")
            strings = [part.value for part in call.args if isinstance(part, ast.Constant)]
            if name in {"_", "gettext", "ngettext"}:
                yield "", strings[0], strings[1] if name == "ngettext" else ""
            elif name in {"pgettext", "npgettext"}:
                yield strings[0], strings[1], strings[2] if name == "npgettext" else ""


def calls_in(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_it_holds_what_the_sources_mark_and_nothing_else() -> None:
    marked = {*marked_in_templates(), *marked_in_code()}
    held = {key for key, _ in texts()}
    assert marked - held == set(), "run `make messages`, then translate"
    assert held - marked == set(), "run `make messages`"


# What ought to be marked


def bare_words(html: str) -> list[str]:
    """Words of a template that stand outside every translate tag."""
    html = re.sub(r"\{#.*?#\}|<!--.*?-->", "", html, flags=re.S)
    html = re.sub(r"\{% comment .*?endcomment %\}", "", html, flags=re.S)
    html = re.sub(r"\{% blocktranslate\b.*?endblocktranslate %\}|\{% translate\b.*?%\}", "", html, flags=re.S)
    tags = re.findall(r"\{[%{].*?[%}]\}", html, flags=re.S)
    literals = [text for tag in tags for pair in re.findall(r"'([^']*)'|\"([^\"]*)\"", tag) for text in pair]
    spoken = [text for text in literals if re.match(rf"[A-Z][a-z]|[{HAN}]", text)]
    found = Visible(re.sub(r"\{[%{].*?[%}]\}", " ", html, flags=re.S)).words
    return [word for word in [*found, *spoken] if word not in NAMES]


class Visible(HTMLParser):
    """The words that a person reads or hears on a page, each with at least two letters or a Chinese character.

    Keys, code, addresses and what is marked as English are left out.
    """

    SPOKEN = ("alt", "aria-label", "aria-description", "data-done", "placeholder", "title")
    SILENT = {"script", "style", "kbd", "code", "pre", "textarea"}
    EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self, html: str, pattern: str = rf"[A-Za-z]{{2,}}|[{HAN}]+") -> None:
        super().__init__()
        self.pattern = pattern
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_heard = self.open[-1][1] if self.open else True
        if "lang" in given:
            is_heard = given["lang"] != "en"
        if is_heard:
            for name in self.SPOKEN:
                self.say(given.get(name) or "")
            if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
                self.say(given.get("value") or "")
        if tag not in self.EMPTY:
            self.open.append((tag, is_heard and tag not in self.SILENT))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][1]:
            self.say(data)

    def say(self, text: str) -> None:
        self.words += re.findall(self.pattern, re.sub(r"https?://[!-~]*", "", text))


NO_WORDS = {
    "base.html": {"读"},  # the seal
    "unavailable.html": {"读"},
    "papers/desk/base.html": {"aria", "current", "page", "true"},  # an attribute, put into a tag of base.html
}


@pytest.mark.parametrize("name", [str(path.relative_to(BASE / "templates")) for path in TEMPLATES])
def test_it_marks_every_word_of_a_template(name: str) -> None:
    path = BASE / "templates" / name
    allowed = NO_WORDS.get(name, set()) | {"中", "中文", "English"}
    assert [word for word in bare_words(path.read_text(encoding="utf-8")) if word not in allowed] == []


def test_it_sees_a_word_that_is_not_marked() -> None:
    assert bare_words('<p>Hello {{ name }} <b>{% translate "World" %}</b></p>') == ["Hello"]
    assert bare_words('<input placeholder="Words"{% if x %} title="标题"{% endif %}>') == ["Words", "标题"]
    assert bare_words("{{ name|default:'Nobody' }}{% include 'a.html' with heading='Title' %}") == ["Nobody", "Title"]


def logs(call: ast.Call) -> bool:
    """Whether it speaks to the server's log, which is in English."""
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "log"
    )


def test_it_marks_what_code_says_to_people() -> None:
    spoken = {"label", "help_text", "verbose_name", "verbose_name_plural", "description", "title", "message"}
    bare = []
    for path in SOURCES:
        for call in calls_in(path):
            said = [keyword.value for keyword in call.keywords if keyword.arg in spoken]
            if called(call) in {"ValidationError", "success", "warning", "error", "message_user"} and not logs(call):
                said += call.args
            bare += [
                (path.name, part.value)
                for part in said
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value not in NAMES | {""}
            ]
    assert bare == []


def test_it_names_every_field_in_chinese() -> None:
    bare = []
    with translation.override("zh-hans"):
        for model in [*apps.get_app_config("papers").get_models(), *apps.get_app_config("notes").get_models()]:
            if model.__name__.startswith("Historical") or model._meta.auto_created:
                continue
            names = {model.__name__: str(model._meta.verbose_name), "plural": str(model._meta.verbose_name_plural)}
            for field in model._meta.fields + model._meta.many_to_many:
                if field.editable or field.name in {"added", "changed"}:
                    names[field.name] = str(field.verbose_name)
                names |= {f"{field.name} {value}": str(label) for value, label in field.flatchoices if value}
            names.pop("id", None)
            bare += [
                (model.__name__, name, text)
                for name, text in names.items()
                if not re.search(f"[{HAN}]", text) and text not in NAMES
            ]
    assert bare == []


# Pages


def english(html: str) -> list[str]:
    return [word for word in Visible(html, r"[A-Za-z]{2,}").words if word not in NAMES]


@pytest.fixture
def paper(member: User, curator: User, settings: Any) -> Paper:
    """The first paper of a catalogue whose own words are all Chinese, of several pages and with more tags than fit."""
    settings.PAGE_SIZE = 2
    for user, name in ((member, "成员甲"), (curator, "编者乙")):
        user.username = name
        user.save()
    systems = make_topic("", "系统")
    topics = (make_topic("", "调度", parent=systems),)
    fields: dict[str, Any] = {"topics": topics, "institutions": ("某大学", "某研究院")}
    paper = make_paper(
        "异构集群调度", venue="某会议", year=2020, nickname="天平", recommended=True, kind="survey",
        publication="to-appear", abstract="摘要。", authors=("张三", "李四"), links=("https://例/一",), **fields,
    )  # fmt: skip
    papers = [paper, *(make_paper(f"论文之{place}", venue="某会议", year=2021, **fields) for place in "一二三")]
    paper.tags.add("显卡", *(f"标签之{place}" for place in range(13)))
    section = make_section(make_list("论文清单", description="一份清单。", source_url="https://例/"), "调度")
    entry = make_entry(paper, section, claimed_title="另一标题", claimed_venue="另一会议", claimed_year=2019)
    make_summary(paper, "en", "In English.", author=member, version=2, in_step_with=1)
    make_summary(paper, "zh-hans", "中文的总结。", after=entry, version=2, in_step_with=1)
    for one, status in zip(papers, Reading.Status.values, strict=False):
        make_reading(member, one, status, started="2026-11-20", finished="2026-11-21")
    make_reading(curator, paper)
    return paper


@pytest.fixture
def in_chinese(as_user: Callable[[User], Client]) -> Callable[[User | None], Client]:
    def client(user: User | None) -> Client:
        client = as_user(user) if user else Client()
        client.cookies["django_language"] = "zh-hans"
        return client

    return client


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/papers/",
        "/papers/?page=2",
        "/papers/?q=没有&topic=无&venue=无&year_min=2020&year_max=2021&status=none&summary=missing-en&sort=无",
        "/papers/?status=read&summary=both&sort=added&tag=显卡",
        "/papers/{pk}/{slug}/",
        "/lists/",
        "/lists/论文清单/",
        "/me/",
        "/me/?status=read",
        "/me/?status=to-read",
        "/accounts/password/",
        "/accounts/factor/",
        "/accounts/profile/",
        "/accounts/email/",
        "/accounts/sessions/",
        "/accounts/proof/password/",
        "/nowhere/",
    ],
)
def test_it_shows_a_member_no_english(address: str, in_chinese: Any, member: User, paper: Paper) -> None:
    answer = in_chinese(member).get(address.format(pk=paper.pk, slug=paper.slug))
    assert answer.status_code == (404 if address == "/nowhere/" else 200)
    html = answer.content.decode()
    assert '<html lang="zh-Hans"' in html
    assert english(html) == []


@pytest.mark.parametrize("address", ["/", "/papers/", "/lists/", "/me/"])
def test_it_shows_a_newcomer_no_english(address: str, in_chinese: Any, member: User) -> None:
    """With nothing there, every page says what to do next."""
    member.username = "成员甲"
    member.save()
    assert english(in_chinese(member).get(address).content.decode()) == []


def test_it_asks_a_visitor_in_chinese(in_chinese: Any, db: None) -> None:
    visitor = in_chinese(None)
    for path in (
        "login",
        "reset",
        "reset/sent",
        "reset/done",
        "reset/1-x",
        "signup",
        "invitation/x",
        "email/confirm/x",
    ):
        assert english(visitor.get(f"/accounts/{path}/").content.decode()) == [], path
    refused = visitor.post("/accounts/login/", {"username": "", "password": ""})
    assert english(refused.content.decode()) == []


def test_it_confirms_in_chinese(in_chinese: Any, member: User, paper: Paper) -> None:
    client = in_chinese(member)
    address = f"/papers/{paper.pk}/status/"
    for status in ("read", "none"):
        assert english(client.post(address, {"status": status}, follow=True).content.decode()) == []
        assert english(client.post(address, {"status": status}, headers={"HX-Request": "true"}).content.decode()) == []
    refused = client.post(address, {"status": "无"})
    assert refused.status_code == 422
    assert english(refused.content.decode()) == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/papers/paper/",
        "/admin/papers/paper/add/",
        "/admin/papers/paper/{pk}/change/",
        "/admin/papers/paper/{pk}/delete/",
        "/admin/papers/paperlist/",
        "/admin/papers/topic/add/",
        "/admin/papers/venue/",
        "/admin/papers/institution/add/",
        "/admin/papers/tag/add/",
        "/admin/papers/listentry/",
        "/admin/notes/summary/",
        "/admin/notes/reading/",
        "/accounts/invitations/",
    ],
)
def test_it_shows_a_curator_no_english(address: str, in_chinese: Any, curator: User, paper: Paper) -> None:
    answer = in_chinese(curator).get(address.format(pk=paper.pk))
    assert answer.status_code == 200
    assert [word for word in english(answer.content.decode()) if word not in DJANGOS] == []


def test_it_writes_dates_as_chinese_does(in_chinese: Any, member: User, paper: Paper) -> None:
    assert "2026年11月21日" in in_chinese(member).get("/me/?status=read").content.decode()
