"""The Chinese translation: complete, compiled, well set, and holding every word that templates and code say."""

from __future__ import annotations

import ast
import re
import struct
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.translation.template import templatize

from tests.spoken import HAN, NAMES, Visible

BASE = Path(__file__).parent.parent
MESSAGES = BASE / "readinglist" / "locale" / "zh_Hans" / "LC_MESSAGES"
SOURCES = [
    path
    for app in ("papers", "notes", "readinglist")
    for path in sorted((BASE / app).rglob("*.py"))
    if not {"migrations", "management"} & set(path.parts)
]
TEMPLATES = sorted(path for kind in ("html", "txt") for path in (BASE / "templates").rglob(f"*.{kind}"))

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
