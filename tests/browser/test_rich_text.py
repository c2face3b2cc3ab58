"""A summary with one of everything that its Markdown can make: readable, reachable, and no wider than the screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import in_every_look
from tests.factories import make_paper, make_summary

RICH = r"""
# Problem

A *fair* share of **heterogeneous** GPUs, ~~slots~~ time[^1] and `rounds`, as [[Gavel]] has it.[^note]

## Detail

- [x] read
- [ ] measured
    1. twice
        - on four levels

> A quotation
> of two lines.

| policy | GPUs | goodput |
|:--|:-:|--:|
| LAS | 64 | 1.5× |
| finish-time fairness | 128 | 2.25× |

```python
def goodput(jobs: list[float]) -> float:
    # the sum of all
    return sum(job * 0.5 for job in jobs)  # "half"
```

Inline $\rho < 1$, and set off:

$$
\max_X \sum_j w_j \frac{t(j, X)}{t(j, X^{\mathrm{eq}})}
$$

[^1]: A share of *time*.
[^note]: Not of [memory](https://example.org).
"""


@pytest.fixture
def paper():
    make_paper("Heterogeneity-Aware Cluster Scheduling", nickname="Gavel")
    paper = make_paper("A paper with rich summaries")
    make_summary(paper, "en", RICH)
    make_summary(paper, "zh-hans", RICH.replace("A *fair* share", "*公平*地分配**异构**的"))
    return paper


def test_axe_finds_nothing_in_rich_text(visit, member, paper):
    page = visit(member, paper.get_absolute_url())
    expect(page.locator(".katex").first).to_be_visible()
    found = in_every_look(page)
    assert not found, "\n".join(found)


def test_rich_text_is_no_wider_than_a_phone(visit, member, paper):
    page = visit(member, paper.get_absolute_url(), viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_footnote_leads_there_and_back(visit, member, paper):
    page = visit(member, paper.get_absolute_url())
    page.locator(".summary .footnote-ref a").first.click()
    assert page.url.endswith(f"#fn-{paper.pk}-en-1")
    expect(page.locator(":target")).to_contain_text("A share of time.")
    page.locator(":target .footnote-backref").click()
    assert page.url.endswith(f"#fnref-{paper.pk}-en-1")
