import pytest

from notes.rendering import render
from papers.models import Paper


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**强调。**中文", "<strong>强调。</strong>中文"),
        ("中文**（强调）**中文", "中文<strong>（强调）</strong>中文"),
        ("他说**“弹性训练”**很重要", "<strong>“弹性训练”</strong>很重要"),
        ("**可抢占的**、**可迁移的**", "<strong>可抢占的</strong>、<strong>可迁移的</strong>"),
        ("中文*着重*中文", "中文<em>着重</em>中文"),
        ("**GPU，**集群", "<strong>GPU，</strong>集群"),
        ("**方法：**GPU 以租约发放", "<strong>方法：</strong>GPU"),
        ("GPU**（图形处理器）**集群", "GPU<strong>（图形处理器）</strong>集群"),
        ("**“弹性”**GPU", "<strong>“弹性”</strong>GPU"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("2**10** and a**b**c", "2<strong>10</strong> and a<strong>b</strong>c"),
        ("**a.**b stays as CommonMark has it", "**a.**b stays"),
    ],
)
def test_it_marks_emphasis_beside_chinese_punctuation(text, html):
    assert html in render(text)


def test_it_keeps_the_footnotes_of_two_texts_on_one_page_apart():
    text = "See[^1].\n\n[^1]: A note."
    assert 'href="#fn-7-en-1"' in render(text, anchor="7-en")
    assert 'id="fn-7-zh-hans-1"' in render(text, anchor="7-zh-hans")


def test_it_shows_mathematics_as_the_tex_that_was_written():
    html = render(r"Goodput $\rho < 1$ costs $5 or $6." + "\n\n$$\n\\frac{a}{b}\n$$")
    assert r'<span class="math inline">\rho &lt; 1</span> costs $5 or $6.' in html
    assert '<div class="math block">' in html


def test_it_highlights_code_with_classes_alone():
    html = render("```python\ndef f(): pass\n```")
    assert '<span class="k">def</span>' in html
    assert "style=" not in html


def test_it_leaves_code_of_an_unknown_language_plain():
    assert "<code" in render("```nosuchlanguage\n<b>\n```")
    assert "&lt;b&gt;" in render("```nosuchlanguage\n<b>\n```")


def test_it_renders_task_lists_that_cannot_be_clicked():
    assert 'checked="checked" disabled="disabled" type="checkbox"' in render("- [x] done")


def test_it_links_papers_that_the_catalogue_knows_and_leaves_other_brackets():
    html = render("[[Gavel]] and [[Nobody]]", papers={"Gavel": Paper(pk=1, title='Gavel: a "title"')})
    assert '<a href="/papers/1/gavel-a-title/" title="Gavel: a &quot;title&quot;"' in html
    assert "[[Nobody]]" in html


def test_it_keeps_four_levels_of_a_nested_chinese_list():
    html = render("- 一\n    - 二\n        - 三\n          - 四\n- 五")
    assert html.count("<ul>") == 4
    assert html.count("<li>") == 5


def test_it_reads_no_more_than_the_limit(settings):
    settings.SUMMARY_MAX_CHARS = 10
    assert "after" not in render("0123456789after")
