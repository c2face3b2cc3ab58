"""Templates are sent without the indentation that they are written with."""

import pytest
from django.template import TemplateSyntaxError, engines
from django.template.engine import Engine
from django.template.loader import render_to_string

LOADERS = ["readinglist.templates.Loader"]


@pytest.fixture
def rendered(tmp_path):
    def rendered(name, source, **context):
        (tmp_path / name).write_text(source, encoding="utf-8")
        engine = Engine(dirs=[tmp_path], loaders=LOADERS)
        return engine.render_to_string(name, context)

    return rendered


def test_lines_stay_and_their_indentation_goes(rendered):
    assert rendered("a.html", "<p>\n  一 二\n\t<b>  c</b>\n</p>\n") == "<p>\n一 二\n<b>  c</b>\n</p>\n"


def test_values_keep_theirs(rendered):
    assert rendered("a.html", "  <pre>{{ text }}</pre>\n", text="a\n  b") == "  <pre>a\n  b</pre>\n"


def test_text_keeps_its_indentation(rendered):
    assert rendered("a.txt", "a:\n  b\n") == "a:\n  b\n"


def test_errors_count_the_lines_as_they_are_written(rendered):
    with pytest.raises(TemplateSyntaxError) as caught:
        rendered("a.html", "a\n    b\n    {% nothing %}\n")
    assert caught.value.token.lineno == 3


def test_ours_are_found_first_and_kept():
    loader = engines["django"].engine.template_loaders[0]
    engine = engines["django"].engine
    assert engine.get_template("_shortcuts.html") is engine.get_template("_shortcuts.html")
    assert "\n  <" not in render_to_string("_shortcuts.html")
    assert [type(inner).__module__ for inner in loader.loaders][0] == "readinglist.templates"
