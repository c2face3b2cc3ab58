import re
from html import unescape

import pytest

from notes.rendering import render, rendered
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
        ("~~过时。~~新的", "<s>过时。</s>新的"),
        ("他说~~“弹性”~~很重要", "<s>“弹性”</s>很重要"),
        ("~~old~~ and 1~2 and ~~ apart ~~", "<s>old</s> and 1~2 and ~~ apart ~~"),
        ("***两者。***中文", "<em><strong>两者。</strong></em>中文"),
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


@pytest.mark.parametrize("language", ["nosuchlanguage", "console", '"><img', ""])
def test_it_leaves_code_of_an_unknown_language_plain(language):
    assert render(f"```{language}\n<b>\n```") == "<pre><code>&lt;b&gt;\n</code></pre>\n"


@pytest.mark.parametrize("language", ["py", "Python", "c++", "cuda", "sh", "yml", "rs", "golang"])
def test_it_knows_languages_by_what_people_call_them(language):
    assert "<span" in render(f"```{language} title\nif x = 1:\n```")


def test_it_renders_task_lists_that_cannot_be_clicked():
    html = render("- [x] done\n- [ ] to do\n- neither")
    assert html.count('<li class="task-list-item">') == 2
    boxes = re.findall("<input [^>]*>", html)
    assert [("checked" in box, "disabled" in box, 'type="checkbox"' in box) for box in boxes] == [
        (True, True, True),
        (False, True, True),
    ]
    assert "[x]" not in html


def test_a_task_in_a_task_is_one_too():
    assert render("- [ ] 一\n    - [x] 二").count('type="checkbox"') == 2


def test_it_puts_headings_below_those_of_the_page():
    html = render("# One\n\n## Two\n\n#### Four\n\n###### Six\n\nAlso one\n===", anchor="7-en")
    assert re.findall(r'<(h\d) id="([^"]+)">([^<]+)</\1>', html) == [
        ("h3", "7-en-h1", "One"),
        ("h4", "7-en-h2", "Two"),
        ("h6", "7-en-h3", "Four"),
        ("h6", "7-en-h4", "Six"),
        ("h3", "7-en-h5", "Also one"),
    ]


def test_no_id_is_twice_on_a_page_with_two_texts():
    text = "# A\n\n# A\n\nSee[^1] and[^b] and again[^1].\n\n[^1]: A note.\n[^b]: Another.\n\n> # A"
    html = "".join(render(text, anchor=anchor) for anchor in ("7-en", "7-zh-hans", "7-note", ""))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == 4 * (3 + 3 + 2)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r' href="#([^"]+)"', html)) <= set(ids)


def test_it_aligns_columns_without_styles():
    html = render("|a|b|c|d|\n|-|:-:|-:|:-|\n|1|2|3|4|")
    assert '<th>a</th>\n<th class="center">b</th>\n<th class="end">c</th>\n<th>d</th>' in html
    assert '<td>1</td>\n<td class="center">2</td>\n<td class="end">3</td>\n<td>4</td>' in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("第一行，\n第二行", "第一行，第二行"),
        ("**强调**\n第二行", "<strong>强调</strong>第二行"),
        ("a line\nand another", "a line\nand another"),
        ("用 GPU\n训练", "用 GPU\n训练"),
        ("“弹性”\n和“公平”", "“弹性”和“公平”"),
        ("“elastic”\n“fair”", "“elastic”\n“fair”"),
        ("第一行\\\n第二行", "第一行<br>\n第二行"),
    ],
)
def test_a_line_may_end_between_chinese_characters_without_a_space(text, html):
    assert render(text) == f"<p>{html}</p>\n"


def test_it_sets_off_a_formula_within_a_paragraph():
    assert render("公式：\n$$\na<b\n$$\n见上。") == ('<p>公式：\n<span class="math block">a&lt;b</span>\n见上。</p>\n')


@pytest.mark.parametrize(
    "text", ["“弹性”和‘公平’", "\"straight\" and 'single'", "A -- B --- C ...", "(c) (tm) +-", "中文English混排"]
)
def test_it_alters_no_quotation_mark_dash_or_space(text):
    assert render(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[a](https://example.org/?q=中)", "https://example.org/?q=%E4%B8%AD"),
        ("[a](/papers/?q=gpu&status=read)", "/papers/?q=gpu&amp;status=read"),
        ("[a](#7-en-h1)", "#7-en-h1"),
        ("<mailto:a@example.org>", "mailto:a@example.org"),
        ("<a@example.org>", "mailto:a@example.org"),
    ],
)
def test_it_links_to_the_web_and_to_people(text, address):
    assert f'href="{address}"' in render(text)


@pytest.mark.parametrize(
    "text", ["[a](ftp://example.org)", "[a](tel:1)", "<ssh://example.org>", "[a](file:///etc/passwd)"]
)
def test_other_addresses_stay_text(text):
    assert "<a" not in render(text)
    assert unescape(render(text)) == f"<p>{text}</p>\n"


def test_it_links_papers_that_the_catalogue_knows_and_leaves_other_brackets():
    html = render("[[Gavel]] and [[Nobody]]", papers={"Gavel": Paper(pk=1, title='Gavel: a "title"')})
    assert '<a href="/papers/1/gavel-a-title/" title="Gavel: a &quot;title&quot;"' in html
    assert "[[Nobody]]" in html


@pytest.mark.parametrize(
    "text",
    ["`[[Gavel]]`", "    [[Gavel]]", "```\n[[Gavel]]\n```", r"\[[Gavel]]", "$[[Gavel]]$", "[^1]: [[Gavel]]", "[[gavel"],
)
def test_it_says_which_papers_it_has_linked_to(text):
    papers = {"Gavel": Paper(pk=1, title="Gavel"), "Pollux": Paper(pk=2, title="Pollux")}
    assert rendered(f"{text}", papers=papers).linked == set()
    assert rendered(f"{text}\n\nSee [[Pollux]].", papers=papers).linked == {2}


def test_a_paper_is_linked_in_a_footnote_that_is_referred_to():
    assert rendered("A[^1]\n\n[^1]: [[Gavel]]", papers={"Gavel": Paper(pk=1, title="Gavel")}).linked == {1}


def test_a_link_to_a_paper_is_in_no_other_link():
    html = render("[see [[Gavel]] there](https://example.org)", papers={"Gavel": Paper(pk=1, title="Gavel")})
    assert re.findall('<a href="([^"]+)"', html) == ["/papers/1/gavel/"]


def test_it_keeps_four_levels_of_a_nested_chinese_list():
    html = render("- 一\n    - 二\n        - 三\n          - 四\n- 五")
    assert html.count("<ul>") == 4
    assert html.count("<li>") == 5


def test_it_reads_no_more_than_the_limit(settings):
    settings.SUMMARY_MAX_CHARS = 10
    assert "after" not in render("0123456789after")
